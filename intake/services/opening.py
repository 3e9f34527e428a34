"""The honest clock: whether somebody is there now, until when, and when they are there again."""

from dataclasses import dataclass, replace
from datetime import datetime

from intake.models import Urgency
from intake.services import greeting
from intake.services.promising import promise
from partners.working_time import NeverOpen


@dataclass(frozen=True)
class Clock:
    """What the public pages say about time. *read_by* is what a letter sent now is promised."""

    is_open: bool
    closes: datetime | None = None
    opens: datetime | None = None
    read_by: datetime | None = None


NOTHING = Clock(is_open=False)


def clock(front: greeting.Front, now: datetime, urgency: str = Urgency.NORMAL) -> Clock:
    """How it stands at *now*. A house that is not set up says nothing rather than something."""
    known = hours(front, now)
    try:
        return known if known == NOTHING else replace(known, read_by=promise(now, urgency))
    except NeverOpen:
        return NOTHING


def hours(front: greeting.Front, now: datetime) -> Clock:
    """The same without a promise: it stays as it is until we open or close."""
    if front.municipality is None:
        return NOTHING
    try:
        opens, closes = next(front.calendar.spans(now))
    except NeverOpen:
        return NOTHING
    if opens == now:
        return Clock(is_open=True, closes=closes)
    return Clock(is_open=False, opens=opens)
