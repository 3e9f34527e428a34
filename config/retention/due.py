"""WHEN SOMETHING IS DISPOSED OF, OR WHY IT IS KEPT. Pure: facts, rules and the municipality in,
a day or a reason out.

Five years after the last note, finished the calendar year after (SoL 16:1). Some things never
(16:2), inquiries about a child not before the child has turned thirty (16:2 a). Some counties
keep everything for research, and everywhere those born on the 5th, 15th or 25th are kept (16:4,
SoF 13:1). Where a fact is missing that could keep something, it is kept and a human is asked.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

DAY = timedelta(days=1)


class Why(StrEnum):
    """What decides. The first only has a day that holds; the two that ask would have one."""

    DUE = "due"
    HELD = "held"
    UNDER_WAY = "under_way"
    NEVER = "never"
    COUNTY = "county"
    BORN = "born"
    ASK_DAY = "ask_day"
    ASK_YEAR = "ask_year"
    NO_COUNTY = "no_county"
    NO_RULE = "no_rule"


DISPOSES = {Why.DUE, Why.HELD}
ASKS = {Why.ASK_DAY, Why.ASK_YEAR}


@dataclass(frozen=True)
class Rule:
    """How long one kind is kept. *until_age*: and not before the person has turned that.

    *for_research*: the selection that is kept for research holds for it.
    """

    code: str
    version: int
    months: int
    until_age: int | None = None
    for_research: bool = True


@dataclass(frozen=True)
class House:
    """*keeps_all*: the municipality lies where everything is kept; None: nobody has said."""

    keeps_all: bool | None


@dataclass(frozen=True)
class Facts:
    """All that is asked about a row. *held_until*: the last day of a hold."""

    kind: str
    has_ended: bool
    last_note: date
    birth_day: str = "unknown"
    birth_year: int | None = None
    kept_for: str = ""
    held_until: date | None = None


@dataclass(frozen=True)
class Row:
    """One row that is kept: its name in the trail, its number, and what is known."""

    about: str
    reference: str
    facts: Facts


@dataclass(frozen=True)
class Verdict:
    """*day*: from then on it may go. *latest*: by then it must have. Both or neither."""

    why: Why
    day: date | None = None
    latest: date | None = None
    rule: Rule | None = None

    def is_due(self, today: date) -> bool:
        return self.why in DISPOSES and self.day <= today

    def asks(self, today: date) -> bool:
        """Only a human can say what the row does not."""
        return self.why in ASKS and self.day <= today


def due(facts: Facts, rules: Mapping[str, Rule], house: House) -> Verdict:
    kept = _kept(facts, rules.get(facts.kind), house)
    return kept or _on_a_day(facts, rules[facts.kind])


def _kept(facts: Facts, rule: Rule | None, house: House) -> Verdict | None:
    """Reasons that no day ends."""
    if not facts.has_ended:
        return Verdict(Why.UNDER_WAY)
    if facts.kept_for:
        return Verdict(Why.NEVER)
    if rule is None:
        return Verdict(Why.NO_RULE)
    if rule.for_research and house.keeps_all is not False:
        return Verdict(Why.NO_COUNTY if house.keeps_all is None else Why.COUNTY, rule=rule)
    if rule.for_research and facts.birth_day == "research":
        return Verdict(Why.BORN, rule=rule)
    return None


def _on_a_day(facts: Facts, rule: Rule) -> Verdict:
    day = months_after(facts.last_note, rule.months)
    if rule.until_age is not None:
        if facts.birth_year is None:
            return Verdict(Why.ASK_YEAR, day, _year_after(day), rule)
        day = max(day, date(facts.birth_year + rule.until_age + 1, 1, 1))
    if rule.for_research and facts.birth_day == "unknown":
        return Verdict(Why.ASK_DAY, day, _year_after(day), rule)
    if facts.held_until and facts.held_until >= day:
        free = facts.held_until + DAY
        return Verdict(Why.HELD, free, _year_after(free), rule)
    return Verdict(Why.DUE, day, _year_after(day), rule)


def months_after(day: date, months: int) -> date:
    """The same day of a later month. Where that month has none, the first of the next: a day
    too late is within the law, a day too early is not.
    """
    years, month = divmod(day.month - 1 + months, 12)
    try:
        return day.replace(year=day.year + years, month=month + 1)
    except ValueError:
        years, month = divmod(day.month + months, 12)
        return date(day.year + years, month + 1, 1)


def _year_after(day: date) -> date:
    """The last day of the calendar year after the duty came, which it did the day before."""
    return date((day - DAY).year + 1, 12, 31)
