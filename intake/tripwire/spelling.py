"""A list of words that is found again in spite of one slip of the pen.

Every word of the list is also kept under each form that lacks one letter; two words that are one
slip apart share such a form. Looking up costs the same however long the list is, so that a long
text takes time in proportion to its length.
"""

from collections import defaultdict
from typing import NamedTuple

SHORTEST_FORGIVEN = 5  # letters; shorter words lie too close to each other
LONGEST_BEGINNING = 12  # of a word, when a slip is looked for


class Spelled(NamedTuple):
    """A word as somebody wrote it, with all the forms it may be found by. Made once a text."""

    word: str
    beginnings: frozenset[str]
    near: frozenset[str]
    near_beginnings: frozenset[str]


def spelled(word: str) -> Spelled:
    beginnings = frozenset(word[:length] for length in range(1, len(word) + 1))
    if len(word) < SHORTEST_FORGIVEN - 1:
        return Spelled(word, beginnings, frozenset(), frozenset())
    longer = range(SHORTEST_FORGIVEN - 1, min(len(word), LONGEST_BEGINNING + 1) + 1)
    near_beginnings = {word[:length] for length in longer}
    near_beginnings |= {
        word[:place] + word[place + 1 : length] for length in longer for place in range(1, length)
    }
    return Spelled(word, beginnings, frozenset(without_one(word)), frozenset(near_beginnings))


class Lexicon:
    """Words and beginnings of words of several lists, each with the numbers of its places there.

    All lists are in one, so that a word is looked up once and not once for each language.
    """

    def __init__(self):
        self._words: dict[str, set[tuple[int, int]]] = defaultdict(set)
        self._beginnings: dict[str, set[tuple[int, int]]] = defaultdict(set)
        self._near: dict[str, set[tuple[str, int, int]]] = defaultdict(set)
        self._near_beginnings: dict[str, set[tuple[str, int, int]]] = defaultdict(set)

    def add(self, word: str, of: int, number: int, *, begins: bool, exact: bool) -> None:
        """*of*: the list that it stands in. A slip is forgiven only in the places that forgive it:
        “tapaa” (meets) is no slip of what must stand exactly so, though it is one elsewhere.
        """
        (self._beginnings if begins else self._words)[word].add((of, number))
        longest = LONGEST_BEGINNING if begins else len(word)
        if not exact and SHORTEST_FORGIVEN <= len(word) <= longest:
            near = self._near_beginnings if begins else self._near
            for form in without_one(word):
                near[form].add((word, of, number))

    def numbers(self, seen: Spelled) -> dict[int, set[int]]:
        """Where the word stands, by list, also when it was spelled with one slip."""
        found = {*self._words.get(seen.word, ())}
        for beginning in self._beginnings.keys() & seen.beginnings:
            found |= self._beginnings[beginning]
        for form in self._near.keys() & seen.near:
            for candidate, *place in self._near[form]:
                if one_slip_apart(seen.word, candidate):
                    found.add(tuple(place))
        for form in self._near_beginnings.keys() & seen.near_beginnings:
            for candidate, *place in self._near_beginnings[form]:
                if _begins(seen.word, candidate):
                    found.add(tuple(place))
        numbers: dict[int, set[int]] = {}
        for of, number in found:
            numbers.setdefault(of, set()).add(number)
        return numbers


def _begins(word: str, beginning: str) -> bool:
    around = range(len(beginning) - 1, len(beginning) + 2)
    return any(one_slip_apart(word[:length], beginning) for length in around)


def without_one(word: str) -> set[str]:
    """The word, and each form of it that lacks one letter – but never the first."""
    return {word} | {word[:place] + word[place + 1 :] for place in range(1, len(word))}


def one_slip_apart(first: str, second: str) -> bool:
    """One letter more, less or another one, or two that changed places. The first one stands."""
    if first[:1] != second[:1] or abs(len(first) - len(second)) > 1:
        return False
    place = 0
    while place < min(len(first), len(second)) and first[place] == second[place]:
        place += 1
    one, two = first[place:], second[place:]
    if len(one) != len(two):
        return one[1:] == two if len(one) > len(two) else two[1:] == one
    return one[1:] == two[1:] or (one[:2] == two[:2][::-1] and one[2:] == two[2:])
