"""When a concern report is due: a table of moments on the wall's clock. No database, no waiting."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from intake import concern_times
from intake.concern_times import Step
from intake.models.concern_limit import AT_FIRST, Limit

STOCKHOLM = ZoneInfo("Europe/Stockholm")


@dataclass
class Report:
    status: str
    received_at: datetime
    assess_on: date
    decide_on: date


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=STOCKHOLM)


def came(moment: str, status: str = "received") -> Report:
    received = at(moment)
    return Report(
        status, received, concern_times.assess_on(received, AT_FIRST),
        concern_times.decide_on(received, AT_FIRST),
    )  # fmt: skip


# received · to be assessed on · to be decided on
DUE = [
    ("2026-12-24 23:50", "2026-12-25", "2027-01-07"),  # Christmas Eve, late
    ("2026-12-24 09:00", "2026-12-24", "2027-01-07"),
    ("2026-12-31 23:59", "2027-01-01", "2027-01-14"),  # the year ends
    ("2026-12-31 14:59", "2026-12-31", "2027-01-14"),
    ("2027-01-01 00:00", "2027-01-01", "2027-01-15"),
    ("2027-03-26 10:00", "2027-03-26", "2027-04-09"),  # Good Friday
    ("2027-03-26 15:00", "2027-03-27", "2027-04-09"),
    ("2027-03-28 01:59", "2027-03-28", "2027-04-11"),  # an hour is left out that night
    ("2027-03-28 03:00", "2027-03-28", "2027-04-11"),
    ("2027-03-27 23:30", "2027-03-28", "2027-04-10"),
    ("2027-03-20 12:00", "2027-03-20", "2027-04-03"),  # fourteen days over that night
    ("2027-06-25 11:00", "2027-06-25", "2027-07-09"),  # Midsummer Eve
    ("2027-06-25 16:00", "2027-06-26", "2027-07-09"),
    ("2027-06-26 08:00", "2027-06-26", "2027-07-10"),  # Midsummer Day, a Saturday
    ("2027-06-27 20:00", "2027-06-28", "2027-07-11"),  # a Sunday evening
    ("2026-10-25 02:30", "2026-10-25", "2026-11-08"),  # an hour comes twice that night
    ("2026-10-24 23:59", "2026-10-25", "2026-11-07"),
    ("2026-10-20 12:00", "2026-10-20", "2026-11-03"),
    ("2028-02-29 10:00", "2028-02-29", "2028-03-14"),  # a leap day
    ("2028-02-15 18:00", "2028-02-16", "2028-02-29"),
    ("2027-02-15 10:00", "2027-02-15", "2027-03-01"),
    ("2026-11-30 14:59", "2026-11-30", "2026-12-14"),
    ("2026-11-30 15:00", "2026-12-01", "2026-12-14"),
    ("2026-11-30 15:01", "2026-12-01", "2026-12-14"),
    ("2026-04-30 12:00", "2026-04-30", "2026-05-14"),  # a half day; then Ascension Day
    ("2026-06-05 12:00", "2026-06-05", "2026-06-19"),  # decided at the latest on Midsummer Eve
]


@pytest.mark.parametrize(("received", "assess_on", "decide_on"), DUE, ids=lambda one: one)
def test_days_are_counted_on_the_wall_s_calendar(received, assess_on, decide_on):
    report = came(received)
    assert report.assess_on == date.fromisoformat(assess_on)
    assert report.decide_on == date.fromisoformat(decide_on)


# received · status · now · what the clock has to say
SAYS = [
    ("2026-12-24 23:50", "received", "2026-12-24 23:59", set()),
    ("2026-12-24 23:50", "received", "2026-12-25 00:00", set()),  # just come: it was said then
    ("2026-12-24 23:50", "received", "2026-12-25 01:49", set()),
    ("2026-12-24 23:50", "received", "2026-12-25 01:50", {Step.ASSESS_TODAY}),
    ("2026-12-24 23:50", "received", "2026-12-25 23:59", {Step.ASSESS_TODAY}),
    ("2026-12-24 23:50", "received", "2026-12-26 00:00", {Step.ASSESS_MISSED}),
    ("2026-12-24 23:50", "received", "2027-01-04 00:00", {Step.ASSESS_MISSED, Step.DECIDE_SOON}),
    ("2026-12-24 23:50", "received", "2027-01-08 00:00", {Step.ASSESS_MISSED, Step.DECIDE_MISSED}),
    ("2026-12-24 23:50", "assessed", "2026-12-26 00:00", set()),
    ("2026-12-24 23:50", "assessed", "2027-01-03 23:59", set()),
    ("2026-12-24 23:50", "assessed", "2027-01-04 00:00", {Step.DECIDE_SOON}),
    ("2026-12-24 23:50", "assessed", "2027-01-07 23:59", {Step.DECIDE_SOON}),
    ("2026-12-24 23:50", "assessed", "2027-01-08 00:00", {Step.DECIDE_MISSED}),
    ("2026-12-24 23:50", "opened", "2027-02-01 00:00", set()),
    ("2026-12-24 23:50", "not_opened", "2027-02-01 00:00", set()),
    ("2026-12-24 23:50", "already_runs", "2027-02-01 00:00", set()),
    ("2026-12-24 23:50", "handed_over", "2027-02-01 00:00", set()),
    ("2027-03-28 01:30", "received", "2027-03-28 03:30", set()),  # one hour later, really
    ("2027-03-28 01:30", "received", "2027-03-28 04:30", {Step.ASSESS_TODAY}),
    ("2026-10-25 01:30", "received", "2026-10-25 03:30", {Step.ASSESS_TODAY}),
    ("2026-11-30 08:00", "received", "2026-11-30 09:59", set()),
    ("2026-11-30 08:00", "received", "2026-11-30 10:00", {Step.ASSESS_TODAY}),
    ("2026-11-30 08:00", "received", "2026-12-01 00:00", {Step.ASSESS_MISSED}),
    ("2026-11-30 22:00", "received", "2026-12-01 00:00", {Step.ASSESS_TODAY}),
    ("2027-06-25 16:00", "received", "2027-06-25 20:00", set()),
    ("2027-06-25 16:00", "received", "2027-06-26 07:00", {Step.ASSESS_TODAY}),
    ("2027-06-25 16:00", "assessed", "2027-07-05 23:59", set()),
    ("2027-06-25 16:00", "assessed", "2027-07-06 00:00", {Step.DECIDE_SOON}),
]


@pytest.mark.parametrize(("received", "status", "now", "says"), SAYS)
def test_the_clock_says_what_is_due_and_what_was_missed(received, status, now, says):
    report = came(received, status)
    # As moments: on the nights when the hour changes the wall's clock would mislead.
    moment = at(now).astimezone(ZoneInfo("UTC"))
    report.received_at = report.received_at.astimezone(ZoneInfo("UTC"))
    assert concern_times.steps_due(report, now=moment, limits=AT_FIRST) == says


# decided · asked · an inquiry runs already · to be told on
TOLD = [
    ("2027-01-04 10:00", "2026-12-28 10:00", False, "2027-01-11"),  # asked before: within a week
    ("2027-01-04 10:00", "2027-01-04 16:00", False, "2027-01-11"),
    ("2027-01-04 10:00", "2027-01-09 16:00", False, "2027-01-09"),  # asked after: at once
    ("2027-01-04 10:00", "2026-12-28 10:00", True, "2027-01-04"),  # it runs already: at once
    ("2027-01-04 10:00", "2027-01-06 10:00", True, "2027-01-06"),
    ("2027-03-25 10:00", "2027-03-24 10:00", False, "2027-04-01"),  # over Easter
    ("2026-12-28 23:59", "2026-12-28 08:00", False, "2027-01-04"),
]


@pytest.mark.parametrize(("decided", "asked", "is_running", "told_on"), TOLD)
def test_who_asked_is_told_within_a_week_of_the_decision(decided, asked, is_running, told_on):
    found = concern_times.tell_on(at(decided), at(asked), is_running=is_running, limits=AT_FIRST)
    assert found == date.fromisoformat(told_on)


def test_a_municipality_with_another_hour_and_fewer_days_has_its_own_clocks():
    limits = AT_FIRST | {Limit.LATE_FROM: 20, Limit.DECISION: 10}
    received = at("2026-12-24 19:59")
    assert concern_times.assess_on(received, limits) == date(2026, 12, 24)
    assert concern_times.assess_on(received + timedelta(minutes=1), limits) == date(2026, 12, 25)
    assert concern_times.decide_on(received, limits) == date(2027, 1, 3)
