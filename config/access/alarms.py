"""What stands on every page of whoever answers for access, until it is right again."""

from dataclasses import dataclass
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from config.access.models import Comparison, FoundDifference
from config.access.services import scheduling
from config.accounts import rights

STALE = timedelta(hours=36)


@dataclass(frozen=True)
class Alarm:
    code: str
    text: str
    url: str


def ringing(user) -> list[Alarm]:
    """Nothing for most people, and no question to the database either."""
    found = []
    if user.has_perm(rights.SEE_DIFFERENCES):
        found += _differences()
    if user.has_perm(rights.REPAIR):
        found += _unconfirmed()
    return found


def differences() -> int:
    return FoundDifference.objects.count()


def is_stale() -> bool:
    """A night was missed. Before the first comparison there is nothing to miss."""
    last = Comparison.objects.values_list("at", flat=True).first()
    return last is not None and last < timezone.now() - STALE


def _differences() -> list[Alarm]:
    url, count, found = reverse("desk:differences"), differences(), []
    if count:
        text = ngettext(
            "Access is not as it should be in %(count)d place.",
            "Access is not as it should be in %(count)d places.",
            count,
        )
        found.append(Alarm("differences", text % {"count": count}, url))
    if is_stale():
        text = _("Access has not been compared with what it should be since last night.")
        found.append(Alarm("not_compared", text, url))
    return found


def _unconfirmed() -> list[Alarm]:
    count = scheduling.unconfirmed().count()
    if not count:
        return []
    text = ngettext(
        "Nobody has confirmed %(count)d account in time.",
        "Nobody has confirmed %(count)d accounts in time.",
        count,
    )
    return [Alarm("unconfirmed", text % {"count": count}, reverse("desk:access_reviews"))]
