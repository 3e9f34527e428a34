"""A working note is for colleagues; the code does not open it."""

import pytest
from django.core.exceptions import ValidationError

from audit.guard import OutOfReach, Refused
from audit.models import Event, Letter
from audit.trail import name_of
from intake.models import Note
from intake.services import admitting, conversing, noting, triaging

TEXT = "Ringde, inget svar."


def test_a_note_is_sealed_to_us_alone(told, help_request, amina):
    note = noting.note(help_request.pk, text=TEXT, by=amina)
    assert TEXT.encode() not in bytes(note.text)
    assert Letter.objects.filter(about=name_of(note)).count() == 1
    thread = conversing.read_thread(admitting.admit(told.code))
    assert TEXT not in [said.text for said in thread.said]
    assert Event.objects.get(deed="note.write").about == name_of(help_request)


def test_only_the_own_team_notes(help_request, bjorn, stina):
    with pytest.raises(OutOfReach):
        noting.note(help_request.pk, text=TEXT, by=bjorn)
    with pytest.raises(Refused):
        noting.note(help_request.pk, text=TEXT, by=stina)
    assert not Note.objects.exists()


def test_an_empty_note_is_none(help_request, amina):
    with pytest.raises(ValidationError):
        noting.note(help_request.pk, text=" \n ", by=amina)


def test_a_blank_page_calls_nothing_wrong(at, page, help_request, amina):
    client = at(amina)
    triaging.take(help_request.pk, by=amina)
    client.post(page("open", help_request), {"purpose": "answer"})
    for name in ("answer", "notes"):
        form = client.get(page(name, help_request)).context["form"]
        assert not form.is_bound, name


def test_the_page_keeps_what_was_typed_until_it_is_saved(at, page, help_request, amina):
    client = at(amina)
    long = "å" * 20_001
    assert long in client.post(page("notes", help_request), {"text": long}).content.decode()
    assert client.post(page("notes", help_request), {"text": TEXT}).status_code == 302
    assert Note.objects.count() == 1
