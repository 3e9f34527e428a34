"""What we may tell by runs out: we hear of it a fortnight before, and again when it is over.

The referral is not closed by the calendar. What the partner could read is shut by itself
(disclosing.require_basis); somebody of ours asks the person anew, or takes the referral back.
"""

from datetime import timedelta

from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone

from audit import trail
from audit.actors import CLOCK
from audit.one_by_one import one_by_one
from referrals.lifecycle import AT_THE_PARTNER
from referrals.models import BasisNotice, LegalGround, Referral
from referrals.services.holding import rows
from referrals.services.telling import tell_us

SOON = timedelta(days=14)


def sweep() -> int:
    """Every night. Told once at each step, also if the clock has slept."""
    last = timezone.localdate() + SOON
    ends = Q(basis__consent__valid_until__lte=last) | Q(basis__ground__valid_until__lte=last)
    ends |= Q(ground_until__lte=last)
    open_ones = Referral.objects.filter(status__in=AT_THE_PARTNER)
    found = open_ones.annotate(ground_until=_newest_until()).filter(ends)
    waiting = found.exclude(basis__told=BasisNotice.OVER)
    return one_by_one(_tell, waiting.values_list("pk", flat=True))


def _newest_until() -> Subquery:
    """The last day of the newest version that has begun of what a referral rests on."""
    same = LegalGround.objects.filter(code=OuterRef("basis__ground__code"))
    begun = same.filter(valid_from__lte=timezone.localdate()).order_by("-version")
    return Subquery(begun.values("valid_until")[:1])


@trail.act
def _tell(pk) -> bool:
    held = rows().select_for_update(of=("self",))
    referral = held.filter(pk=pk, status__in=AT_THE_PARTNER).first()
    step = step_of(referral) if referral else BasisNotice.NOTHING
    if referral is None or step in (BasisNotice.NOTHING, referral.basis.told):
        return False
    referral.basis.told = step
    referral.basis.save(update_fields=["told"])
    trail.record(CLOCK, f"referral.basis_{step}", referral)
    tell_us(referral, f"BASIS_{step.name}", by=CLOCK)
    return True


def step_of(referral: Referral) -> BasisNotice:
    """How near the end is today; a partner that has nothing any more loses nothing."""
    ends, today = referral.basis and referral.basis.ends_on, timezone.localdate()
    if ends is None or referral.status not in AT_THE_PARTNER or ends > today + SOON:
        return BasisNotice.NOTHING
    return BasisNotice.OVER if ends < today else BasisNotice.SOON
