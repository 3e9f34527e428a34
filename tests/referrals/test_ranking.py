"""Suggestions are added up from rules over codes: explained, always the same, and full is last."""

# ruff: noqa: S311 – a draw that can be drawn again needs dice that can be loaded

import json
import random

import pytest
from django.utils import translation

from referrals.explaining import why
from referrals.models import SuggestionRule
from referrals.ranking import ROOM, Asked, Fact, facts, ranked
from tests.referrals.ranked import (
    GOLDEN,
    MONEY,
    NAMES,
    NORTH,
    SCHOOL,
    SOUTH,
    VIOLENCE,
    rules,
    service,
    town,
)

ASKED = {
    "money, north, grown-up": Asked(MONEY, NORTH, "25_64"),
    "money, north, Arabic": Asked(MONEY, NORTH, "25_64", "ar"),
    "money, south, today": Asked(MONEY, SOUTH, "25_64", urgency="same_day"),
    "money, nothing else known": Asked(MONEY),
    "money, one has said no": Asked(MONEY, NORTH, "25_64", said_no=frozenset({1})),
    "money, north, no steps": Asked(MONEY, NORTH, "25_64", access=frozenset({"steps"})),
    "school, 12–14": Asked(SCHOOL, NORTH, "12_14"),
    "violence, now, Somali": Asked(VIOLENCE, None, "18_24", "so", "emergency"),
    "no topic": Asked(None, NORTH, "25_64"),
}
LANGUAGES, AREAS = ["", "ar", "so", "uk", "fi"], [None, NORTH, SOUTH]
DRAWS, RUNS = 500, 1_000
ABOUT_LANGUAGE = {Fact.SPOKEN, Fact.NOT_SPOKEN}
ABOUT_AREA = {Fact.AREA_FITS, Fact.AREA_ALL, Fact.AREA_OTHER, Fact.AREA_UNKNOWN}


def order(asked, offered=None, using=None) -> list[int]:
    return [one.offered.pk for one in ranked(asked, offered or town(), using or rules())]


def explained(asked, language) -> list[str]:
    with translation.override(language):
        found = ranked(asked, town(), rules())
        return [f"{NAMES[one.offered.pk]}. {why(one)}" for one in found]


def drawn(dice, pk):
    """A service with everything at random."""
    first = dice.choice([0, 0, 12, 18])
    return service(
        pk, dice.sample([MONEY, SCHOOL, VIOLENCE], dice.randrange(3)), from_age=first,
        to_age=dice.choice([17, 64, 120]),
        areas=frozenset(dice.sample(AREAS[1:], dice.randrange(3))),
        languages=dice.sample(LANGUAGES[1:], dice.randrange(3)),
        room=dice.choice(list(ROOM.values())),
        hours=dice.choice([Fact.OPEN_NOW, Fact.OPENS_SOON, Fact.CLOSED]),
        kind=dice.choice(["school", "police", "civil_society"]),
    )  # fmt: skip


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("case", ASKED)
def test_every_explanation_is_the_one_in_the_book(case, language):
    """The book is read by people: it changes when a rule or a word changes, and never by itself."""
    assert explained(ASKED[case], language) == json.loads(GOLDEN.read_text())[case][language]


def test_the_book_has_no_other_cases():
    assert set(json.loads(GOLDEN.read_text())) == set(ASKED)


def test_the_same_question_gets_the_same_answer_a_thousand_times():
    dice, offered, using = random.Random(6), town(), rules()
    expected = order(ASKED["money, north, Arabic"])
    assert len(expected) > 4
    for _time in range(RUNS):
        dice.shuffle(offered)
        dice.shuffle(using)
        assert order(ASKED["money, north, Arabic"], offered, using) == expected


def test_what_is_full_is_never_before_what_is_not():
    dice, using = random.Random(14), rules()
    for _time in range(DRAWS):
        offered = [drawn(dice, pk) for pk in range(12)]
        asked = dice.choice([one for one in ASKED.values() if one.topic])
        full = [one.is_full for one in ranked(asked, offered, using)]
        assert full == sorted(full)


