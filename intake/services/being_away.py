"""Note that somebody is away, from – to, and who steps in. Oneself, or whoever leads the team."""

from datetime import date, timedelta

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from audit import guard, outbox, trail
from audit.actors import CLOCK
from intake import rights
from intake.models import Absence
from intake.services import assigning, redistributing

BACK, LONGEST = timedelta(days=31), timedelta(days=366)
FORGOTTEN_AFTER = timedelta(days=90)

NOT_YOURS = _("You note your own absence. Of others, whoever leads their team does.")
NO_DAYS = _(
    "The last day is not before the first or already over; the first is at most a month ago, and "
    "a year is the longest."
)
AWAY_THEN = _("They are noted as away then already. Change that first.")
NO_SUBSTITUTE = _("Whoever steps in belongs to all the teams of whoever is away.")
SUBSTITUTE_AWAY = _("%(name)s is away on %(day)s. Choose somebody else, or a shorter time.")


@trail.act
def note(*, user_pk: int, first: date, last: date, by, substitute_pk: int | None = None) -> Absence:
    """From now on questions, notices and the day's list go to whoever steps in.

    Whoever leads is told of what nobody else reaches – a protected identity – or if nobody does.
    """
    guard.require(by, rights.TRIAGE)
    if user_pk not in [one.pk for one in people_for(by)]:
        raise ValidationError({"user_pk": ValidationError(NOT_YOURS, code="not_yours")})
    user = get_user_model().objects.select_for_update(of=("self",)).get(pk=user_pk)
    require_days(user, first, last)
    substitute = _substitute(user, substitute_pk, first, last)
    row = Absence.objects.create(user=user, substitute=substitute, first=first, last=last)
    trail.record(
        by, "absence.note", row, user=user.pk, substitute=substitute and substitute.pk,
        first=first.isoformat(), last=last.isoformat(),
    )  # fmt: skip
    if substitute:
        outbox.post(substitute, "intake.STEP_IN", about=row, by=by)
    redistributing.left_behind(user, reader=substitute, by=by)
    return row


@trail.act
def end(pk, *, by) -> None:
    """They are back, from today; or do not go away after all. What is over stays as it was."""
    guard.require(by, rights.TRIAGE)
    today, mine = timezone.localdate(), [one.pk for one in people_for(by)]
    rows = Absence.objects.select_for_update(of=("self",)).filter(last__gte=today)
    row = rows.filter(pk=pk, user__in=mine).first()
    if row is None:
        raise guard.OutOfReach
    cut_short(row, by=by)


@trail.act
def forget(today: date | None = None) -> int:
    """Who was away a quarter of a year ago is of no use to anybody."""
    before = (today or timezone.localdate()) - FORGOTTEN_AFTER
    old = list(Absence.objects.select_for_update().filter(last__lt=before))
    for row in old:
        trail.record(CLOCK, "absence.forget", row)
        row.delete()
    return len(old)


def people_for(by) -> list:
    """Whose absence *by* may note: their own; whoever leads, that of their teams."""
    if not by.has_perm(rights.REASSIGN):
        return [by]
    others = [one for one in members_beside(by) if one.pk != by.pk]
    return [by, *others]


def members_beside(user) -> list:
    """Who works in one of *user*'s teams."""
    found = {one.pk: one for people in _teams_of(user).values() for one in people}
    return sorted(_working(found.values()), key=lambda one: one.name)


def may_step_in(user) -> list:
    """Who belongs to every team of *user*'s: only they reach what is left."""
    teams = list(_teams_of(user).values())
    shared = set.intersection(*({one.pk for one in people} for people in teams)) if teams else set()
    return [one for one in members_beside(user) if one.pk in shared and one.pk != user.pk]


def coming(by) -> list[Absence]:
    """Who of one's teams is away now or later, and whether *by* may end it."""
    people = [one.pk for one in members_beside(by)]
    rows = Absence.objects.filter(last__gte=timezone.localdate(), user__in=[by.pk, *people])
    found, may = list(rows.select_related("user", "substitute")), {o.pk for o in people_for(by)}
    for row in found:
        row.may_end = row.user_id in may
    return found


# --- Steps: they expect to be inside a use case --------------------------------------------------


def cut_short(row: Absence, *, by) -> None:
    """What is over stays as it was; what has not begun is gone."""
    today = timezone.localdate()
    trail.record(by, "absence.end", row, user=row.user_id)
    if row.first >= today:
        row.delete()
        return
    row.last = today - timedelta(days=1)
    row.save(update_fields=["last"])


def _teams_of(user) -> dict:
    units = user.groups.filter(team__isnull=False).values_list("pk", flat=True)
    return assigning.members(set(units))


def _working(people) -> list:
    return [one for one in people if one.may_sign_in and one.has_perm(rights.TRIAGE)]


def require_days(user, first: date, last: date) -> None:
    today = timezone.localdate()
    if last < first or last < today or first < today - BACK or last - first > LONGEST:
        raise ValidationError({"last": ValidationError(NO_DAYS, code="no_days")})
    if user.absences.filter(first__lte=last, last__gte=first).exists():
        raise ValidationError({"first": ValidationError(AWAY_THEN, code="away_then")})


def _substitute(user, pk: int | None, first: date, last: date):
    if pk is None:
        return None
    chosen = next((one for one in may_step_in(user) if one.pk == pk), None)
    if chosen is None:
        raise ValidationError({"substitute_pk": ValidationError(NO_SUBSTITUTE, code="no_fit")})
    require_there(chosen, first, last)
    return chosen


def require_there(chosen, first: date, last: date) -> None:
    """Whoever steps in is not away themselves on one of these days."""
    also = chosen.absences.filter(first__lte=last, last__gte=max(first, timezone.localdate()))
    clash = also.order_by("first").first()
    if clash:
        params = {
            "name": chosen.name, "day": date_format(max(first, clash.first), "SHORT_DATE_FORMAT")
        }  # fmt: skip
        refusal = ValidationError(SUBSTITUTE_AWAY, code="away_too", params=params)
        raise ValidationError({"substitute_pk": refusal})
