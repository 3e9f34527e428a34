"""Whether somebody is there now, until when, and when a human reads – at every hour of the year."""

from datetime import date, datetime, time

import pytest
from django.urls import reverse
from django.utils import timezone

from intake.services import greeting, opening
from partners.models import ClosedDays, OpeningHours, PhoneNumber, ShortDay

# Office hours on weekdays, one working day until a human has read; local time throughout.
MOMENTS = [
    ("an ordinary forenoon", "2026-11-19 10:00", "closes 2026-11-19 17:00", "2026-11-20 10:00"),
    ("the first minute", "2026-11-19 08:00", "closes 2026-11-19 17:00", "2026-11-20 08:00"),
    ("the last minute", "2026-11-19 16:59", "closes 2026-11-19 17:00", "2026-11-20 16:59"),
    ("when it has just closed", "2026-11-19 17:00", "opens 2026-11-20 08:00", "2026-11-23 08:00"),
    ("a Friday night", "2026-11-20 23:50", "opens 2026-11-23 08:00", "2026-11-24 08:00"),
    ("Christmas Eve, late", "2026-12-24 23:50", "opens 2026-12-28 08:00", "2026-12-29 08:00"),
    ("New Year's Eve", "2026-12-31 10:00", "opens 2027-01-04 08:00", "2027-01-05 08:00"),
    ("Midsummer's Eve", "2026-06-19 10:00", "opens 2026-06-22 08:00", "2026-06-23 08:00"),
    ("clocks go forward tonight", "2026-03-29 01:30", "opens 2026-03-30 08:00", "2026-03-31 08:00"),
    ("the night clocks go back", "2026-10-25 02:30", "opens 2026-10-26 08:00", "2026-10-27 08:00"),
    ("a half day, before", "2026-04-02 11:00", "closes 2026-04-02 12:00", "2026-04-07 11:00"),
    ("a half day, after", "2026-04-02 13:00", "opens 2026-04-07 08:00", "2026-04-08 08:00"),
    ("the day before one", "2026-04-01 15:00", "closes 2026-04-01 17:00", "2026-04-02 12:00"),
    ("a planning day", "2026-12-08 10:00", "opens 2026-12-09 08:00", "2026-12-10 08:00"),
]  # fmt: skip


def local(moment) -> str:
    return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M")


@pytest.fixture
def hours(north, house):
    """The day before Easter is short, and one day is for planning."""
    ShortDay.objects.create(organisation=house, day=date(2026, 4, 2), closes=time(12))
    day = date(2026, 12, 8)
    ClosedDays.objects.create(organisation=house, first=day, last=day)
    greeting.forget()


def test_the_clock_is_right_all_year_round(hours):
    """One table, read at once: the calendar is asked, and the database only once."""
    front = greeting.front()
    for name, at, turns, read_by in MOMENTS:
        now = timezone.make_aware(datetime.fromisoformat(at))
        clock = opening.clock(front, now)
        turn = f"closes {local(clock.closes)}" if clock.is_open else f"opens {local(clock.opens)}"
        assert (name, turn, local(clock.read_by)) == (name, turns, read_by)


@pytest.mark.parametrize("address", ["public:start", "public:now"])
def test_out_of_hours_says_so_and_gives_the_numbers_for_now(hours, client, time_machine, address):
    for when, number in [("open", "08-465 004 00"), ("closed", "08-465 004 11")]:
        PhoneNumber.objects.create(label={"sv": "Hit"}, number=number, when=when)
    greeting.forget()
    time_machine.move_to("2026-12-24 23:50+01:00")
    text = client.get(reverse(address)).content.decode()
    assert "stängt" in text
    assert "28 december" in text
    assert "08-465 004 11" in text
    assert "08-465 004 00" not in text


def test_in_hours_says_until_when(hours, client, time_machine):
    time_machine.move_to("2026-11-19 10:00+01:00")
    assert "öppet till 17.00" in client.get("/").content.decode()


def test_a_short_day_never_opens_what_was_closed(north, house):
    ShortDay.objects.create(organisation=house, day=date(2026, 11, 19), closes=time(7))
    greeting.forget()
    now = timezone.make_aware(datetime.fromisoformat("2026-11-19 10:00"))
    assert local(opening.clock(greeting.front(), now).opens) == "2026-11-20 08:00"


def test_a_house_that_is_never_open_promises_nothing(north, house):
    OpeningHours.objects.all().delete()
    for weekday in range(5):
        OpeningHours.objects.create(
            organisation=house, weekday=weekday, opens=time(8), closes=time(9)
        )
    ClosedDays.objects.create(organisation=house, first=date(2026, 1, 1), last=date(2030, 1, 1))
    greeting.forget()
    assert opening.clock(greeting.front(), timezone.now()) == opening.Clock(is_open=False)
