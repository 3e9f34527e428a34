"""How many came from each arena, in numbers that point at nobody.

Whole quarters that have ended, and nothing below five: a teacher who saw two pupils look at the
poster learns nothing here. Protected identities, and what a machine may have sent, are left out.
An erased request counts no more. No sum is shown, so nothing can be taken from it.
"""

from datetime import date, datetime, time, timedelta

from django.db.models import Count, Q
from django.utils import timezone

from intake.models import HelpRequest
from intake.survey_results import SMALL
from partners.models import Arena


def by_arena(quarter: date) -> list[tuple[str, int | None]]:
    """Each arena that was open then, and how many; None: fewer than five."""
    after = (quarter.replace(day=1) + timedelta(days=95)).replace(day=1)
    told = HelpRequest.objects.filter(
        received_at__gte=_midnight(quarter), received_at__lt=_midnight(after),
        arena__isnull=False, is_protected=False, set_aside_at__isnull=True,
    )  # fmt: skip
    counted = dict(told.order_by().values_list("arena").annotate(Count("pk")))
    not_closed = Q(closes_on__isnull=True) | Q(closes_on__gt=quarter)
    arenas = Arena.objects.filter(not_closed, opens_on__lt=after)
    return [(str(arena), _shown(counted.get(arena.pk, 0))) for arena in arenas]


def _shown(count: int) -> int | None:
    return count if count >= SMALL else None


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
