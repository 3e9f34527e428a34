"""Steps: may we and a partner write to each other about this referral, now?"""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from referrals.lifecycle import OUR_WRITE, WRITE
from referrals.models import Referral
from referrals.services.disclosing import is_codes_only, require_open
from referrals.services.holding import require
from referrals.services.pausing import require_not_paused

CODES_ONLY = _("Only codes may be told here, so nothing can be written.")
NOT_AGREED = _("The agreement with this partner does not say that we write to each other.")
NOT_OPEN = _("The partner reads nothing of this now, so nothing can be written to it.")


def require_from_us(referral: Referral) -> None:
    """Under the same conditions as the package."""
    require(OUR_WRITE, referral)
    _require_agreed(referral)
    try:
        require_open(referral)
    except ValidationError as refusal:  # what it says, it says to the partner
        raise ValidationError(NOT_OPEN, code=refusal.code) from None


def require_from_partner(referral: Referral) -> None:
    """Under the same conditions; what rests is only read there."""
    require(WRITE, referral)
    _require_agreed(referral)
    require_not_paused(referral)
    require_open(referral)


def require_words(referral: Referral) -> None:
    if is_codes_only(referral):
        raise ValidationError(CODES_ONLY, code="codes_only")


def _require_agreed(referral: Referral) -> None:
    require_words(referral)
    if not referral.to.takes_messages:
        raise ValidationError(NOT_AGREED, code="not_agreed")
