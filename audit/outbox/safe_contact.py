"""May we write at all, and when? No Django, no clock: the rules a person has set for us.

A notice is only ever held back or delayed by these rules, never hurried.
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


@dataclass(frozen=True)
class Wishes:
    """How somebody may be reached. *way* is "none", "phone" or "email"."""

    way: str
    hours: str = "any"


@dataclass(frozen=True)
class Verdict:
    """Send now, wait until, or never – with a code that says why."""

    may: bool
    reason: str
    wait_until: datetime | None = None


def weigh(wishes: Wishes, now: datetime) -> Verdict:
    """May a notice go out by e-mail at *now* (local time, aware)?"""
    if wishes.way != "email":
        return Verdict(False, f"way_{wishes.way}")
    opens, closes = HOURS[wishes.hours]
    if opens <= now.time() < closes:
        return Verdict(True, "allowed")
    start = now.replace(hour=opens.hour, minute=opens.minute, second=0, microsecond=0)
    if now.time() >= closes:
        start += timedelta(days=1)
    return Verdict(False, "outside_hours", wait_until=start)
