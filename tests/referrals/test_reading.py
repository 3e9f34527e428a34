"""The partner's access follows the state: blind first, open from yes to the end, then gone."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from audit import guard, vault
from audit.models import Event
from intake.models import Consent
from referrals.models import Package, Referral, ReferralGrant, Tombstone
from referrals.services import answering, drafting, ending, reading, reporting
from tests.referrals.conftest import (
    GOALS,
    SITUATION,
    a_draft,
    approve,
    consent_to,
    results_of,
    send,
)

ENDINGS = ["closed", "declined", "returned", "expired", "recalled", "withdrawn"]


def package(row, by):
    return reading.open_package(row.pk, by=by, purpose="referral")


@pytest.mark.parametrize("state", ["sent", "opened", "asked"])
def test_the_package_is_shut_until_it_is_accepted(state, story, draft, clara):
    row = story.bring(draft, state)
    with pytest.raises(ValidationError) as refusal:
        package(row, clara)
    assert refusal.value.code == "package_shut"


def test_before_opening_there_is_only_a_line(sent, clara):
    seen = reading.envelope(sent.pk, by=clara)
    assert set(seen.codes) == {"reference", "service"}


def test_the_envelope_is_codes_alone(opened, clara):
    codes = reading.envelope(opened.pk, by=clara).codes
    assert codes["area"] == "north"
    assert codes["contact_rules"] is True
    for words in [SITUATION, "Kim", "kim@example.org", *GOALS]:
        assert words not in str(codes)
    assert Event.objects.filter(deed="referral.envelope", actor=f"user/{clara.pk}").exists()


def test_accepting_opens_what_was_chosen(accepted, clara):
    opened = package(accepted, clara)
    assert opened.texts == {
        "situation": SITUATION, "name": "Kim Exempel", "email": "kim@example.org",
    }  # fmt: skip
    assert [text for _goal, text in opened.goals] == GOALS
    line = Event.objects.filter(deed="referral.opened").latest("pk")
    assert (line.actor, line.purpose) == (f"user/{clara.pk}", "referral")
    assert line.subject == accepted.subject


def test_after_the_report_only_how_to_reach_the_person_is_left(reported, clara):
    assert set(package(reported, clara).texts) == {"name", "email"}


@pytest.mark.parametrize("ending", ENDINGS)
def test_every_ending_ends_the_partners_access(ending, story, draft, clara, carl):
    row = story.bring(draft, ending)
    for partner in (clara, carl):
        assert not Referral.objects.visible_to(partner).exists()
        for door in (package, lambda row, by: reading.envelope(row.pk, by=by)):
            with pytest.raises(guard.OutOfReach):
                door(row, partner)
    assert not ReferralGrant.objects.exists()


@pytest.mark.parametrize("ending", ENDINGS)
def test_what_remains_is_a_tombstone_without_a_person(
    ending, story, draft, clara, dag, youth_centre
):
    row = story.bring(draft, ending)
    stone = reading.tombstones(guard.place_of(clara)).get()
    assert (stone.reference, stone.status, stone.unit) == (
        row.reference,
        ending,
        youth_centre.group,
    )
    assert not reading.tombstones(guard.place_of(dag)).exists()
    fields = {field.name for field in Tombstone._meta.get_fields()}
    assert not fields & {"subject", "referral", "help_request", "area", "age_band"}


@pytest.mark.parametrize(
    ("ending", "reason"), [("declined", "capacity"), ("returned", "capacity"), ("recalled", "")]
)
def test_the_tombstone_keeps_the_partners_own_reason_not_ours(ending, reason, story, draft):
    story.bring(draft, ending)
    assert Tombstone.objects.get().reason == reason


def test_the_partner_confirms_once_that_it_has_stopped(story, draft, amina, clara, dag):
    story.bring(draft, "withdrawn")
    stone = Tombstone.objects.get()
    with pytest.raises(guard.OutOfReach):
        ending.confirm(stone.pk, by=dag)
    with pytest.raises(guard.Refused):
        ending.confirm(stone.pk, by=amina)
    assert ending.confirm(stone.pk, by=clara).confirmed_by == clara
    with pytest.raises(ValidationError):
        ending.confirm(stone.pk, by=clara)


def test_there_is_nothing_to_confirm_where_nothing_was_told(story, draft, clara):
    story.bring(draft, "declined")
    with pytest.raises(ValidationError):
        ending.confirm(Tombstone.objects.get().pk, by=clara)


def test_a_basis_that_has_run_out_shuts_the_package_that_day(accepted, clara):
    Consent.objects.update(valid_until=timezone.localdate() - timedelta(days=1))
    with pytest.raises(ValidationError) as refusal:
        package(accepted, clara)
    assert refusal.value.code == "basis_gone"


def test_a_basis_that_has_run_out_stops_the_accepting(opened, clara):
    Consent.objects.update(valid_until=timezone.localdate() - timedelta(days=1))
    with pytest.raises(ValidationError):
        answering.accept(opened.pk, by=clara)
    opened.refresh_from_db()
    assert opened.status == "opened"


def test_what_was_exchanged_after_sending_does_not_open(accepted, clara):
    Package.objects.update(items=["situation", "name", "email", "phone"])
    with pytest.raises(vault.DoesNotOpen):
        package(accepted, clara)


def test_a_private_recipient_accepts_the_reservation_first(help_request, debt_advice, amina, dag):
    row = a_draft(help_request, debt_advice, amina)
    consent = consent_to(debt_advice, help_request, amina)
    drafting.set_consent_basis(row.pk, consent_pk=consent.pk, by=amina)
    send(row, amina)
    with pytest.raises(ValidationError) as refusal:
        answering.accept(row.pk, by=dag)
    assert refusal.value.code == "reservation"
    answering.accept(row.pk, reservation=True, by=dag)
    assert package(row, dag).texts["situation"] == SITUATION


def test_police_never_get_words(help_request, police, police_ground, amina, lena, petra):
    row = a_draft(help_request, police, amina, goals=[], situation="", items=["name", "phone"])
    drafting.set_ground_basis(row.pk, ground_pk=police_ground.pk, reasons="Därför", by=amina)
    approve(row, amina, lena)
    send(row, amina)
    asked = answering.ask(row.pk, code="scope", by=petra)
    question = asked.questions.get()
    with pytest.raises(ValidationError) as refusal:
        answering.answer(row.pk, question_pk=question.pk, text="Ord", by=amina)
    assert refusal.value.code == "codes_only"
    answering.answer(row.pk, question_pk=question.pk, text="", by=amina)
    answering.accept(row.pk, by=petra)
    opened = package(row, petra)
    assert (opened.texts, opened.goals) == ({"name": "Kim Exempel"}, [])


def test_we_can_read_again_what_we_told(story, draft, amina, bjorn):
    row = story.bring(draft, "closed")
    assert reading.open_own(row.pk, by=amina, purpose="referral").texts["name"] == "Kim Exempel"
    with pytest.raises(guard.OutOfReach):
        reading.open_own(row.pk, by=bjorn, purpose="referral")


def test_the_report_shows_in_no_other_organisation(active, clara, dag):
    with pytest.raises(guard.OutOfReach):
        reporting.report(active.pk, results=results_of(active), by=dag)


def test_accepting_and_reading_stay_within_their_queries(
    opened, clara, django_assert_max_num_queries
):
    # two calendars are read: hours, closed days and short days of both
    with django_assert_max_num_queries(18):
        answering.accept(opened.pk, by=clara)
    with django_assert_max_num_queries(16):
        package(opened, clara)
