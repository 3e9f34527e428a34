"""Steps: what is chosen stands in the list of reasons that holds today."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from intake.models import Reason

NOT_LISTED = _("This reason is not in the list any more. Choose another.")


def require(of: str, code: str, *, field: str) -> None:
    """Refuses a reason that nobody may choose today: the list may have changed meanwhile."""
    if code not in dict(Reason.choices(of)):
        raise ValidationError({field: ValidationError(NOT_LISTED, code="not_listed")})
