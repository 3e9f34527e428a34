"""A slip of the pen hides nothing; and what is heard does not hang on how or where it is written.

Through weigh alone, with a phrase of the house's own: however the words are looked up.
"""

from itertools import pairwise, product

import pytest

from intake.tripwire import weigh
from intake.tripwire.normalising import fold
from intake.tripwire.spelling import one_slip_apart
from tests.intake.tripwire.test_tripwire import kinds, phrases

WORD = "ekhyddan"


def is_heard(written: str, phrase: str = WORD) -> bool:
    own = (("sv", "violence", phrase),)
    return "violence" in {sign.kind for sign in weigh(f"Vi bor på {written} nu", own)}


def slips(word: str, letters: str = "xa") -> set[str]:
    """All that one slip makes of a word; its first letter stands."""
    places, found = range(1, len(word)), {word}
    for place in places:
        found.add(word[:place] + word[place + 1 :])
        found |= {word[:place] + letter + word[place + 1 :] for letter in letters}
        if place + 1 < len(word):
            found.add(word[:place] + word[place + 1] + word[place] + word[place + 2 :])
    for place in range(1, len(word) + 1):
        found |= {word[:place] + letter + word[place:] for letter in letters}
    return found


def test_each_slip_within_a_word_is_forgiven():
    assert [one for one in sorted(slips(WORD)) if not is_heard(one)] == []


@pytest.mark.parametrize("written", ["xkhyddan", "khyddan", "kehyddan", "ekhydn", "ekxyddxn"])
def test_neither_two_slips_nor_one_in_the_first_letter(written):
    assert not is_heard(written)


def test_a_short_word_lies_too_near_to_others():
    assert is_heard("ekhy", "ekhy")
    assert [one for one in slips("ekhy") - {"ekhy"} if is_heard(one, "ekhy")] == []


def test_where_the_list_says_exactly_so_no_slip_is_forgiven():
    phrase = f"={WORD}"
    assert is_heard(WORD, phrase)
    assert [one for one in slips(WORD) - {WORD} if is_heard(one, phrase)] == []


def test_nor_because_another_phrase_forgives_it():
    """In Finnish “tapaa” is to meet, and “tappaa” to kill."""
    own = (("sv", "violence", f"={WORD}"), ("sv", "life", WORD))
    assert {sign.kind for sign in weigh("Vi bor på ekhydan nu", own)} == {"life"}
    assert kinds("Hän tapaa minut huomenna kello kolme.") == set()
    assert "violence" in kinds("Hän tappaa minut huomenna.")


@pytest.mark.parametrize("ending", ["", "s", "sgatan"])
def test_a_beginning_is_found_with_a_slip_in_it_and_whatever_follows(ending):
    assert [one for one in sorted(slips("ekhyd")) if not is_heard(one + ending, "ekhyd*")] == []
    assert not is_heard(f"xkhyd{ending}", "ekhyd*")


def test_what_counts_as_one_slip_is_no_more_and_no_less():
    """Every two words of up to five letters out of two."""
    words = ["".join(one) for length in range(1, 6) for one in product("ab", repeat=length)]
    made = {word: slips(word, "ab") for word in words}
    wrong = [
        (first, second) for first in words for second in words
        if one_slip_apart(first, second) != (second in made[first])
    ]  # fmt: skip
    assert wrong == []


# --- In any text ----------------------------------------------------------------------------------

DANGER = [text for _language, kind, text in phrases("tuned.tsv", "held_out.tsv") if kind != "none"]
EVERYTHING = [row[2] for row in phrases("tuned.tsv", "held_out.tsv")]


def test_capitals_and_lost_accents_change_nothing():
    assert [text for text in DANGER if kinds(text) != kinds(text.upper())] == []
    assert [text for text in DANGER if kinds(text) != kinds(fold(text))] == []


def test_what_stands_around_it_takes_nothing_away():
    """Two letters in one: each is heard as if it stood alone."""
    for first, second in pairwise(EVERYTHING):
        together = kinds(f"{first}.\n{second}")
        assert together >= kinds(first) | kinds(second), (first, second)


def test_one_letter_too_few_in_the_longest_word_hides_little():
    heard = [text for text in DANGER if kinds(text)]
    lost = [text for text in heard if not kinds(_one_letter_less(text))]
    assert len(lost) / len(heard) <= 0.06, lost


def _one_letter_less(text: str) -> str:
    """As somebody writes who is in haste: a letter in the midst of the longest word is missing."""
    longest = max(text.split(), key=len)
    middle = len(longest) // 2
    return text.replace(longest, longest[:middle] + longest[middle + 1 :], 1)