@pytest.mark.parametrize(
    ("field", "others", "looked_at"),
    [("language", LANGUAGES, ABOUT_LANGUAGE), ("area", AREAS, ABOUT_AREA)],
)
def test_language_and_area_make_no_difference_that_no_rule_states(field, others, looked_at):
    """Without the rules about them, whoever speaks what and lives where gets the same list."""
    dice = random.Random(15)
    blind = [rule for rule in rules() if rule.fact not in looked_at]
    assert len(blind) < len(rules())
    for _time in range(DRAWS):
        offered = [drawn(dice, pk) for pk in range(12)]
        asked = dice.choice([one for one in ASKED.values() if one.topic])
        lists = [order(asked._replace(**{field: other}), offered, blind) for other in others]
        assert all(one == lists[0] for one in lists)


def test_nobody_speaking_the_language_costs_rank_only_as_the_rule_says():
    one, other = service(1, [MONEY]), service(2, [MONEY], languages=["ar"])
    assert order(Asked(MONEY), [one, other]) == [1, 2]
    assert order(Asked(MONEY, language="ar"), [one, other]) == [2, 1]


def test_room_that_is_not_known_costs_rank():
    one, other = service(1, [MONEY], room=Fact.ROOM_UNKNOWN), service(2, [MONEY])
    assert order(Asked(MONEY), [one, other]) == [2, 1]
    no_rule = [rule for rule in rules() if not rule.fact.startswith("room")]
    assert order(Asked(MONEY), [one, other], no_rule) == [2, 1]


def test_too_little_is_no_suggestion():
    against = SuggestionRule(code="never", fact=Fact.ALWAYS, points=-100)
    assert order(Asked(MONEY), using=[*rules(), against]) == []


@pytest.mark.parametrize(
    ("condition", "asked", "fires_for"),
    [
        ({"topic_id": MONEY}, Asked(MONEY), [1, 2]),
        ({"topic_id": SCHOOL}, Asked(MONEY), []),
        ({"area_id": NORTH}, Asked(MONEY, NORTH), [1, 2]),
        ({"area_id": NORTH}, Asked(MONEY), []),
        ({"ages": ["12_14", "15_17"]}, Asked(MONEY, age_band="15_17"), [1, 2]),
        ({"ages": ["12_14"]}, Asked(MONEY, age_band="15_17"), []),
        ({"urgencies": ["same_day"]}, Asked(MONEY, urgency="same_day"), [1, 2]),
        ({"urgencies": ["same_day"]}, Asked(MONEY, urgency="normal"), []),
        ({"service_id": 2}, Asked(MONEY), [2]),
        ({"kinds": ["school"]}, Asked(MONEY), [1]),
        ({"kinds": ["school"], "service_id": 2}, Asked(MONEY), []),
    ],
)
def test_a_rule_counts_only_where_it_says(condition, asked, fires_for):
    rule = SuggestionRule(code="own", fact=Fact.ALWAYS, points=7, **condition)
    offered = [service(1, [MONEY], kind="school"), service(2, [MONEY])]
    found = ranked(asked, offered, [*rules(), rule])
    assert sorted(one.offered.pk for one in found if rule in one.fired) == fires_for


def test_a_rule_that_forbids_outweighs_everything():
    rule = SuggestionRule(
        code="own", fact=Fact.ALWAYS, effect=SuggestionRule.Effect.FORBIDS, service_id=1
    )
    assert 1 in order(Asked(MONEY, NORTH))
    assert 1 not in order(Asked(MONEY, NORTH), using=[*rules(), rule])


def test_the_police_are_never_suggested_from_the_start():
    assert 8 in [one.pk for one in town() if Fact.TOPIC_FITS in facts(Asked(VIOLENCE), one)]
    assert 8 not in order(Asked(VIOLENCE))
