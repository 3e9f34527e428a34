"""How it went: the partner reports, mends its report, and looks again when we object to it."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit import guard, moves, trail
from referrals.lifecycle import AMEND, CONTEST, PROGRESS, REPORT, Side, Status
from referrals.models import ContestReason, Progress, Referral, Report, Result, ResultReason
from referrals.services.holding import hold
from referrals.services.packing import known
from referrals.services.pausing import require_not_paused
from referrals.services.telling import tell_partner, tell_us
from referrals.services.trying import ENOUGH_ATTEMPTS


@trail.act
def progress(pk, *, steps: dict, by) -> Referral:
    """How far each goal has come. *steps* is {goal key: code}. The sender sees it."""
    referral = hold(pk, PROGRESS, by=by)
    require_not_paused(referral)
    steps = {str(key): step for key, step in steps.items()}
    for goal in referral.goals.defer("text"):
        goal.progress = known([steps.pop(str(goal.pk), "")], Progress)[0]
        goal.save(update_fields=["progress"])
    if steps:
        raise guard.OutOfReach
    referral.progress_at = timezone.now()
    codes = list(referral.goals.values_list("progress", flat=True))
    moves.make(PROGRESS, referral, by=by, steps=codes)
    tell_us(referral, "NEWS", by=by)
    return referral


@trail.act
def report(pk, *, results: dict, not_reached: bool = False, by) -> Referral:
    """How it went, goal by goal. *results* is {goal key: (result, reason)}.

    What was not started can only be reported as never having reached the person, and only
    after three attempts.
    """
    referral = hold(pk, REPORT, by=by)
    require_not_paused(referral)
    if referral.status == Status.ACCEPTED and not not_reached:
        raise moves.MoveNotAllowed(REPORT, referral)
    if referral.status == Status.ACCEPTED and referral.attempts < ENOUGH_ATTEMPTS:
        raise ValidationError(_("Try to reach the person three times first."), code="too_few")
    return _say(REPORT, referral, results, not_reached, by=by)


@trail.act
def amend(pk, *, results: dict, not_reached: bool = False, by) -> Referral:
    """The report, mended or said once more, for as long as we have not confirmed it.

    Every version is kept. If we had objected, this is the partner's answer to it.
    """
    return _say(AMEND, hold(pk, AMEND, by=by), results, not_reached, by=by)


@trail.act
def contest(pk, *, reason: str, by) -> Referral:
    """We object, once: the partner looks at it again within five working days, then we decide."""
    referral = hold(pk, CONTEST, by=by)
    if referral.contest_reason:
        raise ValidationError(
            _("We have objected once already. Confirm the report, or talk with the partner."),
            code="contested",
        )
    referral.contest_reason = known([reason], ContestReason)[0]
    referral.hand_ball(Side.PARTNER)
    referral.save()
    trail.record(by, "referral.contest", referral, reason=reason)
    tell_partner(referral, "LOOK_AGAIN", by=by)
    return referral


def _say(move, referral: Referral, results: dict, not_reached: bool, *, by) -> Referral:
    _note_results(referral, results, not_reached)
    referral.not_reached = not_reached
    version = _keep(referral)
    moves.make(move, referral, by=by, not_reached=not_reached, version=version)
    tell_us(referral, "NEWS", by=by)
    return referral


def _note_results(referral: Referral, results: dict, not_reached: bool) -> None:
    """One result per goal, and a reason for all but the reached ones."""
    results = {str(key): result for key, result in results.items()}
    for goal in referral.goals.defer("text"):
        nothing = (Result.NOT_TRIED, ResultReason.ABSENT) if not_reached else ("", "")
        goal.result, goal.reason = results.pop(str(goal.pk), nothing)
        if goal.result not in Result.values:
            raise ValidationError(_("Say how it went, goal by goal."), code="no_result")
        if goal.result == Result.MET:
            goal.reason = ""
        elif goal.reason not in ResultReason.values:
            raise ValidationError(_("Say why the goal was not reached."), code="no_reason")
        goal.save(update_fields=["result", "reason"])
    if results:
        raise guard.OutOfReach


def _keep(referral: Referral) -> int:
    """What is said now is a version of its own; nothing that was said is lost."""
    goals = referral.goals.values_list("pk", "result", "reason")
    said = [[str(pk), *codes] for pk, *codes in goals]
    version = referral.reports.count() + 1
    Report.objects.create(
        referral=referral, version=version, reported_at=timezone.now(),
        not_reached=referral.not_reached, results=said,
    )  # fmt: skip
    return version
