"""Text as it is compared: small letters, no accents, the same letter written the same way."""

import re
import unicodedata
from collections.abc import Iterator

LONGEST_WORD = 40
PAUSE = ","  # stands between two words where the writer paused: they are no neighbours

SENTENCE = re.compile(r"[.!?;:\n\u061f\u061b\u2026]+")
WORD = re.compile(r"[^\W_]+|,|\u060c")
APOSTROPHES = re.compile("['\u2019\u2018\u02bc\u00b4`]")
DRAWN_OUT = re.compile(r"(.)\1{2,}")
MAYBE_A_MARK = re.compile("[\u0300-\U0010ffff]")  # no sign before these stands on another one
FOLDED = str.maketrans({
    "æ": "a", "ø": "o", "ı": "i", "ß": "s", "ł": "l",
    "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ئ": "ي", "ؤ": "و", "ة": "ه", "ـ": None,
    "ک": "ك", "ی": "ي", "\u060c": PAUSE,
})  # fmt: skip


def fold(text: str) -> str:
    """Accents, vowel signs and drawn-out letters taken away: “Sluuuta” is “sluta”."""
    text = text.translate(FOLDED).casefold()
    marked = unicodedata.normalize("NFKD", text)
    bare = MAYBE_A_MARK.sub(_unless_a_mark, marked)
    return DRAWN_OUT.sub(r"\1", APOSTROPHES.sub("", bare.translate(FOLDED)))


def _unless_a_mark(found: re.Match) -> str:
    return "" if unicodedata.combining(found[0]) else found[0]


def sentences(text: str) -> Iterator[list[str]]:
    """The words of each sentence, with a comma where there was one."""
    for sentence in SENTENCE.split(fold(text)):
        words = [word[:LONGEST_WORD] for word in WORD.findall(sentence)]
        if words:
            yield words
