"""The person takes back a consent: everything that rested on it ends at once, or nothing does."""

import uuid

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError

from audit import guard
from audit.actors import CLOCK, Resident
from audit.models import Event, Letter, Outgoing
from partners.services import directory
from referrals.models import Referral, Tombstone
from referrals.services import answering, drafting, ending, reading, sharing, withdrawing
from tests.referrals.conftest import a_draft, send


@pytest.fixture
def second_service(youth_centre):
    return directory.add_service(youth_centre, by=CLOCK, name={"sv": "Mer", "en": "More"})


@pytest.mark.parametrize("state", ["sent", "opened", "asked", "accepted", "active", "reported"])
def test_taking_back_bites_at_once(state, story, draft, consent, resident, clara):
    row = story.bring(draft, state)
    withdrawing.take_back(resident, consent.pk)
    row.refresh_from_db()
    assert (row.status, row.holder, row.due_at) == ("withdrawn", "", None)
    with pytest.raises(guard.OutOfReach):
        reading.open_package(row.pk, by=clara, purpose="referral")
    told = state in ("accepted", "active", "reported")
    assert Tombstone.objects.get().must_confirm == ("stopped" if told else "")


def test_a_draft_is_thrown_away_with_its_keys(draft, consent, resident):
    withdrawing.take_back(resident, consent.pk)
    assert not Referral.objects.exists()
    assert not Letter.objects.filter(about__startswith="referrals.").exists()


@pytest.mark.parametrize("state", ["closed", "declined", "returned", "expired", "recalled"])
def test_what_has_ended_stays_as_it_ended(state, story, draft, consent, resident):
    row = story.bring(draft, state)
    withdrawing.take_back(resident, consent.pk)
    row.refresh_from_db()
    consent.refresh_from_db()
    assert row.status == state
    assert consent.withdrawn_at


def test_all_that_rests_on_it_ends_together(
    draft, second_service, consent, help_request, youth_centre, resident, amina, clara
):
    other = drafting.draft(
        help_request.pk, to_pk=youth_centre.pk, service_pk=second_service.pk, goals=["Mål"],
        situation="", items=[], access=[], urgency="normal", by=amina,
    )  # fmt: skip
    drafting.set_consent_basis(other.pk, consent_pk=consent.pk, by=amina)
    send(draft, amina)
    answering.accept(draft.pk, by=clara)
    send(other, amina)
    withdrawing.take_back(resident, consent.pk)
    assert set(Referral.objects.values_list("status", flat=True)) == {"withdrawn"}


def test_it_is_all_or_nothing(accepted, consent, resident, monkeypatch):
    def broken(*args, **kwargs):
        raise DatabaseError

    monkeypatch.setattr(ending.Tombstone.objects, "create", broken)
    with pytest.raises(DatabaseError):
        withdrawing.take_back(resident, consent.pk)
    accepted.refresh_from_db()
    consent.refresh_from_db()
    assert (accepted.status, consent.withdrawn_at) == ("accepted", None)


def test_nobody_takes_back_somebody_elses_consent(accepted, consent):
    stranger = Resident("resident", "resident", request_id=uuid.uuid4(), subject=uuid.uuid4())
    for pk in (consent.pk, uuid.uuid4()):
        with pytest.raises(guard.OutOfReach):
            withdrawing.take_back(stranger, pk)


def test_it_cannot_be_taken_back_twice(accepted, consent, resident):
    withdrawing.take_back(resident, consent.pk)
    with pytest.raises(ValidationError):
        withdrawing.take_back(resident, consent.pk)


def test_the_trail_says_who_took_it_back(accepted, consent, resident):
    withdrawing.take_back(resident, consent.pk)
    line = Event.objects.get(deed="referral.withdraw")
    assert (line.role, line.subject) == ("resident", accepted.subject)


def test_both_sides_are_told_to_look(accepted, consent, resident, youth_centre, north):
    Outgoing.objects.all().delete()
    withdrawing.take_back(resident, consent.pk)
    told = set(Outgoing.objects.values_list("to", "notice"))
    assert (f"partners.organisation/{youth_centre.pk}", "referrals.ENDED") in told
    assert (f"partners.team/{north.pk}", "referrals.NEWS") in told


def test_we_record_a_wish_only_on_a_request_within_reach(
    accepted, consent, amina, bjorn, lena, clara, loke, sofia
):
    for name, refusal in [(bjorn, guard.OutOfReach), (clara, guard.Refused),
                          (loke, guard.Refused), (sofia, guard.Refused)]:  # fmt: skip
        with pytest.raises(refusal):
            withdrawing.record_wish(consent.pk, by=name)
    withdrawing.record_wish(consent.pk, by=amina)
    accepted.refresh_from_db()
    assert accepted.status == "withdrawn"


def test_on_a_legal_ground_a_wish_is_answered_not_obeyed(
    help_request, youth_centre, ground, amina, clara
):
    row = a_draft(help_request, youth_centre, amina)
    drafting.set_ground_basis(row.pk, ground_pk=ground.pk, reasons="Därför", by=amina)
    send(row, amina)
    with pytest.raises(ValidationError) as refusal:
        withdrawing.withdraw(row.pk, by=amina)
    assert refusal.value.code == "not_by_consent"


# --- What the person sees --------------------------------------------------------------------


def test_the_person_sees_with_whom_what_and_why(accepted, consent, resident, youth_centre):
    shared = sharing.shared_with_person(resident)[0]
    assert shared.organisation == youth_centre.name
    assert len(shared.items) == 3
    assert (shared.consent_pk, shared.may_take_back) == (consent.pk, True)


def test_a_draft_has_not_been_shared(draft, resident):
    assert sharing.shared_with_person(resident) == []


def test_another_person_sees_nothing_of_it(accepted):
    assert sharing.shared_with_person(Resident("r", "resident", request_id=uuid.uuid4())) == []


def test_what_is_taken_back_cannot_be_taken_back_again(accepted, consent, resident):
    withdrawing.take_back(resident, consent.pk)
    assert not sharing.shared_with_person(resident)[0].may_take_back


@pytest.mark.parametrize(
    "state", ["sent", "opened", "asked", "accepted", "active", "reported", "closed", "declined",
              "returned", "expired", "recalled", "withdrawn"],
)  # fmt: skip
def test_every_state_has_plain_words_for_the_person(state, story, draft, resident):
    story.bring(draft, state)
    assert sharing.shared_with_person(resident)[0].state
