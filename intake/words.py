"""What somebody wrote, as we keep it: everything but control characters, and not endless."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

LONGEST = 20_000
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")

EMPTY = _("Write something first. One sentence is enough.")
TOO_LONG = _(
    "The text is %(length)s characters long, and we can take %(longest)s at a time. Everything "
    "you wrote is still here: shorten it, or send the rest as a message afterwards."
)


def cleaned(text: str) -> str:
    """One kind of line break, and no control characters but line break and tab."""
    return CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def is_blank(text: str) -> bool:
    """Nothing anybody could see: spaces, or signs that only direct other signs."""
    return all(sign.isspace() or unicodedata.category(sign) == "Cf" for sign in text)


def required(text: str) -> str:
    """*text* as it is kept. Raises ValidationError if it is empty or too long."""
    text = optional(text)
    if not text:
        raise ValidationError(EMPTY, code="empty")
    return text


def optional(text: str) -> str:
    """The same, where something else may be sent instead of words: a blank text is ""."""
    text = cleaned(text).strip()
    if is_blank(text):
        return ""
    if len(text) > LONGEST:
        length, longest = (number_format(n, force_grouping=True) for n in (len(text), LONGEST))
        params = {"length": length, "longest": longest}
        raise ValidationError(TOO_LONG, code="too_long", params=params)
    return text
