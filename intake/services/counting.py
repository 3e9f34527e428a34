"""How many went past the form to a number or a service. A row a day and a way; nothing else."""

from django.db import DatabaseError, IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from intake.models import DoorCount


def count(door: str) -> None:
    """One more today. Nobody waits for a number because a count cannot be kept."""
    try:
        _add(door)
    except IntegrityError:  # somebody began the day at the same moment
        _add(door)
    except DatabaseError:
        return


def _add(door: str) -> None:
    today = timezone.localdate()
    with transaction.atomic():
        if not DoorCount.objects.filter(day=today, door=door).update(times=F("times") + 1):
            DoorCount.objects.create(day=today, door=door, times=1)
