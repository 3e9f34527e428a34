"""Why something is told: read by the second person who weighs it, and printed as a sheet."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from audit import guard, trail, vault
from referrals import rights
from referrals.lifecycle import REVISE
from referrals.models import Referral
from referrals.models.basis import lines_of
from referrals.services.holding import require, rows

UNEVEN = _("Write as many conditions as in the first language: they are answered one by one.")


def require_fit(told: dict) -> None:
    """Step: a ground has the same conditions in each language that it is written in."""
    written = {name: text for name, text in told.items() if name.startswith("conditions_")}
    counts = {name: len(lines_of(text)) for name, text in written.items() if lines_of(text)}
    first = next(iter(counts.values()), 0)
    for name, count in counts.items():
        if count != first:
            raise ValidationError({name: ValidationError(UNEVEN, code="uneven")})


@trail.act
def read_reasons(pk, *, by) -> tuple[Referral, str]:
    """The author's reasons, before approving or handing back. A consent has none."""
    referral = guard.reach(rows(), pk, by=by, right=rights.APPROVE)
    return referral, _reasons(referral, by=by, purpose="approve")


@trail.act
def read_own_reasons(pk, *, by) -> str:
    """Why the ground was chosen, for whoever chooses it once more: it has been changed since."""
    referral = guard.reach(rows(), pk, by=by, right=rights.SEND)
    require(REVISE, referral)
    return _reasons(referral, by=by, purpose="referral")


@trail.act
def read_sheet(pk, *, by) -> tuple[Referral, str]:
    """The whole basis, for our own file: with the reasons, without a word of what was told."""
    found = rows().select_related("approved_by", "basis__decided_by", "package")
    sealed = [f"package__{name}" for name in ("situation", "name", "phone", "email", "wishes")]
    referral = guard.reach(found.defer(*sealed), pk, by=by, right=rights.SEND)
    if referral.basis is None:
        raise ValidationError(_("Choose first on what it may be told."), code="no_basis")
    trail.record(by, "referral.sheet", referral)
    return referral, _reasons(referral, by=by, purpose="referral")


def _reasons(referral: Referral, *, by, purpose: str) -> str:
    if referral.basis is None or referral.basis.ground is None:
        return ""
    return vault.unseal(referral.basis, "reasons", by=by, purpose=purpose)
