"""Two people, not two accounts: whoever lets a deed through is somebody else than who wants it.

An administrator can invite an account of their own and confirm with it. So whoever let the
other in within the last month is no second person to them either, whichever of the two asks.
"""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

TOO_CLOSE = _(
    "One of you let the other in less than 30 days ago. Somebody else must look at this instead."
)


def require(by, first: set, *, own, code: str) -> None:
    """*first*: the keys of who proposed, wrote or decided it. *own* is said to one of them."""
    first = {pk for pk in first if pk is not None}
    if by.pk in first:
        raise ValidationError(own, code=code)
    if by.is_let_in_lately_with(first):
        raise ValidationError(TOO_CLOSE, code="too_close")
