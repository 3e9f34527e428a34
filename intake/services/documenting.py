"""Steps: how much of an open service may be written down (SoL 14:3–5)."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from intake import personal_numbers, words
from partners.models import Mode

HOLDS_NUMBER = _(
    "There is a personal number in the text. This service is written down without anything that "
    "shows who it is (SoL 14:4–5), so it cannot be kept. Take the number out and send it again; "
    "the rest of your text is still here."
)
ONLY_COUNTED = _(
    "Advice is only counted (SoL 14:4): nothing is written about the person. Empty the text, or "
    "first let more be written down – the person is told of it then."
)


def kept(text: str, *, mode: str, field: str = "note") -> str:
    """*text* as it may be kept in this mode. Refuses a personal number where nobody is known."""
    text = words.optional(text)
    if mode != Mode.FULL and personal_numbers.found_in(text):
        raise ValidationError({field: ValidationError(HOLDS_NUMBER, code="holds_number")})
    return text


def of_a_talk(text: str, *, mode: str) -> str:
    text = kept(text, mode=mode)
    if text and mode == Mode.ADVICE:
        raise ValidationError({"note": ValidationError(ONLY_COUNTED, code="only_counted")})
    return text
