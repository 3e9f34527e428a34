"""The duty roster: which lead is on call, from – to. Where nobody is, every lead is asked."""

from datetime import datetime, timedelta

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit import guard, trail
from intake import rights
from intake.models import Duty
from intake.services import standing_in

LONGEST = timedelta(days=31)

NO_LEAD = _("Only somebody who may agree to an emergency opening can be on call.")
NO_TIME = _("It must end after it begins, after now, and within a month.")


@trail.act
def add(*, user_pk, begins_at: datetime, ends_at: datetime, by) -> Duty:
    """Put a lead on call."""
    guard.require(by, rights.AGREE_TO_GLASS)
    chosen = next((one for one in may_be_on_call() if one.pk == user_pk), None)
    if chosen is None:
        raise ValidationError({"user_pk": ValidationError(NO_LEAD, code="no_lead")})
    is_long = ends_at - begins_at > LONGEST
    if ends_at <= begins_at or ends_at <= timezone.now() or is_long:
        raise ValidationError({"ends_at": ValidationError(NO_TIME, code="no_time")})
    duty = Duty.objects.create(user=chosen, begins_at=begins_at, ends_at=ends_at)
    trail.record(by, "duty.add", duty, user=chosen.pk, **_times(duty))
    return duty


@trail.act
def remove(pk, *, by) -> None:
    """Take a watch away; what is over stays as it was."""
    guard.require(by, rights.AGREE_TO_GLASS)
    duty = Duty.objects.select_for_update().filter(pk=pk, ends_at__gt=timezone.now()).first()
    if duty is None:
        raise guard.OutOfReach
    trail.record(by, "duty.remove", duty, user=duty.user_id, **_times(duty))
    duty.delete()


def may_be_on_call() -> list:
    people = get_user_model().objects.filter(organisation__is_ours=True, is_active=True)
    leads = [one for one in people.order_by("name", "pk") if one.may_sign_in]
    return [one for one in leads if one.has_perm(rights.AGREE_TO_GLASS)]


def coming() -> list[Duty]:
    """Now and later."""
    return list(Duty.objects.filter(ends_at__gt=timezone.now()).select_related("user"))


# --- Steps: they expect to be inside a use case --------------------------------------------------


def on_call(*, without=()) -> list:
    """Who is on call now, is there and may say yes; never those *without*. None: every lead may."""
    watches = Duty.objects.now().select_related("user").order_by("user_id")
    never = {*without, *standing_in.away()}
    people = {one.user_id: one.user for one in watches if one.user_id not in never}
    return [
        one for one in people.values() if one.may_sign_in and one.has_perm(rights.AGREE_TO_GLASS)
    ]


def require_on_call(by, *, without=()) -> None:
    """Where somebody is on call it is theirs to say yes; else any lead's."""
    people = on_call(without=without)
    if people and by.pk not in {one.pk for one in people}:
        names = ", ".join(one.name for one in people)
        raise ValidationError(
            _("%(names)s is on call, and has been asked."), code="on_call", params={"names": names}
        )


def _times(duty: Duty) -> dict:
    return {
        "begins": duty.begins_at.isoformat(timespec="minutes"),
        "ends": duty.ends_at.isoformat(timespec="minutes"),
    }
