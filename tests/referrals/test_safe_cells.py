"""Published numbers point at nobody, whatever one takes from what.

The attack: everything that can be asked for – each value of each part, or all – is taken from
everything else. What is left is held against whom it was really about.
"""

# ruff: noqa: S311 – a table that can be made again needs dice that can be loaded

import os
import random
from collections import defaultdict
from itertools import product

import pytest

from referrals import safe_cells
from referrals.safe_cells import SMALL

HOW, KINDS, SERVICES, AREAS = "abcdef", "kl", ("s1", "s2", "s3"), ("north", "south")
PARTS = (HOW, KINDS, SERVICES, AREAS)
TABLES = 2_000 if os.environ.get("WHOLE") else 60
SEED = 20261129


def table(dice: random.Random) -> dict:
    """A town: few or many, everywhere or in one place, some people more than once."""
    cells: dict = {}
    places = [tuple(dice.choice(part) for part in PARTS) for _n in range(dice.randint(1, 40))]
    for number in range(dice.choice((3, 8, 20, 60, 200))):
        who = dice.randrange(number + 1) if dice.random() < 0.2 else number
        cells.setdefault(dice.choice(places), []).append(who)
    return cells


def everything_asked():
    return list(product(*(("", *part) for part in PARTS)))


def answers(found) -> dict[frozenset, int]:
    """Every number that can be had, by the blocks that it is a sum of."""
    told = {}
    for asked in everything_asked():
        told[frozenset(safe_cells.within(found, asked))] = safe_cells.shown(found, asked)
    return told


def about(cells, found, keys) -> set:
    """Whom those blocks are really about: worked out from the table, not from the code's blocks."""
    return {who for key, those in cells.items() if home(key, found) in keys for who in those}


def home(key, found):
    """The block in which a cell is counted: the longest that fits."""
    for length in range(len(key), -1, -1):
        tried = key[:length] + ("",) * (len(key) - length)
        if tried in found:
            return tried
    return None


@pytest.mark.parametrize("nth", range(4))
def test_no_number_and_no_difference_of_two_is_about_fewer_than_five(nth):
    dice = random.Random(f"{SEED}/{nth}")
    differences = 0
    for _table in range(TABLES // 4):
        cells = table(dice)
        found = safe_cells.blocks(cells)
        told = answers(found)
        for one, other in product(told, repeat=2):
            for left in (one - other, one & other, one | other):
                people = about(cells, found, left)
                assert len(people) >= SMALL or not left, (cells, left)
            if other < one:
                differences += 1
                assert told[one] - told[other] >= SMALL, "there is something left, and it is few"
    assert differences > 50, "the attack took nothing from anything"


def test_the_blocks_are_all_that_there_is_once_each():
    dice = random.Random(SEED)
    for _table in range(200):
        cells = table(dice)
        found = safe_cells.blocks(cells)
        total = sum(len(about) for about in cells.values())
        people = {who for those in cells.values() for who in those}
        assert sum(found.values()) == (total if len(people) >= SMALL else 0)


def people(*sizes) -> dict:
    """Cells of one part, so many people in each; nobody is in two."""
    numbered, cells = iter(range(10_000)), {}
    for letter, size in zip("abcdefgh", sizes, strict=False):
        cells[letter,] = [next(numbered) for _n in range(size)]
    return cells


@pytest.mark.parametrize(
    ("sizes", "due"),
    [
        ((4,), {}),
        ((5,), {("a",): 5}),
        ((7, 8), {("a",): 7, ("b",): 8}),
        ((7, 8, 2), {("",): 9, ("b",): 8}),
        (
            (5, 5, 4),
            {("",): 14},
        ),  # beside a five 9 would be five and four: nothing larger hides there
        ((8, 8, 8, 4), {("",): 28}),
        ((8, 8, 8, 3), {("",): 11, ("b",): 8, ("c",): 8}),
        ((5, 30, 2), {("",): 37}),  # 7 would be said by 5 and 2 alone: the 30 go along
        ((30, 4, 4), {("",): 38}),  # 8 is twice four, and nothing else
        ((30, 1, 1, 1, 1, 1), {("",): 35}),  # and five times one
        ((30, 4, 3), {("",): 7, ("a",): 30}),  # either of them may be the four
        ((30, 4, 2), {("",): 6, ("a",): 30}),
        ((1, 1, 1), {}),
    ],
)
def test_what_is_too_small_goes_with_as_much_as_it_takes(sizes, due):
    assert safe_cells.blocks(people(*sizes)) == due


@pytest.mark.parametrize(("places", "most"), [(2, 16), (3, 14), (4, 8)])
def test_whoever_knows_how_rests_are_made_cannot_say_a_small_number(places, most):
    """Every town there can be is held against what it shows: no place has one small number in all
    that look the same. Towns whose like would be larger than those tried are left out.
    """
    alike = defaultdict(list)
    for sizes in product(range(most + 1), repeat=places):
        alike[frozenset(safe_cells.blocks(people(*sizes)).items())].append(sizes)
    for shown, towns in alike.items():
        if 0 < dict(shown).get(("",), 0) <= most + 1:
            for numbers in zip(*towns, strict=True):
                assert len(set(numbers)) > 1 or numbers[0] not in range(1, SMALL), (shown, towns)


def test_one_person_five_times_is_one_person():
    cells = {("a",): ["kim"] * 5, ("b",): ["kim", "robin", "sam", "alex", "love", "noa"] * 2}
    assert safe_cells.blocks(cells) == {("",): 17}


def test_what_is_not_there_cannot_be_told_from_what_is_few():
    few = safe_cells.blocks({("a", "x"): list(range(9)), ("a", "y"): [20, 21, 22]})
    none = safe_cells.blocks({("a", "x"): list(range(12))})
    assert safe_cells.shown(few, ("a", "y")) == safe_cells.shown(none, ("a", "y")) == 0
