"""Phrases as a person writes them, made ready for comparing. The lists are the files beside it.

vill dö                words in this order; up to two others may stand between them
tappa+greppet          neighbours: nothing may stand between them
slog|slår              one or the other
misshandl*             a word that begins so
=tappaa                exactly so, no slip forgiven
{partner}              one of the words of that list
"""

import tomllib
from dataclasses import dataclass, field
from functools import cache
from itertools import product
from pathlib import Path

from intake.tripwire.normalising import fold
from intake.tripwire.spelling import Lexicon

VERSION = "2026.1"
LANGUAGES = ("sv", "en", "fi", "ar", "so")
HERE = Path(__file__).parent
MOST_BETWEEN = 2
GRAMMAR = ("no", "no_but", "who", "story")
NO, NO_BUT, WHO, STORY = range(1, 5)  # their numbers, the same in every language
RANKS = ("priority", "same_day", "emergency")


class NotAPattern(ValueError):
    """The phrase cannot be read."""


@dataclass(frozen=True)
class Pattern:
    """One phrase: the numbers of its words' lists, and how many others may come before each."""

    slots: tuple[int, ...]
    gaps: tuple[int, ...]
    kind: str = ""
    urgency: str = ""
    is_weak: bool = False


@dataclass
class Language:
    """The lists of one language, ready for comparing. The *lexicon* may hold others too."""

    words: dict[str, list[str]]
    place: int = 0
    lexicon: Lexicon = field(default_factory=Lexicon)
    alarming: dict[int, list[Pattern]] = field(default_factory=dict)
    harmless: dict[int, list[Pattern]] = field(default_factory=dict)
    slots: dict[str, int] = field(default_factory=dict)

    def slot(self, choices: str) -> int:
        """The number of the place for one of these words; the same words, the same number."""
        if choices not in self.slots:
            self.slots[choices] = len(self.slots) + 1
            for choice in self._spelled_out(choices):
                exact, begins = choice.startswith("="), choice.endswith("*")
                word = fold(choice.strip("=*"))
                if not word.isalnum():
                    raise NotAPattern(choice)
                number = self.slots[choices]
                self.lexicon.add(word, self.place, number, begins=begins, exact=exact)
        return self.slots[choices]

    def _spelled_out(self, choices: str) -> list[str]:
        spelled = []
        for choice in choices.split("|"):
            if choice.startswith("{") and choice.endswith("}"):
                if choice[1:-1] not in self.words:
                    raise NotAPattern(choice)
                spelled += self.words[choice[1:-1]]
            else:
                spelled.append(choice)
        return spelled

    def add(self, where: dict[int, list[Pattern]], phrase: str, **told) -> None:
        """Each way to say *phrase* becomes a pattern, kept under its first word."""
        if not phrase.strip():
            raise NotAPattern(phrase)
        for parts in product(*map(_ways, phrase.split())):
            slots = tuple(self.slot(word) for part in parts for word in part)
            gaps = tuple(
                0 if place else MOST_BETWEEN for part in parts for place in range(len(part))
            )
            where.setdefault(slots[0], []).append(Pattern(slots, gaps, **told))


def _ways(part: str) -> list[list[str]]:
    """Single words that may stand for each other are one way; neighbours are a way of their own."""
    choices = part.split("|")
    single = [choice for choice in choices if "+" not in choice]
    neighbours = [choice.split("+") for choice in choices if "+" in choice]
    return ([["|".join(single)]] if single else []) + neighbours


@cache
def languages(own: tuple[tuple[str, str, str], ...] = ()) -> tuple[Language, ...]:
    """All languages; with the municipality's *own* phrases: (language, class, phrase)."""
    lexicon = Lexicon()
    return tuple(_language(code, own, lexicon) for code in LANGUAGES)


def _language(code: str, own, lexicon: Lexicon) -> Language:
    told = _read(code)
    made = Language(told["words"], LANGUAGES.index(code), lexicon)
    for grammar in GRAMMAR:
        made.slot(f"{{{grammar}}}")
    for phrase in told["harmless"]["phrases"]:
        made.add(made.harmless, phrase)
    for rule in told["rule"]:
        how = {"kind": rule["kind"], "urgency": rule["urgency"], "is_weak": rule.get("weak", False)}
        for phrase in rule["phrases"]:
            made.add(made.alarming, phrase, **how)
    for kind, phrase in [rest for language, *rest in own if language == code]:
        made.add(made.alarming, phrase, kind=kind, urgency="same_day")
    return made


def _read(code: str) -> dict:
    told = tomllib.loads((HERE / "phrases" / f"{code}.toml").read_text(encoding="utf-8"))
    told["words"] = {name: line.split() for name, line in told["words"].items()}
    return told


def check(language: str, phrase: str) -> None:
    """Raises NotAPattern for a phrase that cannot be read."""
    made = Language(_read(language)["words"])
    made.add(made.alarming, phrase)
