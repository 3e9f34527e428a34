"""Working time: opening hours, Swedish holidays and closed days. No Django, no database.

Every moment is an aware datetime; hours are local to the calendar's time zone. Counting is
done in UTC, so that a day with 23 or 25 hours is counted as it was lived.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

STOCKHOLM = ZoneInfo("Europe/Stockholm")
OFFICE = tuple((day, time(8, 0), time(17, 0)) for day in range(5))
HORIZON = 800  # days; a calendar that is never open within them is a mistake


class NeverOpen(ValueError):
    """The calendar has no opening hours to count in."""


@lru_cache
def holidays_of(year: int) -> frozenset[date]:
    """Public holidays, and the eves on which no office is open."""
    public = holidays.Sweden(years=year, include_sundays=False)
    eves = {date(year, 12, 24), date(year, 12, 31)}
    midsummer = next(day for day in (date(year, 6, n) for n in range(20, 27)) if day.weekday() == 5)
    return frozenset(public) | eves | {midsummer - timedelta(days=1)}


@dataclass(frozen=True)
class Calendar:
    """When somebody is at work: (weekday, opens, closes) rows, closed days and short ones."""

    hours: tuple[tuple[int, time, time], ...] = OFFICE
    closed: frozenset[date] = field(default_factory=frozenset)
    early: frozenset[tuple[date, time]] = field(default_factory=frozenset)
    zone: ZoneInfo = STOCKHOLM

    def spans(self, start: datetime) -> Iterator[tuple[datetime, datetime]]:
        """The open spans from *start* on, in UTC; the first may begin in the middle."""
        day = start.astimezone(self.zone).date()
        for _ in range(HORIZON):
            yield from self._on(day, start)
            day += timedelta(days=1)
        raise NeverOpen

    def _on(self, day: date, start: datetime) -> Iterator[tuple[datetime, datetime]]:
        """In order, and no moment twice: hours may have been written down over one another."""
        if not self._works_on(day):
            return
        counted = start.astimezone(UTC)
        for weekday, opens, closes in sorted(self.hours):
            begin, end = self._moment(day, opens), self._moment(day, self._closing(day, closes))
            if weekday == day.weekday() and end > max(begin, counted):
                yield max(begin, counted), end
                counted = end

    def _closing(self, day: date, closes: time) -> time:
        """When it closes that day: earlier on a short one."""
        return min([closes, *(early for short, early in self.early if short == day)])

    def _moment(self, day: date, clock: time) -> datetime:
        return datetime.combine(day, clock, self.zone).astimezone(UTC)

    def is_open_on(self, day: date) -> bool:
        """Is that a working day here? Not if it closes before it has opened."""
        if not self.early:
            return self._works_on(day)
        return any(self._on(day, self._moment(day, time.min)))

    def _works_on(self, day: date) -> bool:
        """Not on public holidays, nor on the eves."""
        works = any(weekday == day.weekday() for weekday, _opens, _closes in self.hours)
        return works and day not in self.closed and day not in holidays_of(day.year)

    def is_open(self, moment: datetime) -> bool:
        """Asks about that day alone: also of a calendar that is never open."""
        day = moment.astimezone(self.zone).date()
        return any(begins == moment for begins, _ends in self._on(day, moment))

    def next_open(self, moment: datetime) -> datetime:
        """*moment* itself if open then, else when it next opens."""
        return next(self.spans(moment))[0].astimezone(self.zone)

    def after(self, start: datetime, amount: timedelta) -> datetime:
        """When *amount* of open time has passed since *start*."""
        for opens, closes in self.spans(start):
            if amount <= closes - opens:
                return (opens + amount).astimezone(self.zone)
            amount -= closes - opens
        raise NeverOpen

    def before(self, end: datetime, amount: timedelta) -> datetime:
        """The latest moment since which *amount* of open time has passed by *end*."""
        day = end.astimezone(self.zone).date()
        for _ in range(HORIZON):
            for opens, closes in reversed(list(self._on(day, self._moment(day, time.min)))):
                closes = min(closes, end.astimezone(UTC))
                if opens < closes and amount <= closes - opens:
                    return (closes - amount).astimezone(self.zone)
                amount -= max(closes - opens, timedelta())
            day -= timedelta(days=1)
        raise NeverOpen

    def after_days(self, start: datetime, days: int) -> datetime:
        """The same time of day, *days* open days later; never outside opening hours."""
        begin = self.next_open(start)
        day, left = begin.date(), days
        for _ in range(HORIZON):
            if left == 0:
                return self._near(day, begin.time()).astimezone(self.zone)
            day += timedelta(days=1)
            left -= self.is_open_on(day)
        raise NeverOpen

    def _near(self, day: date, clock: time) -> datetime:
        """That time on an open day, or when it next opens that day, or when it closes."""
        wanted = self._moment(day, clock)
        for opens, closes in self._on(day, self._moment(day, time.min)):
            if wanted <= closes:
                return max(wanted, opens)
        return closes

    def worked(self, start: datetime, end: datetime) -> timedelta:
        """Open time between two moments."""
        total = timedelta()
        if end <= start:
            return total
        for opens, closes in self.spans(start):
            if opens >= end:
                break
            total += min(closes, end) - opens
        return total
