"""Holds a text against the phrases of every language: nobody knows in which one it is written.

A phrase does not count where the writer says no to it (“he does not hit me”) or where it is part
of something harmless (“died laughing”). A *weak* phrase, that names a thing without saying who,
does not count in a sentence about a film or a book either.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from intake.tripwire.normalising import sentences
from intake.tripwire.patterns import NO, NO_BUT, RANKS, STORY, WHO, Language, Pattern, languages
from intake.tripwire.spelling import spelled

NOWHERE: frozenset[int] = frozenset()
BEFORE_WEAK = 4  # words in which a “no” before a weak phrase is looked for


@dataclass(frozen=True, order=True)
class Sign:
    """A class of danger that a text sounds like, and how urgent that is."""

    kind: str
    urgency: str


def weigh(text: str, own: tuple[tuple[str, str, str], ...] = ()) -> tuple[Sign, ...]:
    """The classes that *text* sounds like, each once, the most urgent first."""
    found: dict[str, str] = {}
    known = languages(own)
    seen: dict[str, dict[int, set[int]]] = {}
    begins: dict[str, list[int]] = {}  # in which languages a phrase may begin with that word
    for words in sentences(text):
        for word in {*words} - seen.keys():
            seen[word] = known[0].lexicon.numbers(spelled(word))  # one for all of them
            begins[word] = [
                place for place, slots in seen[word].items()
                if not known[place].alarming.keys().isdisjoint(slots)
            ]  # fmt: skip
        for place in {place for word in words for place in begins[word]}:
            slots = [seen[word].get(place, NOWHERE) for word in words]
            for pattern in _heard(slots, known[place]):
                earlier = found.get(pattern.kind, pattern.urgency)
                found[pattern.kind] = max(earlier, pattern.urgency, key=RANKS.index)
    signs = [Sign(kind, urgency) for kind, urgency in found.items()]
    return tuple(sorted(signs, key=lambda sign: (-RANKS.index(sign.urgency), sign.kind)))


def _heard(slots: list[set[int]], language: Language) -> Iterator[Pattern]:
    """The phrases of one language that count in one sentence."""
    said = frozenset().union(*slots)
    alarming = [*_found(slots, language.alarming, said)]
    if not alarming:
        return  # nearly always; what is harmless matters only beside what is not
    harmless = {one for _, path in _found(slots, language.harmless, said) for one in path}
    is_story = STORY in said
    for pattern, path in alarming:
        if pattern.is_weak and is_story:
            continue
        if harmless.isdisjoint(path) and not _denied(slots, path, pattern):
            yield pattern


def _found(slots, patterns, said) -> Iterator[tuple[Pattern, tuple[int, ...]]]:
    """The patterns that fit, each with the places of its words.

    Only those all of whose words are *said* in the sentence are followed word by word.
    """
    for start, here in enumerate(slots):
        for slot in here & patterns.keys():
            for pattern in patterns[slot]:
                if not said.issuperset(pattern.slots):
                    continue
                path = _path(slots, start, pattern)
                if path:
                    yield pattern, path


def _path(slots, start: int, pattern: Pattern) -> tuple[int, ...]:
    """The nearest words that fit; (): none do. Each step looks at a few places only."""
    paths = {start: (start,)}
    for slot, gap in zip(pattern.slots[1:], pattern.gaps[1:], strict=True):
        onward: dict[int, tuple[int, ...]] = {}
        for last in sorted(paths, reverse=True):
            for place in range(last + 1, min(last + 2 + gap, len(slots))):
                if slot in slots[place]:
                    onward.setdefault(place, (*paths[last], place))
        paths = onward
    return paths[min(paths)] if paths else ()


def _denied(slots, path: tuple[int, ...], pattern: Pattern) -> bool:
    """Somebody says no to it: inside, just behind, or just before what begins with a verb."""
    first, last = path[0], path[-1]
    inside = [place for place in range(first, last) if place not in path]
    reach = BEFORE_WEAK if pattern.is_weak else 1
    before = range(max(first - reach, 0), first) if WHO not in slots[first] else ()
    behind = [last + 1] if last + 1 < len(slots) else []
    return any(_says_no(slots, place) for place in (*inside, *before, *behind))


def _says_no(slots, place: int) -> bool:
    """“Not”, but neither “not only” nor “no longer”."""
    goes_on = place + 1 < len(slots) and NO_BUT in slots[place + 1]
    return NO in slots[place] and not goes_on
