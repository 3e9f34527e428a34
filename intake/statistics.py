"""What this room can count, from codes and times alone."""

from dataclasses import dataclass
from datetime import timedelta
from statistics import median

from django.db.models import (
    Case,
    CharField,
    Count,
    DurationField,
    ExpressionWrapper,
    F,
    IntegerField,
    Q,
    Sum,
    Value,
    When,
)
from django.utils import timezone

from audit.guard import Place
from intake.lifecycle import Status
from intake.models import IN_LINE, Door, DoorCount, HelpRequest

# So far into the line we look and count. Who waits further back is found by choosing.
LONGEST = 1000
LATEST = 200
ASIDE = -1  # stands where an area would
WEEK = timedelta(days=7)
MONTH = timedelta(days=30)


@dataclass(frozen=True)
class Pulse:
    """How the queue stands. *is_more*: the line is longer than we counted."""

    waiting: int
    new: int
    late: int
    mine: int
    set_aside: int
    is_more: bool
    areas: list[tuple[int, str]]
    to_first_reading: timedelta | None


def pulse(place: Place, now=None) -> Pulse:
    """One query, however many wait: the line counted by area, and the latest first readings.

    What is set aside is counted beside it, up to as many.
    """
    now = now or timezone.now()
    several = (_readings(place, now), _set_aside(place))
    rows = list(_line(place, now).union(*several, all=True))
    aside = [row for row in rows if row[0] == ASIDE]
    line = [row for row in rows if row[6] is None and row[0] != ASIDE]
    took = [row[6] for row in rows if row[6] is not None]
    waiting, new, late, mine = (sum(row[n] for row in line) for n in range(2, 6))
    return Pulse(
        waiting=waiting, new=new, late=late, mine=mine, is_more=waiting >= LONGEST,
        set_aside=aside[0][2] if aside else 0,
        areas=sorted(((row[0], row[1]) for row in line if row[0]), key=lambda area: area[1]),
        to_first_reading=median(took) if took else None,
    )  # fmt: skip


def _line(place, now):
    unread = Q(first_read_at__isnull=True, promised_at__lt=now)
    rows = HelpRequest.objects.waiting().first_visible(place, *IN_LINE, most=LONGEST)
    return (
        rows.order_by()
        .annotate(place=_unless_protected("area_id"), place_name=_unless_protected("area__name"))
        .values("place", "place_name")
        .annotate(
            waiting=Count("pk"),
            new=Count("pk", filter=Q(status=Status.NEW)),
            late=Count("pk", filter=unread),
            mine=Count("pk", filter=Q(assigned_to=place.user)),
            took=Value(None, output_field=DurationField()),
        )
        .values_list("place", "place_name", "waiting", "new", "late", "mine", "took")
    )


def _set_aside(place):
    """One row, in the place of an area: how many a person has yet to look at."""
    rows = HelpRequest.objects.set_aside().first_visible(place, "set_aside_at", most=LATEST)
    nothing = Value(0, output_field=IntegerField())
    return (
        rows.order_by()
        .annotate(
            place=Value(ASIDE, output_field=IntegerField()),
            place_name=Value("", output_field=CharField()),
        )
        .values("place", "place_name")
        .annotate(
            waiting=Count("pk"), new=nothing, late=nothing, mine=nothing,
            took=Value(None, output_field=DurationField()),
        )
        .values_list("place", "place_name", "waiting", "new", "late", "mine", "took")
    )  # fmt: skip


def _unless_protected(column: str) -> Case:
    """Of a protected identity it is not even counted where it belongs."""
    return Case(When(is_protected=False, then=F(column)), default=None)


def _readings(place, now):
    """Of those first read within a week, how long each had waited."""
    recent = HelpRequest.objects.filter(first_read_at__gte=now - WEEK)
    rows = recent.first_visible(place, "-first_read_at", most=LATEST)
    took = ExpressionWrapper(F("first_read_at") - F("received_at"), output_field=DurationField())
    nothing = Value(0, output_field=IntegerField())
    return (
        rows.order_by()
        .annotate(took=took, waiting=nothing, new=nothing, late=nothing, mine=nothing)
        .values_list("area_id", "area__name", "waiting", "new", "late", "mine", "took")
    )


def ways_past(today) -> list[tuple[str, int]]:
    """How many went past the form each way, a month back: all that is known about them."""
    rows = DoorCount.objects.filter(day__gt=today - MONTH).order_by()
    counted = dict(rows.values("door").annotate(total=Sum("times")).values_list("door", "total"))
    return [(door.label, counted.get(door, 0)) for door in Door]
