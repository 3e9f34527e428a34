from collections import defaultdict
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from partners.models.organisation import Organisation
from partners.working_time import OFFICE, Calendar

LONGEST = timedelta(days=2 * 366)


class OpeningHours(models.Model):
    """When an organisation is at work on a weekday. Two spans are two rows."""

    class Weekday(models.IntegerChoices):
        MONDAY = 0, _("Monday")
        TUESDAY = 1, _("Tuesday")
        WEDNESDAY = 2, _("Wednesday")
        THURSDAY = 3, _("Thursday")
        FRIDAY = 4, _("Friday")
        SATURDAY = 5, _("Saturday")
        SUNDAY = 6, _("Sunday")

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="opening_hours", verbose_name=_("organisation")
    )
    weekday = models.PositiveSmallIntegerField(_("weekday"), choices=Weekday)
    opens = models.TimeField(_("opens"))
    closes = models.TimeField(_("closes"))

    class Meta:
        ordering = ["organisation", "weekday", "opens"]
        constraints = [
            models.CheckConstraint(
                name="opening_hours_end_after_they_begin", condition=Q(closes__gt=F("opens"))
            ),
        ]
        verbose_name = _("opening hours")
        verbose_name_plural = _("opening hours")

    def __str__(self):
        return f"{self.get_weekday_display()} {self.opens:%H.%M}–{self.closes:%H.%M}"


class ClosedDays(models.Model):
    """Days on which an organisation is closed, holidays aside: a summer, a planning day."""

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="closed_days", verbose_name=_("organisation")
    )
    first = models.DateField(_("first day"))
    last = models.DateField(_("last day"))

    class Meta:
        ordering = ["organisation", "first"]
        constraints = [
            models.CheckConstraint(
                name="closed_days_end_after_they_begin", condition=Q(last__gte=F("first"))
            ),
        ]
        verbose_name = _("closed days")
        verbose_name_plural = _("closed days")

    def __str__(self):
        return f"{self.first} – {self.last}"

    def clean(self):
        """Every page asks each of these days: a slip of the pen in the year is millions."""
        if self.first and self.last and self.last - self.first > LONGEST:
            raise ValidationError(
                {"last": _("At most two years at a time. Add another row for what comes after.")}
            )


class ShortDay(models.Model):
    """A day on which an organisation closes early: the day before a holiday, as a rule."""

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="short_days", verbose_name=_("organisation")
    )
    day = models.DateField(_("day"))
    closes = models.TimeField(_("closes"))

    class Meta:
        ordering = ["organisation", "day"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "day"], name="short_day_closes_once"),
        ]
        verbose_name = _("short day")
        verbose_name_plural = _("short days")

    def __str__(self):
        return f"{self.day} {self.closes:%H.%M}"


def calendar_of(organisation: Organisation) -> Calendar:
    """An organisation's working time. Without rows of its own: office hours."""
    hours = tuple((row.weekday, row.opens, row.closes) for row in organisation.opening_hours.all())
    closed = {day for row in organisation.closed_days.all() for day in _days(row.first, row.last)}
    early = frozenset((row.day, row.closes) for row in organisation.short_days.all())
    return Calendar(hours=hours or OFFICE, closed=frozenset(closed), early=early)


def calendars_beside(pk) -> tuple[Calendar, Calendar]:
    """Our own working time and another organisation's, asked for together."""
    both = Organisation.objects.filter(Q(is_ours=True) | Q(pk=pk))
    rows = both.prefetch_related("opening_hours", "closed_days", "short_days")
    known = {row.is_ours: calendar_of(row) for row in rows}
    return known[True], known.get(False, known[True])


def calendars() -> dict[str, Calendar]:
    """Everybody's working time, by the organisation's key, in four queries and without a row."""
    hours, closed, early = defaultdict(list), defaultdict(set), defaultdict(set)
    spans = OpeningHours.objects.order_by("weekday", "opens")
    for pk, *span in spans.values_list("organisation", "weekday", "opens", "closes"):
        hours[pk].append(tuple(span))
    for pk, first, last in ClosedDays.objects.values_list("organisation", "first", "last"):
        closed[pk] |= _days(first, last)
    for pk, *short in ShortDay.objects.values_list("organisation", "day", "closes"):
        early[pk].add(tuple(short))
    return {
        str(pk): Calendar(tuple(hours[pk]) or OFFICE, frozenset(closed[pk]), frozenset(early[pk]))
        for pk in Organisation.objects.order_by().values_list("pk", flat=True)
    }


def _days(first: date, last: date) -> set[date]:
    return {first + timedelta(days=n) for n in range((last - first).days + 1)}
