"""What is erased takes no word any more: nobody could ever read what is written to it."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

ERASED = _("Its words are erased. Nothing can be written to it any more.")


def require_not(row) -> None:
    if row.erased_at:
        raise ValidationError(ERASED, code="erased")
