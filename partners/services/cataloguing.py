"""The catalogue of open services: what may be in it, and how a board's decision is withdrawn."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit import changes, guard, trail
from partners import rights
from partners.models import OpenService, kinds_on, said

DECISION = ("decision_number", "decided_on", "valid_from")

UNKNOWN = _("Choose a kind from the list.")
ASSESSED = _(
    "“%(kind)s” always takes an assessment and a decision for the individual (%(paragraph)s), so "
    "it can never be an open service. %(text)s"
)
UNDECIDED = _("What is in force has a decision by the board: its number and its day (SoL 11:5).")
GONE = _("There is no such open service any more.")
PAST = _("A withdrawal counts from today or a later day: what was started before was allowed.")
NUMBERLESS = _("Write the number of the decision.")


def require_fit(told: dict) -> None:
    """What an entry must be: of an open kind, and decided if it is in force."""
    code = told.get("kind")
    kind = next((one for one in kinds_on(timezone.localdate()) if one.code == code), None)
    if code and kind is None:
        raise ValidationError({"kind": ValidationError(UNKNOWN, code="unknown_kind")})
    if kind and kind.always_assessed:
        texts = {
            "kind": str(kind), "paragraph": kind.paragraph, "text": said(kind.text),
        }  # fmt: skip
        raise ValidationError({"kind": ValidationError(ASSESSED, "assessed", texts)})
    if told.get("valid_from") or told.get("valid_until"):
        missing = [one for one in DECISION if not told.get(one)]
        if missing:
            raise ValidationError({one: ValidationError(UNDECIDED, "undecided") for one in missing})


def on_offer(*, age: int | None = None) -> list[OpenService]:
    """What anybody may ask for today, as the board has decided: for the youngest first."""
    rows = OpenService.objects.in_force(timezone.localdate()).select_related("provider")
    if age is not None:
        rows = rows.filter(from_age__lte=age, to_age__gte=age)
    return list(rows.order_by("from_age", "to_age", "pk"))


@trail.act
def withdraw(pk, *, withdrawn_from, withdrawal_number: str, by) -> OpenService:
    """The board takes its decision back: nothing new begins from that day.

    What runs is not ended by it. It is listed, with the day, for those who lead the teams.
    """
    service = _hold(pk, by=by)
    if withdrawn_from < timezone.localdate():
        raise ValidationError({"withdrawn_from": PAST}, code="past")
    if not withdrawal_number.strip():
        raise ValidationError({"withdrawal_number": NUMBERLESS}, code="numberless")
    since = changes.mark()
    service.withdrawn_from, service.withdrawal_number = withdrawn_from, withdrawal_number.strip()
    service.save()
    changes.cover(by, "openservice.withdraw", service, since=since)
    return service


@trail.act
def reinstate(pk, *, by) -> OpenService:
    """The withdrawal was a mistake, or was itself taken back."""
    service, since = _hold(pk, by=by), changes.mark()
    service.withdrawn_from, service.withdrawal_number = None, ""
    service.save()
    changes.cover(by, "openservice.reinstate", service, since=since)
    return service


def _hold(pk, *, by) -> OpenService:
    guard.require(by, rights.CONFIGURE)
    service = OpenService.objects.select_for_update().filter(pk=pk).first()
    if service is None:
        raise ValidationError(GONE, code="gone")
    return service
