"""Who is entrusted with threats, by name: the administrator says it, and sees no threat."""

from datetime import date

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit import guard, trail
from config.threats import rights
from config.threats.codes import Task
from config.threats.models import Entrusted
from config.threats.services.reporting import may_be_named

NOT_ONE = _("Their role cannot be entrusted with threats.")
NO_TASK = _("Say as what they are entrusted.")
ALREADY = _("They are entrusted already. End that first.")


@trail.act
def appoint(*, user_pk: int, task: str, by, from_on: date | None = None) -> Entrusted:
    """From that day they see every threat, and open its evidence."""
    guard.require(by, rights.ENTRUST)
    chosen = next((one for one in may_be_entrusted() if one.pk == user_pk), None)
    if chosen is None:
        raise ValidationError({"user_pk": ValidationError(NOT_ONE, code="not_one")})
    if task not in Task.values:
        raise ValidationError({"task": ValidationError(NO_TASK, code="no_task")})
    from_on = from_on or timezone.localdate()
    if Entrusted.objects.filter(user=chosen, ended_at__isnull=True).exists():
        raise ValidationError({"user_pk": ValidationError(ALREADY, code="already")})
    by_whom = by if getattr(by, "pk", None) else None  # the console sets up the invented town
    row = Entrusted.objects.create(user=chosen, task=task, from_on=from_on, appointed_by=by_whom)
    begins = from_on.isoformat()
    trail.record(by, "entrusted.appoint", row, user=chosen.pk, task=task, begins=begins)
    return row


@trail.act
def end(pk, *, by) -> Entrusted:
    """From the next click on they open nothing, and see only what concerns themselves."""
    guard.require(by, rights.ENTRUST)
    row = Entrusted.objects.filter(ended_at__isnull=True).select_for_update().filter(pk=pk).first()
    if row is None:
        raise guard.OutOfReach
    row.ended_at, row.ended_by = timezone.now(), by
    row.save()
    trail.record(by, "entrusted.end", row, user=row.user_id)
    return row


def may_be_entrusted() -> list:
    return [one for one in may_be_named() if one.has_perm(rights.EVIDENCE)]


def named() -> list[Entrusted]:
    return list(Entrusted.objects.select_related("user", "appointed_by", "ended_by"))
