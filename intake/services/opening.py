"""The honest clock: whether somebody is there now, until when, and when they are there again."""

from dataclasses import dataclass
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


def clock(front: greeting.Front, now: datetime, urgency: str = Urgency.NORMAL) -> Clock:
    """How it stands at *now*. A house that is not set up says nothing rather than something."""
    if front.municipality is None:
        return Clock(is_open=False)
    try:
        opens, closes = next(front.calendar.spans(now))
        read_by = promise(now, urgency)
    except NeverOpen:
        return Clock(is_open=False)
    if opens == now:
        return Clock(is_open=True, closes=closes, read_by=read_by)
    return Clock(is_open=False, opens=opens, read_by=read_by)
