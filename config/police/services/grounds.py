"""Steps: the ground on which an authority's request is answered, as it stands today."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partners.models import said
from referrals.models import LegalGround

NO_OTHER = _("To be used only for what it was asked for, and for nothing else.")


def in_force() -> LegalGround | None:
    """The newest version in force today; None if the list has none."""
    rows = LegalGround.in_force(timezone.localdate())
    return next((row for row in rows if row.on_request), None)


def limit(ground: LegalGround) -> str:
    """What whoever gets it is told about what it may be used for."""
    return said(ground.limit) or str(NO_OTHER)


def guidance() -> str:
    ground = in_force()
    return said(ground.guidance) if ground else ""
