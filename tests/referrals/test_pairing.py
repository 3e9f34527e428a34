"""Several are asked, one is enough: the first yes takes the others back, and says so."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from audit import guard
from audit.models import Event
from audit.moves import MoveNotAllowed
from referrals.models import Referral, ReferralGrant, Tombstone
from referrals.services import answering, drafting, pairing, sending
from tests.plans import by_shape, looked_through
from tests.referrals.conftest import a_draft, consent_to, send


def a_question(help_request, organisation, amina) -> Referral:
    row = a_draft(help_request, organisation, amina)
    consent = consent_to(organisation, help_request, amina)
    return drafting.set_consent_basis(row.pk, consent_pk=consent.pk, by=amina)


@pytest.fixture
def other(help_request, debt_advice, amina):
    """The same, asked of debt advice."""
    return send(a_question(help_request, debt_advice, amina), amina)


@pytest.fixture
def together(opened, other, amina):
    return pairing.put_together(opened.pk, with_pks=[other.pk], by=amina)


def test_the_first_yes_takes_the_others_back(together, other, clara):
    answering.accept(together.pk, by=clara)
    other.refresh_from_db()
    assert (other.status, other.recall_reason) == ("recalled", "other_yes")
    assert not ReferralGrant.objects.filter(content_object=other).exists()
    assert Tombstone.objects.get().must_confirm == ""
    line = Event.objects.get(deed="referral.recall")
    assert (line.actor, line.facts["why"]) == ("clock", "other_yes")


@by_shape
def test_those_asked_together_are_found_by_their_request(at, together, other, amina, clara):
    ours = at(amina)
    for look in (
        lambda: ours.get(reverse("desk:referral", args=[together.pk])),
        lambda: answering.accept(together.pk, by=clara),
    ):
        assert looked_through(look, {"referrals_referral"}) == []
    other.refresh_from_db()
    assert other.status == "recalled"


def test_the_second_is_told_in_a_plain_sentence(together, other, clara, dag, at):
    answering.accept(together.pk, by=clara)
    with pytest.raises(guard.OutOfReach):
        answering.accept(other.pk, reservation=True, by=dag)
    answer = at(dag).post(reverse("portal:accept", args=[other.pk]), {"reservation": "on"})
    assert answer.status_code == 404
    assert "Någon annan sa ja först." in answer.content.decode()


def test_whom_it_was_put_together_with_meanwhile_was_not_waited_for(together, clara, monkeypatch):
    """Somebody of ours has changed the group between the look and the lock: nobody says yes yet."""
    monkeypatch.setattr(answering.pairing, "wait_for_the_others", lambda pk, by: None)
    with pytest.raises(MoveNotAllowed):
        answering.accept(together.pk, by=clara)


def test_a_no_leaves_the_others_where_they_are(together, other, clara):
    answering.decline(together.pk, reason="capacity", by=clara)
    other.refresh_from_db()
    assert other.status == "sent"


def test_what_stands_alone_is_not_touched(opened, other, clara):
    answering.accept(opened.pk, by=clara)
    other.refresh_from_db()
    assert other.status == "sent"


def test_they_can_be_taken_apart_again(together, other, amina, clara):
    pairing.put_together(together.pk, with_pks=[], by=amina)
    answering.accept(together.pk, by=clara)
    other.refresh_from_db()
    assert other.status == "sent"


def test_a_draft_is_not_sent_once_somebody_has_said_yes(
    opened, help_request, debt_advice, amina, clara
):
    draft = a_question(help_request, debt_advice, amina)
    pairing.put_together(opened.pk, with_pks=[draft.pk], by=amina)
    answering.accept(opened.pk, by=clara)
    digest = drafting.preview(draft.pk, by=amina).digest
    with pytest.raises(ValidationError) as refusal:
        sending.send(draft.pk, previewed=digest, by=amina)
    assert {one.code for one in refusal.value.error_list} == {"gate_alone"}


def test_what_has_been_accepted_is_asked_together_with_nothing(accepted, other, amina):
    with pytest.raises(MoveNotAllowed):
        pairing.put_together(accepted.pk, with_pks=[other.pk], by=amina)
    with pytest.raises(ValidationError) as refusal:
        pairing.put_together(other.pk, with_pks=[accepted.pk], by=amina)
    assert refusal.value.code == "moved_on"


def test_a_no_of_the_partner_to_its_own_yes_leaves_nothing_behind(together, other, clara):
    """A yes that is refused takes nobody back."""
    with pytest.raises(ValidationError):
        answering.accept(together.pk, expected_start=other.sent_at.date().replace(1999), by=clara)
    other.refresh_from_db()
    assert other.status == "sent"


def test_the_page_ticks_those_that_belong_together(together, other, amina, at):
    page = at(amina).get(reverse("desk:referral_together", args=[together.pk]))
    assert page.context["form"].initial["with_pks"] == [str(other.pk)]
    here = at(amina).get(reverse("desk:referral", args=[together.pk])).content.decode()
    assert other.reference in here
