"""May we write or call at all, and when? No Django, no clock: the rules a person has set for us.

Something is only ever held back or delayed by these rules, never hurried. Where a rule can be
read in two ways, the more careful one holds: an address that somebody else also reads gets no
notice at all, at no hour.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

HOURS = {
    "always": (time.min, time.max),  # our own staff's accounts; never offered to a resident
    "any": (time(7, 0), time(21, 0)),
    "forenoon": (time(9, 0), time(12, 0)),
    "afternoon": (time(13, 0), time(16, 0)),
    "evening": (time(17, 0), time(20, 0)),
}
DAYS = {
    "all": frozenset(range(1, 8)),
    "weekdays": frozenset({1, 2, 3, 4, 5}),
    "weekend": frozenset({6, 7}),
}


@dataclass(frozen=True)
class Wishes:
    """How somebody may be reached. *way* is "none", "phone" or "email".

    *is_shared*: somebody else also reads the address, or answers the phone.
    """

    way: str
    hours: str = "any"
    days: str = "all"
    is_shared: bool = False


@dataclass(frozen=True)
class Verdict:
    """Now, wait until, or never – with a code that says why."""

    may: bool
    reason: str
    wait_until: datetime | None = None


def weigh(wishes: Wishes, now: datetime) -> Verdict:
    """May a notice go out by e-mail at *now* (local time, aware)?"""
    if wishes.way != "email":
        return Verdict(False, f"way_{wishes.way}")
    if wishes.is_shared:
        return Verdict(False, "shared")
    return _by_the_clock(wishes, now)


def weigh_call(wishes: Wishes, now: datetime) -> Verdict:
    """May somebody of ours call at *now*? A shared phone may be called: a human is careful."""
    if wishes.way != "phone":
        return Verdict(False, f"way_{wishes.way}")
    return _by_the_clock(wishes, now)


def _by_the_clock(wishes: Wishes, now: datetime) -> Verdict:
    opens, closes = HOURS[wishes.hours]
    days = DAYS[wishes.days]
    if now.isoweekday() in days and opens <= now.time() < closes:
        return Verdict(True, "allowed")
    start = now.replace(hour=opens.hour, minute=opens.minute, second=0, microsecond=0)
    while start <= now or start.isoweekday() not in days:
        start += timedelta(days=1)
    return Verdict(False, "outside_hours", wait_until=start)
