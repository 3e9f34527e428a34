"""Whole days as moments: an index on a column of moments finds a span of them, and no part of one.

Asked for the date of each moment, the database works it out row by row, through the whole table.
"""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

# Within these a day has a beginning and an end that every clock and database can say.
FIRST, LAST = date(2, 1, 1), date(9999, 12, 30)


def begins(day: date) -> datetime:
    """The first moment of a day, where we are."""
    return timezone.make_aware(datetime.combine(max(day, FIRST), time.min))


def ends(day: date) -> datetime:
    """The first moment that is not on that day any more."""
    return begins(min(day, LAST) + timedelta(days=1))


def within(column: str, first: date, last: date) -> dict[str, datetime]:
    """Conditions for filter(): from the first day to the last, both included."""
    return {f"{column}__gte": begins(first), f"{column}__lt": ends(last)}
