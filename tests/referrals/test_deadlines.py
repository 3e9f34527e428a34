"""How long each side has, over weekends, holidays, closed days and the change of the clocks."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from partners.working_time import Calendar
from referrals import deadlines
from referrals.deadlines import Step, Timer
from referrals.lifecycle import UNDER_WAY

STOCKHOLM = ZoneInfo("Europe/Stockholm")
OFFICE = Calendar()
EVENINGS = Calendar(hours=tuple((day, time(17), time(21)) for day in range(5)))
SUMMER = Calendar(closed=frozenset(date(2026, 7, 6) + timedelta(n) for n in range(28)))
WEEKENDS_TOO = Calendar(hours=tuple((day, time(10), time(18)) for day in range(7)))
ALWAYS = Calendar(hours=tuple((day, time(0), time(23, 59)) for day in range(7)))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=STOCKHOLM)


@pytest.mark.parametrize(
    ("status", "urgency", "now", "calendar", "due"),
    [
        # an ordinary week
        ("sent", "normal", "2026-11-23 09:00", OFFICE, "2026-11-24 09:00"),
        ("opened", "priority", "2026-11-23 09:00", OFFICE, "2026-11-26 09:00"),
        ("asked", "normal", "2026-11-26 16:00", OFFICE, "2026-12-01 16:00"),
        ("sent", "same_day", "2026-11-23 16:00", OFFICE, "2026-11-24 09:00"),
        ("asked", "emergency", "2026-11-23 09:00", OFFICE, "2026-11-23 13:00"),
        ("opened", "emergency", "2026-11-27 15:00", OFFICE, "2026-11-30 15:00"),
        # a second person has been asked to look
        ("approval", "normal", "2026-11-23 09:00", OFFICE, "2026-11-30 09:00"),
        ("approval", "same_day", "2026-11-23 09:00", OFFICE, "2026-11-23 13:00"),
        # written at night: the day begins when the holder opens
        ("sent", "normal", "2026-11-24 03:00", OFFICE, "2026-11-25 08:00"),
        ("sent", "normal", "2026-11-28 12:00", OFFICE, "2026-12-01 08:00"),
        # Midsummer: the eve is a Friday on which nobody is there
        ("sent", "normal", "2026-06-18 13:00", OFFICE, "2026-06-22 13:00"),
        ("opened", "normal", "2026-06-17 10:00", OFFICE, "2026-06-23 10:00"),
        ("sent", "same_day", "2026-06-18 16:00", OFFICE, "2026-06-22 09:00"),
        # Easter: Good Friday and Easter Monday
        ("sent", "normal", "2026-04-02 11:00", OFFICE, "2026-04-07 11:00"),
        ("accepted", "normal", "2026-04-01 11:00", OFFICE, "2026-04-10 11:00"),
        # Christmas and New Year: eves and days, and the Epiphany
        ("sent", "normal", "2026-12-23 14:00", OFFICE, "2026-12-28 14:00"),
        ("reported", "normal", "2026-12-30 09:00", OFFICE, "2027-01-11 09:00"),
        ("sent", "emergency", "2026-12-23 16:00", OFFICE, "2026-12-28 09:00"),
        # the clocks change in the night towards Sunday
        ("sent", "normal", "2026-03-27 09:00", OFFICE, "2026-03-30 09:00"),
        ("sent", "normal", "2026-10-23 09:00", OFFICE, "2026-10-26 09:00"),
        # a partner who is there in the evenings, and one who is closed in July
        ("sent", "normal", "2026-11-23 09:00", EVENINGS, "2026-11-24 17:00"),
        ("sent", "same_day", "2026-11-23 20:00", EVENINGS, "2026-11-24 18:00"),
        ("sent", "normal", "2026-07-03 09:00", SUMMER, "2026-08-03 09:00"),
        ("opened", "normal", "2026-07-10 09:00", SUMMER, "2026-08-06 08:00"),
    ],
)
def test_when_the_holder_must_have_acted(status, urgency, now, calendar, due):
    found = deadlines.due(status, urgency, now=at(now), calendar=calendar)
    assert found == at(due)


@pytest.mark.parametrize(("night", "morning"), [("2026-03-28 23:00", 4), ("2026-10-24 23:00", 2)])
def test_a_night_with_23_or_25_hours_is_counted_as_it_was_lived(night, morning):
    """Four hours from eleven at night, for somebody closed only the minute before midnight."""
    found = ALWAYS.after(at(night), timedelta(hours=4, minutes=-1))
    assert found.astimezone(STOCKHOLM).time() == time(morning)
    assert ALWAYS.worked(at(night), found) == timedelta(hours=4, minutes=-1)


def test_a_due_day_is_one_on_which_both_sides_work():
    friday = at("2026-11-27 11:00")
    alone = deadlines.due("sent", "normal", now=friday, calendar=WEEKENDS_TOO)
    both = deadlines.due("sent", "normal", now=friday, calendar=WEEKENDS_TOO, other=OFFICE)
    assert (alone, both) == (at("2026-11-28 11:00"), at("2026-11-30 11:00"))


def test_the_urgent_waits_for_nobodys_weekend():
    friday = at("2026-11-27 17:30")
    found = deadlines.due("opened", "emergency", now=friday, calendar=WEEKENDS_TOO, other=OFFICE)
    assert found == at("2026-11-28 17:30")


def test_calendars_that_never_meet_do_not_wait_for_ever():
    sundays = Calendar(hours=((6, time(10), time(12)),))
    assert deadlines.due(
        "sent", "normal", now=at("2026-11-23 09:00"), calendar=sundays, other=OFFICE
    )


def timer(status, urgent=False, done=()):
    return Timer(status, urgent, at("2026-11-23 09:00"), at("2026-11-24 09:00"), frozenset(done))


LAST = {
    "draft": Step.HAND_TO_LEAD, "sent": Step.EXPIRE, "opened": Step.EXPIRE,
    "asked": Step.HAND_TO_LEAD, "accepted": Step.HAND_TO_LEAD, "active": Step.HAND_TO_LEAD,
    "reported": Step.CLOSE, "disputed": Step.HAND_TO_LEAD, "approval": Step.HAND_TO_LEAD,
}  # fmt: skip


@pytest.mark.parametrize("status", LAST)
def test_what_happens_at_half_whole_and_twice_the_time(status):
    assert deadlines.marks(timer(status), OFFICE) == {
        Step.REMIND: at("2026-11-23 13:30"),
        Step.ESCALATE: at("2026-11-24 13:30"),
        LAST[status]: at("2026-11-25 09:00"),
    }


@pytest.mark.parametrize("status", LAST)
def test_the_urgent_goes_to_a_lead_when_due_and_never_ends_by_itself(status):
    marks = deadlines.marks(timer(status, urgent=True), OFFICE)
    assert marks[Step.ESCALATE] == at("2026-11-24 09:00")
    assert set(marks) == {Step.REMIND, Step.ESCALATE, Step.HAND_TO_LEAD}


def test_every_open_state_has_a_time_for_both_urgencies():
    assert set(deadlines.NORMAL) == set(deadlines.URGENT) == {
        *map(str, UNDER_WAY), "approval", "in_line", "waiting", "review", "contested", "disputed",
    }  # fmt: skip


def test_what_is_done_is_not_asked_for_again():
    late = at("2026-11-30 09:00")
    first = deadlines.steps_due(timer("accepted"), now=late, calendar=OFFICE)
    assert first == [Step.REMIND, Step.ESCALATE, Step.HAND_TO_LEAD]
    assert not deadlines.steps_due(timer("accepted", done=first), now=late, calendar=OFFICE)
    assert deadlines.next_look(timer("accepted", done=first), calendar=OFFICE) is None
