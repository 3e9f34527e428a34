"""The clock reminds the reception and its lead: each thing once, whatever happens in between."""

from collections import Counter
from datetime import timedelta

import pytest
from django.utils import timezone

from audit.models import Event, Outgoing
from config.accounts.roles import Role
from intake import tickets
from intake.models import ConcernReport, Registration
from intake.services import assessing, informing, protecting, raising_concern, reminding
from tests.conftest import _person
from tests.stage import stopped

CAME = "2026-12-24 23:50+01:00"


clock = stopped(CAME)


@pytest.fixture
def lotta(clock, house, reception):
    return _person("lotta", Role.TEAM_LEAD, house, [reception])


@pytest.fixture
def report(clock, reception, lotta, stina):
    return raising_concern.report(ticket=tickets.new(), concern="Oro.", by=stina)


def notices(*, besides=("intake.NEW_CONCERN", "intake.PROTECTED")) -> Counter:
    rows = Outgoing.objects.exclude(notice__in=besides).values_list("notice", "to")
    return Counter((notice.removeprefix("intake."), to) for notice, to in rows)


def steps() -> list[str]:
    found = Event.objects.filter(deed="concernreport.remind").order_by("pk")
    return [event.facts["step"] for event in found]


def test_everything_that_is_missed_is_said_once_to_the_reception_and_its_lead(
    clock, report, reception, lotta
):
    for hour in range(0, 24 * 20, 2):  # every other hour for twenty days, and twice each
        clock.move_to(timezone.datetime.fromisoformat(CAME) + timedelta(hours=hour))
        reminding.sweep()
        reminding.sweep()
    assert steps() == ["assess_today", "assess_missed", "decide_soon", "decide_missed"]
    both = (f"partners.team/{reception.pk}", f"accounts.user/{lotta.pk}")
    assert notices() == {
        (notice, to): times
        for to in both
        for notice, times in (("CONCERN_TODAY", 1), ("CONCERN_LATE", 2), ("CONCERN_DUE", 1))
    }


def test_a_worker_that_is_killed_in_between_says_it_when_it_is_back_and_only_once(
    clock, report, monkeypatch
):
    clock.move_to("2026-12-26 08:00+01:00")

    def dies(*_args, **_kwargs):
        raise KeyboardInterrupt

    with monkeypatch.context() as killed:
        killed.setattr(reminding.outbox, "post", dies)
        with pytest.raises(KeyboardInterrupt):
            reminding.sweep()
    assert (steps(), notices()) == ([], {})
    assert ConcernReport.objects.get().rung == []
    assert [reminding.sweep(), reminding.sweep()] == [1, 0]
    assert steps() == ["assess_missed"]


def test_after_a_long_silence_only_what_was_missed_is_said(clock, report):
    clock.move_to("2027-02-01 08:00+01:00")
    reminding.sweep()
    assert steps() == ["assess_missed", "decide_missed"]
    assert {notice for notice, _to in notices()} == {"CONCERN_LATE"}


def test_what_was_done_in_time_is_never_reminded_of(clock, report, rut):
    clock.shift(timedelta(minutes=5))
    assessing.assess(report.pk, outcome="not_at_once", reasons="Trygg.", by=rut)
    assessing.decide(report.pk, decision="opened", reasons="Utreds.", by=rut)
    clock.shift(timedelta(days=60))
    assert reminding.sweep() == 0


def test_with_more_time_it_is_reminded_anew_by_the_new_day(clock, report, rut, lotta):
    assessing.assess(report.pk, outcome="not_at_once", reasons="Trygg.", by=rut)
    clock.move_to("2027-01-05 08:00+01:00")
    reminding.sweep()
    until = report.decide_on + timedelta(days=7)
    assessing.extend(report.pk, until=until, reasons="På resa.", by=lotta)
    reminding.sweep()
    clock.move_to("2027-01-11 08:00+01:00")
    reminding.sweep()
    assert steps() == ["decide_soon", "decide_soon"]


def test_feedback_that_was_asked_for_is_reminded_of_the_day_before_and_when_it_is_late(
    clock, report, rut, stina
):
    informing.ask(Registration.objects.get().pk, by=stina)
    assessing.assess(report.pk, outcome="not_at_once", reasons="Trygg.", by=rut)
    assessing.decide(report.pk, decision="opened", reasons="Utreds.", by=rut)
    for day in range(12):
        clock.move_to(timezone.datetime.fromisoformat(CAME) + timedelta(days=day))
        reminding.sweep()
    assert steps() == ["tell_soon", "tell_missed"]
    informing.tell(report.pk, by=rut)
    clock.shift(timedelta(days=30))
    assert reminding.sweep() == 0


def test_of_a_protected_identity_the_reception_is_told_nothing(
    clock, report, reception, lotta, rut
):
    protecting.protect_concern(report.pk, by=rut)
    clock.move_to("2026-12-26 08:00+01:00")
    reminding.sweep()
    assert {to for _notice, to in notices()} == {
        f"accounts.user/{rut.pk}", f"accounts.user/{lotta.pk}",
    }  # fmt: skip
