"""What is wrong with the log rings once, is told to its reviewers, and ends when it is over."""

from datetime import timedelta

from django.contrib.auth import get_user_model
from django.utils import timezone

from audit import outbox, rights, trail
from audit.actors import CLOCK
from audit.models import Alarm

SETTLES = timedelta(seconds=30)


def ring(code: str, *, number: int = 0, place: str = "") -> None:
    """It is wrong now. Said again, it stays one alarm."""
    Alarm.objects.get_or_create(code=code, place=place, ended_at=None, defaults={"number": number})


def end(code: str, *, place: str = "") -> None:
    """It is right now."""
    ringing = Alarm.objects.filter(code=code, place=place, ended_at=None)
    ringing.update(ended_at=timezone.now())


def ringing():
    return Alarm.objects.filter(ended_at=None).order_by("begun_at")


@trail.act
def tell() -> int:
    """A mail that says “come and look” to everybody who reviews the log; once for each alarm.

    What is over in half a minute, as when the house starts, is not worth one.
    """
    untold = list(
        ringing().filter(is_told=False, begun_at__lte=timezone.now() - SETTLES).select_for_update()
    )
    people = get_user_model().objects.filter(is_active=True).order_by("pk") if untold else []
    reviewers = [one for one in people if one.has_perm(rights.REVIEW)]
    for alarm in untold:
        trail.record(
            CLOCK, "seal.alarm", f"audit.alarm/{alarm.pk}", code=alarm.code, number=alarm.number
        )
        for reviewer in reviewers:
            outbox.post(reviewer, "audit.ALARM", about=alarm, by=CLOCK)
    ringing().filter(pk__in=[alarm.pk for alarm in untold]).update(is_told=True)
    return len(untold)
