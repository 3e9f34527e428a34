"""Steps: what the agreement with a partner lets us tell, for the purpose that a draft says.

The basis says that we may tell at all; this says how much of it, and it is asked before sending.
"""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intake.models import Item
from partners.languages import joined
from partners.models import purposes_on, terms_with

NOT_AGREED = gettext_lazy("This is not one of the purposes that the agreement names.")


@dataclass(frozen=True)
class Agreed:
    """One purpose, and what may be told for it: codes of items."""

    code: str
    title: str
    items: tuple[str, ...]

    @property
    def lets_words_through(self) -> bool:
        return Item.SITUATION in self.items

    def items_said(self) -> str:
        return joined(Item(item).label for item in self.items) or _("the blind envelope alone")


def agreed_with(organisation, on) -> dict[str, Agreed] | None:
    """By purpose, what this partner may be told that day. None: nothing is written down, and the
    basis alone decides.
    """
    terms = terms_with(organisation, on)
    if terms is None:
        return None
    known = purposes_on(on)
    return {
        code: Agreed(code, str(known[code]), tuple(term.items))
        for code, term in terms.items() if code in known
    }  # fmt: skip


def lets_words_through(referral) -> bool:
    """May words still go to them for what this one was told for? Where no purpose was asked when
    it was sent, nothing was written down, and the basis alone decided.
    """
    agreed = agreed_with(referral.to, timezone.localdate())
    if agreed is None or not referral.purpose:
        return True
    what_for = agreed.get(referral.purpose)
    return what_for is not None and what_for.lets_words_through


def known_purpose(code: str, organisation) -> str:
    """A purpose that the agreement names; none at all may be said later."""
    agreed = agreed_with(organisation, timezone.localdate())
    if code and code not in (agreed or {}):
        raise ValidationError({"purpose": ValidationError(NOT_AGREED, code="not_agreed")})
    return code


def kept_for(code: str, organisation) -> str:
    """The same purpose at another partner, if its agreement names it too."""
    return code if code in (agreed_with(organisation, timezone.localdate()) or {}) else ""
