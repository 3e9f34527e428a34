from unittest import mock

import pytest

from audit import trail, vault
from audit.actors import Resident
from audit.models import Event, Letter
from audit.vault import NoPrivateKey, box
from intake.services import conversing
from tests.conftest import STORY


@trail.act
def read(row, by):
    return vault.unseal(row, "story", by=by, purpose="triage")


def test_what_was_sealed_can_be_read_by_a_named_person_for_a_purpose(help_request, amina):
    assert read(help_request, amina) == STORY
    event = Event.objects.get(deed="helprequest.opened")
    assert (event.actor, event.purpose) == (f"user/{amina.pk}", "triage")


def test_the_line_is_in_the_log_before_anything_opens(help_request, amina):
    with mock.patch.object(box, "take", side_effect=InterruptedError) as opened:

        @trail.act
        def look():
            with pytest.raises(InterruptedError):
                vault.unseal(help_request, "story", by=amina, purpose="triage")
            return Event.objects.filter(deed="helprequest.opened").count()

        assert look() == 1
    assert opened.called


def test_nothing_is_opened_outside_an_act(help_request, amina):
    with pytest.raises(trail.NoAct):
        vault.unseal(help_request, "story", by=amina, purpose="triage")


def test_a_text_moved_to_another_row_does_not_open(help_request, amina):
    key = box.new_key()
    sealed = box.encrypt("hej", key=key, place="a/1/story")
    with pytest.raises(box.DoesNotOpen):
        box.decrypt(sealed, key=key, place="a/2/story")


def test_a_process_without_the_private_half_opens_nothing(letter_box, help_request, amina):
    for path in letter_box.glob("*.private"):
        path.unlink()
    with pytest.raises(NoPrivateKey):
        read(help_request, amina)


def test_a_resident_without_a_key_is_not_helped_out_with_the_houses(told):
    """A person's own reading is not held up by an old seal: it must be their own key."""
    row = told.help_request
    nobody = Resident("receipt/1", "resident", request_id=row.pk, subject=row.subject)
    with pytest.raises(NoPrivateKey):
        conversing.read_thread(nobody)


def test_a_public_process_opens_nothing_even_beside_the_key(settings, help_request, amina):
    settings.LOTSEN_ROLE = "public"
    with pytest.raises(NoPrivateKey):
        read(help_request, amina)


def test_destroying_the_letters_erases_the_words(help_request, amina):
    Letter.objects.filter(about=trail.name_of(help_request)).delete()
    with pytest.raises(vault.Erased):
        read(help_request, amina)


def test_a_sealed_field_refuses_a_plain_string(help_request):
    help_request.story = "plain words"
    with pytest.raises(TypeError):
        help_request.save()
