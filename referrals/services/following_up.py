"""From yes to the end: the first contact, the work, the report, and our confirmation."""

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from audit import guard, moves, trail
from referrals.lifecycle import ACKNOWLEDGE, ASSIGN, ATTEMPT, REPORT, RETURN, START, Status
from referrals.models import Referral, Result, ResultReason, ReturnReason
from referrals.services.ending import end
from referrals.services.holding import hold
from referrals.services.packing import known
from referrals.services.telling import tell_partner, tell_us

ENOUGH_ATTEMPTS = 3


@trail.act
def start(pk, *, by) -> Referral:
    """The partner has met the person."""
    referral = hold(pk, START, by=by)
    moves.make(START, referral, by=by)
    return referral


@trail.act
def attempt(pk, *, by) -> Referral:
    """The partner has tried to reach the person. Nothing closes by itself."""
    referral = hold(pk, ATTEMPT, by=by)
    referral.attempts += 1
    referral.save()
    trail.record(by, "referral.attempt", referral, attempts=referral.attempts)
    if referral.attempts == ENOUGH_ATTEMPTS:
        tell_us(referral, "NOT_REACHED", by=by)
    return referral


@trail.act
def assign(pk, *, to_user_pk, by) -> Referral:
    """The partner's lead gives it to one of their own."""
    referral = hold(pk, ASSIGN, by=by)
    referral.assigned_to = members(referral).filter(pk=to_user_pk).first()
    if referral.assigned_to is None or referral.assigned_to.has_expired:
        raise ValidationError(_("Choose somebody of your own."), code="not_a_member")
    referral.save()
    trail.record(by, "referral.assign", referral, user=to_user_pk)
    return referral


def members(referral):
    """Who at the partner may be given it: nobody who has said that they are related to it."""
    people = get_user_model().objects.filter(groups=referral.to.group, is_active=True)
    return people.exclude(pk__in=referral.conflicts.values("user")).order_by("name")


@trail.act
def report(pk, *, results: dict, not_reached: bool = False, by) -> Referral:
    """How it went, goal by goal. *results* is {goal key: (result, reason)}.

    What was not started can only be reported as never having reached the person, and only
    after three attempts.
    """
    referral = hold(pk, REPORT, by=by)
    if referral.status == Status.ACCEPTED and not not_reached:
        raise moves.MoveNotAllowed(REPORT, referral)
    if referral.status == Status.ACCEPTED and referral.attempts < ENOUGH_ATTEMPTS:
        raise ValidationError(_("Try to reach the person three times first."), code="too_few")
    _note_results(referral, results, not_reached)
    referral.not_reached = not_reached
    moves.make(REPORT, referral, by=by, not_reached=not_reached)
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


@trail.act
def give_back(pk, *, reason: str, by) -> Referral:
    """The partner's lead hands back what they took on: a code says why."""
    referral = hold(pk, RETURN, by=by)
    referral.return_reason = known([reason], ReturnReason)[0]
    end(referral, RETURN, by=by, reason=reason, why=reason)
    tell_us(referral, "BACK", by=by)
    return referral


@trail.act
def acknowledge(pk, *, by) -> Referral:
    """We have read how it went, and close."""
    return close(hold(pk, ACKNOWLEDGE, by=by), by=by)


def close(referral: Referral, *, by, by_clock: bool = False) -> Referral:
    """Step: the last move of a referral that went its whole way."""
    referral.closed_by_clock = by_clock
    end(referral, ACKNOWLEDGE, by=by, by_clock=by_clock)
    tell_partner(referral, "ENDED", by=by)
    return referral
