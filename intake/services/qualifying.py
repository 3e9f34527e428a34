"""Who is qualified to assess a concern for a child (SoL 25:1): from – to, seen by another."""

from datetime import date

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit import guard, trail
from intake import rights
from intake.models import Qualification

NOT_QUALIFIED = _(
    "Only somebody with a registered qualification may assess and decide (SoL 25:1). Your "
    "administrator registers it. You can read the report, and ask a colleague who is qualified."
)
NOT_ONE = _("They cannot be registered: they do not assess concern reports.")
ALREADY = _("They have a qualification that holds on that day.")
TOO_EARLY = _("It cannot end before it began.")


@trail.act
def register(*, user_pk: int, kind: str, from_on: date, by, until_on=None) -> Qualification:
    """Somebody has seen the degree, and says from when it holds."""
    guard.require(by, rights.QUALIFY)
    chosen = next((one for one in may_be_registered() if one.pk == user_pk), None)
    if chosen is None:
        raise ValidationError({"user_pk": ValidationError(NOT_ONE, code="not_one")})
    if until_on is not None and until_on < from_on:
        raise ValidationError({"until_on": ValidationError(TOO_EARLY, code="too_early")})
    if chosen.qualifications.holding(from_on).exists():
        raise ValidationError({"user_pk": ValidationError(ALREADY, code="already")})
    by_whom = by if getattr(by, "pk", None) else None  # the console sets up the invented town
    row = Qualification.objects.create(
        user=chosen, kind=kind, from_on=from_on, until_on=until_on, registered_by=by_whom
    )
    trail.record(by, "qualification.register", row, user=chosen.pk, kind=kind, **_times(row))
    return row


@trail.act
def end(pk, *, by, until_on: date | None = None) -> Qualification:
    """Its last day: today, unless another is said. What was decided before stays decided."""
    guard.require(by, rights.QUALIFY)
    row = Qualification.objects.holding().select_for_update().filter(pk=pk).first()
    if row is None:
        raise guard.OutOfReach
    last = until_on or timezone.localdate()
    if last < row.from_on:
        raise ValidationError({"until_on": ValidationError(TOO_EARLY, code="too_early")})
    row.until_on, row.ended_by = last, by
    row.save()
    trail.record(by, "qualification.end", row, user=row.user_id, **_times(row))
    return row


def may_be_registered() -> list:
    """Those of ours whose role assesses concern reports."""
    people = get_user_model().objects.filter(organisation__is_ours=True, is_active=True)
    return [one for one in people.order_by("name", "pk") if one.has_perm(rights.ASSESS)]


def registered() -> list[Qualification]:
    return list(Qualification.objects.select_related("user", "registered_by", "ended_by"))


def is_qualified(user) -> bool:
    """Today. The right of the role alone is not enough."""
    return user.qualifications.holding().exists()


# --- Steps: they expect to be inside a use case --------------------------------------------------


def require(by) -> None:
    if not is_qualified(by):
        raise ValidationError(NOT_QUALIFIED, code="not_qualified")


def _times(row: Qualification) -> dict:
    until = row.until_on.isoformat() if row.until_on else None
    return {"begins": row.from_on.isoformat(), "ends": until}
