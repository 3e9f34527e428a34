"""What came back without help is decided about within a working day, and leaves a reason.

A partner's no is no end: whoever has the request says what happens next, as a code. A rule proposes
it; a person decides. When nobody has in time, the team lead is told; and when the same request has
come back more than twice, the lead is called at once.
"""

from datetime import date, datetime, time, timedelta

from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit import guard, trail
from audit.actors import CLOCK, Actor
from audit.one_by_one import one_by_one
from intake.models import HelpRequest
from partners.models import Organisation, calendar_of
from referrals import rights
from referrals.lifecycle import AT_THE_PARTNER, Status
from referrals.models import CHOSEN, NextAct, NextStep, NextStepRule, Referral, WhyBack
from referrals.services.holding import asked_together, rows
from referrals.services.telling import tell_leads, tell_us

CAME_BACK = (Status.DECLINED, Status.RETURNED, Status.EXPIRED)
LATEST = timedelta(days=180)

NOT_BACK = _("This did not come back to us, so there is no next step to decide.")
WHICH_DAY = _("Choose a day after today, within half a year.")


def why_back(referral: Referral) -> str:
    """One code, whether the partner said no, handed back or never answered."""
    return referral.decline_reason or referral.return_reason or WhyBack.UNANSWERED


def begin(referral: Referral, *, by) -> None:
    """Step: it has just come back. From now on somebody has to say what happens next."""
    if referral.status not in CAME_BACK:
        return
    why, now = why_back(referral), timezone.now()
    proposed, days = NextStepRule.in_force(timezone.localdate())[why]
    step = NextStep(
        referral=referral, why=why, nth=_times(referral),
        proposed=NextAct.WAIT if _others_are_asked(referral) else proposed,
        due_at=_ours().after_days(now, days),
    )  # fmt: skip
    if step.is_often:
        step.lead_told_at = now
        tell_leads(referral, "MANY_TIMES", by=by)
    step.save()
    trail.record(by, "referral.next_due", referral, why=why, proposed=step.proposed, nth=step.nth)


def _times(referral: Referral) -> int:
    """How many times the request has come back, this time included."""
    same = Referral.objects.filter(help_request=referral.help_request_id)
    return same.filter(status__in=CAME_BACK).count()


def _others_are_asked(referral: Referral) -> bool:
    """One that was asked at the same time may still say yes."""
    others = asked_together(referral).filter(status__in=AT_THE_PARTNER).exclude(pk=referral.pk)
    return referral.parallel_group is not None and others.exists()


def _ours():
    return calendar_of(Organisation.objects.get(is_ours=True))


@trail.act
def decide(pk, *, step: str, on: date | None = None, by) -> Referral:
    """Say what happens next. It may be decided anew; the log keeps each."""
    referral = guard.hold(rows(), pk, by=by, right=rights.SEND)
    found = NextStep.objects.select_for_update().filter(referral=referral).first()
    if found is None:
        raise ValidationError(NOT_BACK, code="not_back")
    if step not in CHOSEN:
        raise ValidationError(_("This is not one of the choices."), code="not_a_choice")
    _settle(found, referral, step, by=by, due_at=_day_of(step, on))
    return referral


def _day_of(act: str, on: date | None) -> datetime | None:
    """When it is looked at again: that morning, when we open."""
    if act != NextAct.LATER:
        return None
    today = timezone.localdate()
    if on is None or not today < on <= today + LATEST:
        raise ValidationError({"on": ValidationError(WHICH_DAY, code="no_day")})
    calendar = _ours()
    return calendar.next_open(datetime.combine(on, time(), calendar.zone))


def go_on(referral: Referral, *, by) -> None:
    """Step: somebody else is asked, or the next in an agreed order. That was the next step."""
    step = NextStep.objects.select_for_update().filter(referral=referral).first()
    if step is not None:
        _settle(step, referral, NextAct.OTHER, by=by)


def let_rest(help_request: HelpRequest, *, by) -> None:
    """Step: the request ends, by us or by the person. What was still open needs nothing more."""
    open_ones = NextStep.objects.due().filter(referral__help_request=help_request)
    for step in open_ones.select_for_update().order_by("pk"):
        _settle(step, rows().get(pk=step.referral_id), NextAct.ENDED, by=by)


def _settle(step: NextStep, referral, act: str, *, by, due_at: datetime | None = None) -> None:
    step.act, step.due_at, step.decided_at = act, due_at, timezone.now()
    step.decided_by = None if isinstance(by, Actor) else by
    step.lead_told_at = None
    step.save()
    trail.record(
        by, "referral.next_step", referral, act=act, why=step.why,
        on=due_at and timezone.localdate(due_at).isoformat(),
    )  # fmt: skip


def sweep(now: datetime | None = None) -> int:
    """Every five minutes: a day that was chosen has come, or nobody has decided in time."""
    now = now or timezone.now()
    late = NextStep.objects.filter(due_at__lte=now, lead_told_at=None).order_by("due_at")
    return one_by_one(_chase, late.values_list("pk", flat=True), now)


@trail.act
def _chase(pk, now: datetime) -> bool:
    """What another worker holds is left to it."""
    skips = connection.features.has_select_for_update_skip_locked
    held = NextStep.objects.select_for_update(skip_locked=skips)
    step = held.filter(pk=pk, due_at__lte=now, lead_told_at=None).first()
    if step is None:
        return False
    referral = rows().get(pk=step.referral_id)
    if step.act == NextAct.LATER:
        _ask_anew(step, referral, now)
    else:
        step.lead_told_at = now
        trail.record(CLOCK, "referral.next_late", referral, why=step.why)
        tell_leads(referral, "STEP_LATE", by=CLOCK)
    step.save()
    return True


def _ask_anew(step: NextStep, referral: Referral, now: datetime) -> None:
    """The day has come on which we wanted to ask again: it is to be decided once more."""
    days = NextStepRule.in_force(timezone.localdate(now))[step.why][1]
    step.act, step.decided_at, step.decided_by = "", None, None
    step.due_at = _ours().after_days(now, days)
    trail.record(CLOCK, "referral.next_due", referral, why=step.why, proposed=step.proposed)
    tell_us(referral, "LOOK", by=CLOCK)
