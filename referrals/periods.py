"""The times over which we count: quarters, and the last twelve months. No database, no clock."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

QUARTERS_BACK = 8


@dataclass(frozen=True)
class Period:
    """Whole days, the first and the last included. *code* stands in an address: “2026-3”."""

    code: str
    first: date
    last: date


def quarter_of(day: date) -> Period:
    nth = (day.month - 1) // 3
    first = date(day.year, 3 * nth + 1, 1)
    last = date(day.year, 3 * nth + 3, monthrange(day.year, 3 * nth + 3)[1])
    return Period(f"{day.year}-{nth + 1}", first, last)


def before(period: Period) -> Period:
    return quarter_of(period.first - timedelta(days=1))


def recent(today: date) -> list[Period]:
    """The last twelve months up to today, this quarter, and those before it, newest first."""
    year = Period("year", _a_year_before(today), today)
    found = [quarter_of(today)]
    for _nth in range(QUARTERS_BACK):
        found.append(before(found[-1]))
    return [year, *found]


def named(code: str) -> Period | None:
    """The quarter of a code; None if it is none."""
    year, _dash, nth = code.partition("-")
    if not (year.isdecimal() and year.isascii() and len(year) == 4 and nth in ("1", "2", "3", "4")):
        return None
    return quarter_of(date(int(year), 3 * int(nth), 1)) if int(year) else None


def _a_year_before(today: date) -> date:
    """The day after the same day of last year; of 29 February, the first of March."""
    is_leap_day = (today.month, today.day) == (2, 29)
    last_year = date(today.year - 1, 2, 28) if is_leap_day else today.replace(year=today.year - 1)
    return last_year + timedelta(days=1)
