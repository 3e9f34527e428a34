"""The second person reads why a ground is said to apply, before approving or handing back."""

from audit import guard, trail, vault
from referrals import rights
from referrals.models import Referral
from referrals.services.holding import rows


@trail.act
def read_reasons(pk, *, by) -> tuple[Referral, str]:
    """The author's reasons. A consent has none."""
    referral = guard.reach(rows(), pk, by=by, right=rights.APPROVE)
    if referral.basis is None or referral.basis.ground is None:
        return referral, ""
    return referral, vault.unseal(referral.basis, "reasons", by=by, purpose="approve")
