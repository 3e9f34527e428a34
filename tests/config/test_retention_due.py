"""When something goes, or why it is kept: the rules of SoL 16 and SoF 13 as a table and as laws."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from config.retention.due import Facts, House, Rule, Why, due, months_after

RULES = {
    "file": Rule("file", 1, 60),
    "not_opened": Rule("not_opened", 1, 60),
    "inquiry": Rule("inquiry", 1, 60, until_age=30),
    "no_request": Rule("no_request", 1, 3, for_research=False),
}
ELSEWHERE, WHOLE_COUNTY, UNSAID = House(False), House(True), House(None)
NOTED = date(2026, 3, 10)


def facts(kind="file", **more) -> Facts:
    return Facts(kind, **{"has_ended": True, "last_note": NOTED, "birth_day": "other"} | more)


TABLE = [
    # what is known, where, why, from when, by when
    (facts(), ELSEWHERE, Why.DUE, "2031-03-10", "2032-12-31"),
    (facts(last_note=date(2024, 2, 29)), ELSEWHERE, Why.DUE, "2029-03-01", "2030-12-31"),
    (facts(last_note=date(2025, 12, 31)), ELSEWHERE, Why.DUE, "2030-12-31", "2031-12-31"),
    (facts(birth_day="nobody"), ELSEWHERE, Why.DUE, "2031-03-10", "2032-12-31"),
    (facts(birth_day="research"), ELSEWHERE, Why.BORN, None, None),
    (facts(birth_day="unknown"), ELSEWHERE, Why.ASK_DAY, "2031-03-10", "2032-12-31"),
    (facts(), WHOLE_COUNTY, Why.COUNTY, None, None),
    (facts(), UNSAID, Why.NO_COUNTY, None, None),
    (facts(kept_for="adoption"), ELSEWHERE, Why.NEVER, None, None),
    (facts(has_ended=False), ELSEWHERE, Why.UNDER_WAY, None, None),
    (facts("no_such_kind"), ELSEWHERE, Why.NO_RULE, None, None),
    (facts("not_opened"), ELSEWHERE, Why.DUE, "2031-03-10", "2032-12-31"),
    (facts("inquiry", birth_year=2014), ELSEWHERE, Why.DUE, "2045-01-01", "2045-12-31"),
    (facts("inquiry", birth_year=1990), ELSEWHERE, Why.DUE, "2031-03-10", "2032-12-31"),
    (facts("inquiry"), ELSEWHERE, Why.ASK_YEAR, "2031-03-10", "2032-12-31"),
    (facts("inquiry", birth_year=2014), WHOLE_COUNTY, Why.COUNTY, None, None),
    (facts("no_request"), WHOLE_COUNTY, Why.DUE, "2026-06-10", "2027-12-31"),
    (facts("no_request", birth_day="unknown"), UNSAID, Why.DUE, "2026-06-10", "2027-12-31"),
    (facts(held_until=date(2031, 3, 9)), ELSEWHERE, Why.DUE, "2031-03-10", "2032-12-31"),
    (facts(held_until=date(2031, 3, 10)), ELSEWHERE, Why.HELD, "2031-03-11", "2032-12-31"),
    (facts(held_until=date(2033, 1, 31)), ELSEWHERE, Why.HELD, "2033-02-01", "2034-12-31"),
]


@pytest.mark.parametrize(("known", "house", "why", "day", "latest"), TABLE)
def test_the_table(known, house, why, day, latest):
    verdict = due(known, RULES, house)
    said = (verdict.day and str(verdict.day), verdict.latest and str(verdict.latest))
    assert (verdict.why, *said) == (why, day, latest)


DAYS = some.dates(date(2000, 1, 1), date(2090, 12, 31))
ANY = some.builds(
    Facts, kind=some.sampled_from([*RULES, "no_such_kind"]), has_ended=some.booleans(),
    last_note=DAYS, birth_day=some.sampled_from(["unknown", "research", "other", "nobody"]),
    birth_year=some.none() | some.integers(1920, 2090),
    kept_for=some.sampled_from(["", "placed"]), held_until=some.none() | DAYS,
)  # fmt: skip
HOUSES = some.sampled_from([ELSEWHERE, WHOLE_COUNTY, UNSAID])


@given(ANY, HOUSES, DAYS)
def test_whatever_is_let_go_was_let_go_by_every_rule(known, house, today):
    verdict = due(known, RULES, house)
    if not verdict.is_due(today):
        return
    rule = RULES[known.kind]
    assert known.has_ended
    assert not known.kept_for
    assert today >= months_after(known.last_note, rule.months)
    assert known.held_until is None or known.held_until < today or known.held_until < verdict.day
    if rule.for_research:
        assert house.keeps_all is False
        assert known.birth_day in ("other", "nobody")
    if rule.until_age:
        assert today.year - known.birth_year > rule.until_age


@given(ANY, HOUSES)
def test_there_is_always_a_while_between_the_first_day_and_the_last(known, house):
    verdict = due(known, RULES, house)
    assert (verdict.day is None) == (verdict.latest is None)
    if verdict.day:
        assert verdict.latest >= verdict.day
        assert verdict.latest.year <= verdict.day.year + 1


@given(ANY, HOUSES, DAYS)
def test_a_later_note_never_makes_it_go_sooner(known, house, later):
    first = due(known, RULES, house)
    then = due(Facts(**vars(known) | {"last_note": max(known.last_note, later)}), RULES, house)
    assert then.why == first.why or Why.HELD in (then.why, first.why)
    assert first.day is None or then.day >= first.day


@given(DAYS, some.integers(1, 1200))
def test_months_later_is_never_too_early(day, months):
    later = months_after(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) >= months
    before = later - timedelta(days=1)
    whole = (before.year * 12 + before.month) - (day.year * 12 + day.month)
    assert whole < months or before.day < day.day
