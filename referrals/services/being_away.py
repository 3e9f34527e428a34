"""Somebody at a partner is away, from – to, and who steps in. Oneself, or whoever leads there."""

from datetime import date

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit import guard, outbox, trail
from intake.models import Absence
from intake.services import being_away as ours
from partners import rights as partners
from referrals import rights

NOT_YOURS = _("You note your own absence. Of others, whoever leads your organisation does.")
NO_SUBSTITUTE = _("Whoever steps in is a colleague of your own organisation who answers referrals.")


@trail.act
def note(*, user_pk: int, first: date, last: date, by, substitute_pk: int | None = None) -> Absence:
    """From now on notices about what they take care of go to whoever steps in."""
    guard.require(by, rights.RESPOND)
    if user_pk not in [one.pk for one in people_for(by)]:
        raise ValidationError({"user_pk": ValidationError(NOT_YOURS, code="not_yours")})
    user = get_user_model().objects.select_for_update(of=("self",)).get(pk=user_pk)
    ours.require_days(user, first, last)
    substitute = _substitute(user, substitute_pk, first, last)
    row = Absence.objects.create(user=user, substitute=substitute, first=first, last=last)
    trail.record(
        by, "absence.note", row, user=user.pk, substitute=substitute and substitute.pk,
        first=first.isoformat(), last=last.isoformat(),
    )  # fmt: skip
    if substitute:
        outbox.post(substitute, "referrals.STEP_IN", about=row, by=by)
    return row


@trail.act
def end(pk, *, by) -> None:
    """They are back, from today; or do not go away after all."""
    guard.require(by, rights.RESPOND)
    mine = [one.pk for one in people_for(by)]
    rows = Absence.objects.select_for_update(of=("self",)).filter(last__gte=timezone.localdate())
    row = rows.filter(pk=pk, user__in=mine).first()
    if row is None:
        raise guard.OutOfReach
    ours.cut_short(row, by=by)


def people_for(by) -> list:
    """Whose absence *by* may note: their own; whoever leads, everybody's there."""
    if not by.has_perm(partners.LEAD_MEMBERS):
        return [by]
    return [by, *(one for one in colleagues(by) if one.pk != by.pk)]


def colleagues(user) -> list:
    """Who answers referrals at the same organisation."""
    people = get_user_model().objects.filter(organisation=user.organisation_id, is_active=True)
    found = people.exclude(organisation=None).order_by("name", "pk")
    return [one for one in found if one.may_sign_in and one.has_perm(rights.RESPOND)]


def coming(by) -> list[Absence]:
    """Who at one's own organisation is away now or later, and whether *by* may end it."""
    rows = Absence.objects.filter(last__gte=timezone.localdate(), user__in=colleagues(by))
    found, may = list(rows.select_related("user", "substitute")), {o.pk for o in people_for(by)}
    for row in found:
        row.may_end = row.user_id in may
    return found


def _substitute(user, pk: int | None, first: date, last: date):
    if pk is None:
        return None
    others = [one for one in colleagues(user) if one.pk != user.pk]
    chosen = next((one for one in others if one.pk == pk), None)
    if chosen is None:
        raise ValidationError({"substitute_pk": ValidationError(NO_SUBSTITUTE, code="no_fit")})
    ours.require_there(chosen, first, last)
    return chosen
