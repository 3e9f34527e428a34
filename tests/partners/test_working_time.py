"""When somebody is at work."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partners.working_time import Calendar, NeverOpen, holidays_of

STOCKHOLM = ZoneInfo("Europe/Stockholm")
OFFICE = Calendar()
LUNCH = Calendar(
    hours=tuple(
        span for day in range(5) for span in [(day, time(8), time(12)), (day, time(13), time(17))]
    )
)


OVERLAPPING = Calendar(
    hours=(*OFFICE.hours, *OFFICE.hours, (0, time(7), time(9)), (2, time(12), time(18)))
)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=STOCKHOLM)


@pytest.mark.parametrize(
    "day",
    ["2026-01-01", "2026-01-06", "2026-04-03", "2026-04-06", "2026-05-01", "2026-05-14",
     "2026-06-06", "2026-06-19", "2026-06-20", "2026-10-31", "2026-12-24", "2026-12-25",
     "2026-12-26", "2026-12-31", "2027-06-25", "2028-06-23"],
)  # fmt: skip
def test_holidays_and_the_eves_on_which_no_office_is_open(day):
    assert date.fromisoformat(day) in holidays_of(int(day[:4]))


def test_a_calendar_that_is_never_open_is_closed_and_no_error():
    """Somebody has closed until further notice: the public pages go on saying whom to call."""
    closed = frozenset(date(2026, 1, 1) + timedelta(days=n) for n in range(3000))
    assert not Calendar(closed=closed).is_open(at("2026-11-23 10:00"))
    with pytest.raises(NeverOpen):
        Calendar(closed=closed).next_open(at("2026-11-23 10:00"))


@pytest.mark.parametrize("day", ["2026-04-02", "2026-12-23", "2026-12-28", "2026-06-18"])
def test_the_days_around_them_are_ordinary(day):
    assert OFFICE.is_open(at(f"{day} 10:00"))


@pytest.mark.parametrize(
    ("moment", "opens"),
    [
        ("2026-11-23 10:00", "2026-11-23 10:00"),
        ("2026-11-23 07:00", "2026-11-23 08:00"),
        ("2026-11-23 17:00", "2026-11-24 08:00"),
        ("2026-11-27 18:00", "2026-11-30 08:00"),
        ("2026-12-23 17:30", "2026-12-28 08:00"),
    ],
)
def test_when_it_next_opens(moment, opens):
    assert OFFICE.next_open(at(moment)) == at(opens)


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        ("2026-11-23 12:30", 1, "2026-11-24 13:00"),
        ("2026-11-23 15:00", 1, "2026-11-24 15:00"),
        ("2026-11-23 09:00", 0, "2026-11-23 09:00"),
        ("2026-11-23 20:00", 1, "2026-11-25 08:00"),
    ],
)
def test_days_later_with_a_closed_lunch(start, days, end):
    assert LUNCH.after_days(at(start), days) == at(end)


def test_a_shorter_day_ends_when_it_closes():
    short_friday = Calendar(
        hours=(*((day, time(8), time(17)) for day in range(4)), (4, time(8), time(14)))
    )
    assert short_friday.after_days(at("2026-11-26 16:00"), 1) == at("2026-11-27 14:00")


def test_closed_days_are_skipped():
    planning = Calendar(closed=frozenset({date(2026, 11, 24)}))
    assert planning.after_days(at("2026-11-23 09:00"), 1) == at("2026-11-25 09:00")
    assert not planning.is_open_on(date(2026, 11, 24))


def test_a_calendar_without_hours_is_a_mistake_and_not_an_endless_wait():
    never = Calendar(hours=())
    for wait in (lambda: never.next_open(at("2026-11-23 09:00")),
                 lambda: never.after_days(at("2026-11-23 09:00"), 1)):  # fmt: skip
        with pytest.raises(NeverOpen):
            wait()


@pytest.mark.parametrize(
    ("evening", "length"), [("2026-03-28 20:00", 11), ("2026-10-24 20:00", 13)]
)
def test_the_night_when_the_clocks_change(evening, length):
    """From eight to eight is twelve hours on any other night."""
    night = Calendar(hours=((5, time(20), time(23, 59, 59)), (6, time(0), time(8))))
    morning = at(evening).astimezone(UTC) + timedelta(hours=length)
    assert morning.astimezone(STOCKHOLM).hour == 8
    assert night.worked(at(evening), morning) == timedelta(hours=length, seconds=-1)


QUARTER = timedelta(minutes=15)
SECONDS = st.integers(min_value=0, max_value=3 * 365 * 24 * 60 * 60)
MOMENTS = SECONDS.map(lambda count: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=count))


@given(MOMENTS, st.integers(min_value=1, max_value=60 * 60))
def test_what_is_worked_until_then_is_what_was_asked_for(start, minutes):
    amount = timedelta(minutes=minutes)
    for calendar in (OFFICE, LUNCH):
        end = calendar.after(start, amount)
        assert calendar.worked(start, end) == amount


@given(MOMENTS, st.integers(min_value=0, max_value=4 * 24 * 4))
def test_quarter_by_quarter_it_is_the_same_also_where_hours_were_written_twice(start, quarters):
    start = start.replace(minute=start.minute // 15 * 15, second=0)
    lived = [start + QUARTER * count for count in range(quarters)]
    for calendar in (LUNCH, OVERLAPPING):
        counted = QUARTER * sum(calendar.is_open(moment) for moment in lived)
        end = start + QUARTER * quarters
        assert calendar.worked(start, end) == counted
        if counted:
            assert calendar.before(end, counted) >= start
            assert calendar.worked(start, calendar.after(start, counted)) == counted


def test_hours_that_were_written_down_over_one_another_count_once():
    assert OVERLAPPING.worked(at("2026-11-23 00:00"), at("2026-11-24 00:00")) == timedelta(hours=10)
    assert OVERLAPPING.after(at("2026-11-24 08:00"), timedelta(hours=2)) == at("2026-11-24 10:00")
    assert OVERLAPPING.before(at("2026-11-25 18:00"), timedelta(hours=2)) == at("2026-11-25 16:00")


@given(MOMENTS, st.integers(min_value=0, max_value=30))
def test_a_due_time_never_falls_when_it_is_closed(start, days):
    for calendar in (OFFICE, LUNCH):
        end = calendar.after_days(start, days).astimezone(STOCKHOLM)
        assert calendar.is_open_on(end.date())
        assert any(
            opens <= end.time() <= closes
            for weekday, opens, closes in calendar.hours
            if weekday == end.weekday()
        )


def test_a_short_day_closes_early_and_counts_less():
    short = Calendar(early=frozenset({(date(2026, 11, 19), time(12))}))
    assert not short.is_open(at("2026-11-19 12:00"))
    assert short.next_open(at("2026-11-19 13:00")) == at("2026-11-20 08:00")
    assert short.worked(at("2026-11-19 08:00"), at("2026-11-19 17:00")) == timedelta(hours=4)
    assert short.after_days(at("2026-11-18 16:00"), 1) == at("2026-11-19 12:00")


def test_a_day_that_closes_before_it_opens_is_no_working_day():
    shut = Calendar(early=frozenset({(date(2026, 11, 19), time(7))}))
    assert not shut.is_open_on(date(2026, 11, 19))
    assert shut.after_days(at("2026-11-18 16:00"), 1) == at("2026-11-20 16:00")
