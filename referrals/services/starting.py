"""A partner says yes for later: when it expects to begin. The package stays shut until then."""

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit import trail
from referrals.lifecycle import RESCHEDULE
from referrals.models import Referral
from referrals.services.holding import hold, require
from referrals.services.telling import tell_us

FURTHEST = timedelta(days=183)
MOST_NEW_DATES = 2


def require_possible(day: date) -> None:
    """Step: from today on, and within half a year: longer is no help."""
    today = timezone.localdate()
    if not today <= day <= today + FURTHEST:
        raise ValidationError(
            {"expected_start": ValidationError(_("Choose a day within six months."), code="no_day")}
        )


def require_movable(referral: Referral) -> None:
    """Step: there is a day that has not come to anything yet, and it may be moved once more."""
    require(RESCHEDULE, referral)
    if referral.expected_start is None:
        raise ValidationError(_("No day was agreed on. Make contact now."), code="no_start")
    if referral.reschedules >= MOST_NEW_DATES:
        raise ValidationError(
            _("The day has been moved twice. Call the social services: they choose now."),
            code="moved_twice",
        )


@trail.act
def reschedule(pk, *, expected_start: date, by) -> Referral:
    """Another day, twice at most. After that it is ours to choose: wait, or ask somebody else."""
    referral = hold(pk, RESCHEDULE, by=by)
    require_movable(referral)
    require_possible(expected_start)
    before, referral.expected_start = referral.expected_start, expected_start
    referral.reschedules += 1
    referral.count(timezone.now())
    referral.save()
    trail.record(
        by, "referral.reschedule", referral, start_before=before.isoformat(),
        start=expected_start.isoformat(), times=referral.reschedules,
    )  # fmt: skip
    tell_us(referral, "MOVED", by=by)
    return referral
