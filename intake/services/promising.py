"""When a human will have read. Shown to the person, and watched in the queue."""

from datetime import datetime

from audit import coarse
from intake.models import Urgency
from intake.services import greeting
from partners.models import Municipality


def received(now: datetime) -> datetime:
    """By the hour, and on the same side of opening and closing: it promises no less, no more."""
    whole = coarse.hour(now)
    opens, closes = next(greeting.front().calendar.spans(whole))
    if opens <= now:
        return opens if now < closes else closes
    return whole


def promise(received_at: datetime, urgency: str) -> datetime:
    """Working days as the municipality promises; urgent ones before the next day is over."""
    known = greeting.front()
    if known.municipality is None:
        raise Municipality.DoesNotExist
    calendar = known.calendar
    if urgency in (Urgency.NOW, Urgency.SAME_DAY):
        opens, closes = next(calendar.spans(received_at))
        return closes if opens == received_at else opens
    return calendar.after_days(received_at, known.municipality["promise_days"])
