"""How old the newest seal is; and that words stay shut while nobody vouches for the log."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from audit.actors import Actor
from audit.models import Event, Seal

LATE = timedelta(seconds=60)


class SealTooOld(Exception):
    """The log has not been sealed for so long that nothing sensitive may be opened now."""


def age(now: datetime | None = None) -> timedelta:
    """Since the newest seal; without one, since the log began.

    A seal from the future is as wrong as an old one: the clock was turned back.
    """
    seals = Seal.objects.order_by("-at").values_list("at", flat=True)
    either = Coalesce(Subquery(seals[:1]), "at")  # one question, asked at every opening
    since = Event.objects.order_by("pk").values_list(either, flat=True).first() or seals.first()
    return abs((now or timezone.now()) - since) if since else timedelta()


def is_late() -> bool:
    return age() > LATE


def require_fresh(by) -> None:
    """Staff and partners open nothing. Who reads their own words still may; so may the clock."""
    if not settings.SEAL_STALE_MINUTES or isinstance(by, Actor):
        return
    if age() > timedelta(minutes=settings.SEAL_STALE_MINUTES):
        raise SealTooOld
