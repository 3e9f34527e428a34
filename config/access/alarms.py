"""What stands on the pages of whoever answers for access or the log, until it is right again."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, F, Func, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from audit import rights as audit
from audit.sealing import alarms as log
from config.access.models import Comparison, FoundDifference
from config.access.services import scheduling
from config.accounts import rights
from config.accounts.models import User
from partners import rights as partners
from partners.models import unchecked

STALE = timedelta(hours=36)
CONCERNED = (audit.SEE_ALARMS, rights.SEE_DIFFERENCES, rights.REPAIR, partners.CONFIGURE)


@dataclass(frozen=True)
class Alarm:
    code: str
    text: str
    url: str = ""
    since: datetime | None = None


def ringing(user) -> list[Alarm]:
    """Nothing for most people, and no question to the database either; one for the others."""
    if not any(user.has_perm(right) for right in CONCERNED):
        return []
    asked, found = _ask(user), []
    if user.has_perm(audit.SEE_ALARMS) and asked["is_log_ringing"]:
        found += _of_the_log()
    if user.has_perm(rights.SEE_DIFFERENCES):
        found += _differences(asked["differences"], asked["compared_at"])
    if user.has_perm(rights.REPAIR):
        found += _unconfirmed(asked["unconfirmed"])
    if user.has_perm(partners.CONFIGURE):
        found += _unchecked(asked["unchecked"])
    return found


def differences() -> int:
    return FoundDifference.objects.count()


def is_stale() -> bool:
    return _is_stale(Comparison.objects.values_list("at", flat=True).first())


def _is_stale(compared_at: datetime | None) -> bool:
    """A night was missed. Before the first comparison there is nothing to miss."""
    return compared_at is not None and compared_at < timezone.now() - STALE


def _ask(user) -> dict:
    """All of it in one question: it is asked for every page of theirs."""
    return User.objects.filter(pk=user.pk).values(
        is_log_ringing=Exists(log.ringing()),
        differences=_count(FoundDifference.objects.all()),
        compared_at=Subquery(Comparison.objects.values("at")[:1]),
        unconfirmed=_count(scheduling.unconfirmed()),
        unchecked=_count(unchecked()),
    )[0]


def _count(rows) -> Subquery:
    return Subquery(rows.order_by().values(count=Func(F("pk"), function="COUNT")))


def _of_the_log() -> list[Alarm]:
    return [Alarm(one.code, one.get_code_display(), since=one.begun_at) for one in log.ringing()]


def _differences(count: int, compared_at: datetime | None) -> list[Alarm]:
    url, found = reverse("desk:differences"), []
    if count:
        text = ngettext(
            "Access is not as it should be in %(count)d place.",
            "Access is not as it should be in %(count)d places.",
            count,
        )
        found.append(Alarm("differences", text % {"count": count}, url))
    if _is_stale(compared_at):
        text = _("Access has not been compared with what it should be since last night.")
        found.append(Alarm("not_compared", text, url))
    return found


def _unconfirmed(count: int) -> list[Alarm]:
    if not count:
        return []
    text = ngettext(
        "Nobody has confirmed %(count)d account in time.",
        "Nobody has confirmed %(count)d accounts in time.",
        count,
    )
    return [Alarm("unconfirmed", text % {"count": count}, reverse("desk:access_reviews"))]


def _unchecked(count: int) -> list[Alarm]:
    if not count:
        return []
    text = ngettext(
        "Nobody has checked for a year whether %(count)d phone number is still right.",
        "Nobody has checked for a year whether %(count)d phone numbers are still right.",
        count,
    )
    url = reverse("desk:settings_rows", args=["phones"])
    return [Alarm("unchecked", text % {"count": count}, url)]
