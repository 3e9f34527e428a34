"""A pause: both sides may begin and end one. The partner reads on, and its clock stands still."""

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit import trail
from referrals.lifecycle import OUR_PAUSE, OUR_RESUME, PAUSE, RESUME
from referrals.models import PauseReason, Referral
from referrals.services.holding import hold
from referrals.services.packing import known
from referrals.services.telling import tell_partner, tell_us

LONGEST = timedelta(days=90)


@trail.act
def pause(pk, *, reason: str, review_at: date, by) -> Referral:
    """The partner rests until a day on which both look at it again."""
    referral = _pause(hold(pk, PAUSE, by=by), reason, review_at, by=by)
    tell_us(referral, "NEWS", by=by)
    return referral


@trail.act
def pause_from_us(pk, *, reason: str, review_at: date, by) -> Referral:
    """We ask the partner to rest."""
    referral = _pause(hold(pk, OUR_PAUSE, by=by), reason, review_at, by=by)
    tell_partner(referral, "NEWS_FOR_PARTNER", by=by)
    return referral


@trail.act
def resume(pk, *, by) -> Referral:
    """The partner goes on, with the time it had left."""
    referral = _resume(hold(pk, RESUME, by=by), by=by)
    tell_us(referral, "NEWS", by=by)
    return referral


@trail.act
def resume_from_us(pk, *, by) -> Referral:
    """We ask the partner to go on."""
    referral = _resume(hold(pk, OUR_RESUME, by=by), by=by)
    tell_partner(referral, "NEWS_FOR_PARTNER", by=by)
    return referral


def require_not_paused(referral: Referral) -> None:
    """Step: a paused referral is only read."""
    if referral.is_paused:
        raise ValidationError(_("It is paused. End the pause first."), code="paused")


def _pause(referral: Referral, reason: str, review_at: date, *, by) -> Referral:
    require_not_paused(referral)
    today = timezone.localdate()
    if not today < review_at <= today + LONGEST:
        raise ValidationError(
            {"review_at": ValidationError(_("Choose a day within 90 days."), code="no_day")}
        )
    referral.pause_reason = known([reason], PauseReason)[0]
    referral.stop_clock()
    referral.review_at = review_at
    referral.count(timezone.now())
    referral.save()
    trail.record(
        by, "referral.pause", referral, reason=reason, review_at=review_at.isoformat(),
        left=int(referral.time_left.total_seconds()),
    )  # fmt: skip
    return referral


def _resume(referral: Referral, *, by) -> Referral:
    if not referral.is_paused:
        raise ValidationError(_("It is not paused."), code="not_paused")
    referral.review_at, referral.pause_reason = None, ""
    referral.count(timezone.now())
    referral.save()
    trail.record(by, "referral.resume", referral)
    return referral
