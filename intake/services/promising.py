"""When a human will have read. Shown to the person, and watched in the queue."""

from datetime import datetime

from intake.models import Urgency
from partners.models import Municipality, Organisation, calendar_of


def promise(received_at: datetime, urgency: str) -> datetime:
    """Working days as the municipality promises; urgent ones before the next day is over."""
    calendar = calendar_of(Organisation.objects.get(is_ours=True))
    if urgency in (Urgency.NOW, Urgency.SAME_DAY):
        opens, closes = next(calendar.spans(received_at))
        return closes if opens == received_at else opens
    return calendar.after_days(received_at, Municipality.objects.get().promise_days)
