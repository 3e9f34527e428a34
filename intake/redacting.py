"""Leaving words out of a text by removal: what is left out is not in what is handed over. Pure.

A text is cut into its words, each with the space before it; what is kept is a list of numbers.
"""

import re
from collections.abc import Collection

A_WORD = re.compile(r"\s*\S+|\s+\Z")
LETTERS = re.compile(r"\w{3,}")


def words_of(text: str) -> list[str]:
    """Put together again they are the text."""
    return A_WORD.findall(text)


def without(text: str, gone: Collection[int]) -> list[str | None]:
    """Pieces of the text in order. *None* stands where words were, however many and long."""
    pieces: list[str | None] = []
    for number, word in enumerate(words_of(text)):
        if number in gone:
            if not pieces or pieces[-1] is not None:
                pieces.append(None)
        elif pieces and pieces[-1] is not None:
            pieces[-1] += word
        else:
            pieces.append(word)
    return pieces


def naming(text: str, names: Collection[str]) -> list[int]:
    """Which words hold a part of one of *names*, also in the genitive or beside a mark."""
    known = {part.casefold() for name in names for part in LETTERS.findall(name)}
    return [
        number
        for number, word in enumerate(words_of(text))
        if any(_is_one_of(part.casefold(), known) for part in LETTERS.findall(word))
    ]


def _is_one_of(part: str, known: set[str]) -> bool:
    return part in known or (part.endswith("s") and part[:-1] in known)
