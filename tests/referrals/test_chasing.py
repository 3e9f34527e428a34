"""What silence leads to: a reminder, a lead, an end. Each once, and no end for the urgent."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError
from django.utils import timezone

from audit.models import Event, Letter, Outgoing
from config.accounts.roles import Role
from intake.models import Absence
from partners.models import ClosedDays
from referrals.deadlines import Step
from referrals.models import Package, Referral, Tombstone
from referrals.services import (
    answering,
    chasing,
    drafting,
    following_up,
    lining_up,
    reporting,
    sending,
)
from tests.conftest import _person
from tests.referrals.conftest import GOALS, SITUATION, a_draft, consent_to, send, submit
from tests.referrals.paper import AT_THE_PARTNER, DRAFT

SOON = timedelta(minutes=1)


def notices(name) -> int:
    return Outgoing.objects.filter(notice=f"referrals.{name}").count()


def at(moment: str) -> datetime:
    return datetime.fromisoformat(f"2027-{moment}:00+01:00").astimezone(UTC)


@pytest.fixture
def urgent(clock, draft, amina):
    drafting.revise(
        draft.pk, goals=GOALS, situation=SITUATION, items=[], access=[], urgency="same_day",
        by=amina,
    )  # fmt: skip
    return send(draft, amina)


def test_nothing_is_done_before_its_time(clock, sent):
    assert chasing.sweep() == 0


def test_the_partner_is_reminded_once_at_half_the_time(clock, sent):
    assert chasing.sweep(at("03-01T13:29")) == 0
    assert chasing.sweep(at("03-01T13:31")) == 1
    assert chasing.sweep(at("03-01T13:32")) == 0
    assert notices("WAITING") == 1


def test_the_lead_is_told_at_one_and_a_half_and_it_comes_back_at_twice(clock, sent, lena):
    chasing.sweep(at("03-02T13:31"))
    assert Outgoing.objects.get(notice="referrals.LATE").to == f"accounts.user/{lena.pk}"
    chasing.sweep(at("03-03T09:01"))
    sent.refresh_from_db()
    assert sent.status == "expired"
    assert notices("BACK") == 1
    assert Tombstone.objects.get().status == "expired"
    assert chasing.sweep(at("03-31T09:00")) == 0


def test_a_sweeper_that_slept_does_only_what_still_makes_sense(clock, sent):
    assert chasing.sweep(at("03-10T09:00")) == 1
    assert (notices("WAITING"), notices("BACK")) == (0, 1)


def test_who_closes_meanwhile_has_its_time_when_it_is_open(clock, youth_centre, sent, lena):
    """Asked at ten to five, and closed for the summer from the next day: that is no day to answer
    on, and ten minutes after the summer are not either.
    """
    Referral.objects.filter(pk=sent.pk).update(
        holder_since=at("03-01T16:50"), due_at=at("03-02T16:50"), look_at=at("03-02T12:20")
    )
    closed = {"first": date(2027, 3, 2), "last": date(2027, 3, 16)}
    ClosedDays.objects.create(organisation=youth_centre, **closed)
    assert chasing.sweep(at("03-02T12:21")) == 0
    sent.refresh_from_db()
    assert sent.due_at == at("03-17T16:50")
    assert Event.objects.get(deed="referral.count_anew").facts["due"] == "2027-03-17T16:50+01:00"
    assert chasing.sweep(at("03-17T12:00")) == 0
    chasing.sweep(at("03-17T16:00"))
    assert (notices("WAITING"), notices("LATE")) == (1, 0)
    sent.refresh_from_db()
    assert sent.status == "sent"
    chasing.sweep(at("03-18T16:51"))
    sent.refresh_from_db()
    assert sent.status == "expired"


def test_the_urgent_waits_for_nobody_who_closes_meanwhile(clock, youth_centre, urgent, lena):
    closed = {"first": date(2027, 3, 1), "last": date(2027, 3, 24)}
    ClosedDays.objects.create(organisation=youth_centre, **closed)
    chasing.sweep(urgent.due_at + SOON)
    assert notices("LATE") == 1
    assert not Event.objects.filter(deed="referral.count_anew").exists()


def test_opening_starts_a_clock_of_its_own(clock, sent, clara):
    chasing.sweep(at("03-01T13:31"))
    clock.move_to("2027-03-01 14:00+01:00")
    row = answering.open_envelope(sent.pk, by=clara)
    assert (row.silence, timezone.localtime(row.due_at).isoformat()) == (
        [], "2027-03-04T14:00:00+01:00",
    )  # fmt: skip


@pytest.mark.parametrize("opens", [False, True])
def test_the_urgent_never_expires_but_goes_to_a_person(opens, urgent, clara, lena):
    if opens:
        answering.open_envelope(urgent.pk, by=clara)
    for _sweep in range(3):
        chasing.sweep(at("03-31T09:00"))
    urgent.refresh_from_db()
    assert urgent.status == ("opened" if opens else "sent")
    assert urgent.with_lead
    assert Outgoing.objects.get(notice="referrals.WITH_LEAD").to == f"accounts.user/{lena.pk}"


def test_a_lead_hears_of_the_urgent_when_it_is_due(urgent):
    chasing.sweep(at("03-01T11:01"))
    assert notices("LATE") == 1


def test_after_yes_nothing_expires(clock, accepted, lena):
    for _sweep in range(3):
        chasing.sweep(at("06-01T09:00"))
    accepted.refresh_from_db()
    assert (accepted.status, accepted.with_lead) == ("accepted", True)
    assert (notices("WAITING"), notices("LATE"), notices("WITH_LEAD")) == (1, 1, 1)


def test_an_unanswered_question_waits_for_us_and_never_expires(clock, asked):
    chasing.sweep(at("06-01T09:00"))
    asked.refresh_from_db()
    assert (asked.status, asked.with_lead) == ("asked", True)
    assert (notices("WAITING"), notices("WAITING_FOR_US")) == (0, 1)


def test_a_report_nobody_confirms_closes_by_itself(clock, reported):
    chasing.sweep(at("03-15T09:01"))
    reported.refresh_from_db()
    assert (reported.status, reported.closed_by_clock) == ("closed", True)
    assert Event.objects.get(deed="referral.acknowledge").actor == "clock"


def test_an_urgent_report_is_never_closed_by_the_clock(urgent, clara):
    answering.accept(urgent.pk, by=clara)
    following_up.start(urgent.pk, by=clara)
    goals = urgent.goals.values_list("pk", flat=True)
    reporting.report(urgent.pk, results={pk: ("met", "") for pk in goals}, by=clara)
    chasing.sweep(at("06-01T09:00"))
    urgent.refresh_from_db()
    assert (urgent.status, urgent.with_lead) == ("reported", True)


def test_without_a_lead_the_team_itself_is_told(clock, accepted, north):
    chasing.sweep(at("06-01T09:00"))
    assert Outgoing.objects.get(notice="referrals.LATE").to == f"partners.team/{north.pk}"


@pytest.mark.parametrize("role", [Role.TEAM_LEAD, Role.SOCIAL_WORKER])
def test_while_the_lead_is_away_whoever_may_and_steps_in_is_told_and_else_the_team(
    clock, accepted, house, north, lena, role
):
    liv, today = _person("liv", role, house, [north]), timezone.localdate()
    Absence.objects.create(user=lena, substitute=liv, first=today, last=today)
    chasing.sweep(at("06-01T09:00"))
    told = f"accounts.user/{liv.pk}" if role == Role.TEAM_LEAD else f"partners.team/{north.pk}"
    assert Outgoing.objects.get(notice="referrals.LATE").to == told


def test_a_forgotten_draft_goes_to_the_lead(clock, draft, lena):
    chasing.sweep(at("05-01T09:00"))
    draft.refresh_from_db()
    assert (draft.status, draft.with_lead) == ("draft", True)


def test_the_clocks_deeds_stand_in_the_trail_as_the_clocks(clock, sent):
    chasing.sweep(at("03-03T09:01"))
    line = Event.objects.get(deed="referral.expire")
    assert (line.actor, line.role, line.facts["from"]) == ("clock", "clock", "sent")


def test_one_that_cannot_be_done_does_not_keep_the_others_waiting(
    clock, sent, help_request, school, amina, monkeypatch
):
    other = a_draft(help_request, school, amina)
    consent = consent_to(school, help_request, amina)
    drafting.set_consent_basis(other.pk, consent_pk=consent.pk, by=amina)
    clock.shift(SOON)
    send(other, amina)
    real = chasing._expire

    def broken(referral, now):
        if referral.pk == sent.pk:
            raise DatabaseError
        real(referral, now)

    monkeypatch.setitem(chasing.LAST, Step.EXPIRE, broken)
    with pytest.raises(DatabaseError):
        chasing.sweep(at("03-31T09:00"))
    assert Referral.objects.get(pk=other.pk).status == "expired"
    assert Referral.objects.get(pk=sent.pk).status == "sent"


@pytest.mark.parametrize("state", [*DRAFT.split(), *AT_THE_PARTNER])
def test_silence_always_ends_with_somebody_of_ours(state, clock, story, draft, lena):
    """Every open state, both sides mute: a lead has it, or it is ours again because it has ended.

    What waits for a day is looked at first; what is in line has the one before it to wait for.
    """
    story.bring(draft, state)
    for _look in range(6):
        clock.shift(timedelta(days=14))
        chasing.sweep()
        lining_up.sweep()
    row = Referral.objects.filter(pk=draft.pk).first()
    assert row is None or row.ended_at or row.with_lead, (row.status, row.silence)


def test_a_draft_that_nobody_sends_is_thrown_away_after_a_warning(clock, draft, amina):
    """At 76 days its author is told, at 90 it is gone: words, key and all but its trace."""
    keys = [f"referrals.package/{draft.package.pk}", f"referrals.goal/{draft.goals.first().pk}"]
    chasing.sweep(at("05-16T09:00"))
    assert notices("DRAFT_ENDS") == 1
    assert Outgoing.objects.get(notice="referrals.DRAFT_ENDS").to == f"accounts.user/{amina.pk}"
    assert Referral.objects.filter(pk=draft.pk).exists()
    chasing.sweep(at("05-30T09:00"))
    assert not Referral.objects.filter(pk=draft.pk).exists()
    assert not Letter.objects.filter(about__in=keys).exists()
    line = Event.objects.get(deed="referral.discard")
    assert (line.actor, line.facts["reference"]) == ("clock", draft.reference)
    assert notices("DRAFT_GONE") == 1


def test_who_writes_in_a_draft_keeps_it(clock, draft, amina):
    clock.move_to("2027-05-17 09:00+02:00")
    drafting.revise(
        draft.pk, goals=GOALS, situation=SITUATION, items=[], access=[], urgency="normal", by=amina
    )
    chasing.sweep(at("05-30T12:00"))
    assert Referral.objects.filter(pk=draft.pk).exists()


def test_a_second_person_has_a_time_of_their_own(clock, draft, second_ground, amina, lena):
    """Asked on Monday at nine: reminded at half of five working days, theirs to hold at twice."""
    drafting.set_ground_basis(draft.pk, ground_pk=second_ground.pk, reasons="Skäl", by=amina)
    clock.move_to("2027-03-04 09:00+01:00")
    row = submit(draft, amina)
    assert timezone.localtime(row.due_at).isoformat() == "2027-03-11T09:00:00+01:00"
    for _sweep in range(2):
        chasing.sweep(at("03-09T09:00"))
    told = Outgoing.objects.filter(notice="referrals.TO_APPROVE")
    assert list(told.values_list("to", flat=True)) == [f"accounts.user/{lena.pk}"] * 2
    for _sweep in range(2):
        chasing.sweep(at("03-25T09:01"))
    row.refresh_from_db()
    assert (row.status, row.with_lead, row.is_pending) == ("draft", True, True)
    assert (notices("LATE"), notices("WITH_LEAD")) == (1, 1)


@pytest.mark.parametrize("answer", ["approve", "hand back", "revise", "new basis"])
def test_what_the_second_person_or_the_author_does_turns_the_ball(
    answer, clock, draft, second_ground, consent, amina, lena
):
    drafting.set_ground_basis(draft.pk, ground_pk=second_ground.pk, reasons="Skäl", by=amina)
    submit(draft, amina)
    clock.move_to("2027-03-02 09:00+01:00")
    digest = Package.objects.get(referral=draft).digest()
    row = {
        "approve": lambda: sending.approve(draft.pk, digest=digest, by=lena),
        "hand back": lambda: sending.hand_back(draft.pk, reason_code="unclear", by=lena),
        "revise": lambda: drafting.revise(
            draft.pk, goals=GOALS, situation="Nytt", items=[], access=[], urgency="normal",
            by=amina,
        ),
        "new basis": lambda: drafting.set_consent_basis(
            draft.pk, consent_pk=consent.pk, by=amina
        ),
    }[answer]()  # fmt: skip
    assert not row.is_pending
    assert timezone.localtime(row.due_at).isoformat() == "2027-03-16T09:00:00+01:00"


def test_what_we_have_objected_to_is_never_closed_by_the_clock(clock, reported, amina, clara):
    """Five days for the partner, five for us; then a lead has it, and it is still open."""
    reporting.contest(reported.pk, reason="incomplete", by=amina)
    for _sweep in range(4):
        chasing.sweep(timezone.now() + timedelta(days=60))
        clock.shift(timedelta(days=60))
    reported.refresh_from_db()
    assert (reported.status, reported.holder, reported.with_lead) == ("reported", "us", True)
    assert (reported.timed_as(), notices("WITH_LEAD")) == ("disputed", 1)


def test_nor_is_it_when_the_partner_has_answered(clock, reported, amina, clara):
    reporting.contest(reported.pk, reason="incomplete", by=amina)
    results = {goal.pk: ("met", "") for goal in reported.goals.defer("text")}
    row = reporting.amend(reported.pk, results=results, by=clara)
    assert timezone.localtime(row.due_at).isoformat() == "2027-03-08T09:00:00+01:00"
    chasing.sweep(at("06-01T09:00"))
    row.refresh_from_db()
    assert (row.status, row.with_lead) == ("reported", True)
