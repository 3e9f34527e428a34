"""What other rules would have changed: tried on the last five hundred requests.

Only codes are looked at; no word is opened. Room and opening hours are those of this moment. A
protected identity is never among them, and a request is named only to whoever reaches it.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.utils import timezone

from audit import guard, trail
from intake.models import HelpRequest
from referrals import rights
from referrals.models import SuggestionRule
from referrals.ranking import Asked, Fact, ranked
from referrals.services.suggesting import asked_by, offered

LAST = 500
FEWEST = 5  # a smaller group is put together with the other small ones
REST = "rest"
COLUMNS = ("topic", "area", "age_band", "language", "interpreter", "urgency", "received_at")
ABOUT_LANGUAGE = (Fact.SPOKEN, Fact.NOT_SPOKEN)
ABOUT_AREA = (Fact.AREA_FITS, Fact.AREA_ALL, Fact.AREA_UNKNOWN, Fact.AREA_OTHER)


@dataclass(frozen=True)
class Moved:
    """So many would get another first suggestion: from which, to which. None is no suggestion."""

    before: int | None
    after: int | None
    count: int
    named: list[tuple] = field(default_factory=list)


@dataclass(frozen=True)
class Group:
    """Requests with one language or from one area: how many get a suggestion, before and after.

    *by_rule*: how many would get another first one if no rule looked at that language or area.
    """

    code: object
    count: int
    before: int
    after: int
    by_rule: int


@dataclass(frozen=True)
class Tried:
    on: date
    count: int
    without_topic: int
    moves: list[Moved]
    languages: list[Group]
    areas: list[Group]

    @property
    def moved(self) -> int:
        return sum(move.count for move in self.moves)


@trail.act
def look(on: date, *, by) -> Tried:
    """The rules of today against those of a later day. One line in the log."""
    guard.require(by, rights.SEE_RULES)
    today = timezone.localdate()
    trial = Trial(SuggestionRule.in_force(today), SuggestionRule.in_force(on))
    tried = trial.tried(on, named=_named(trial.requests, by))
    trail.record(
        by, "suggestionrule.try", "referrals.suggestionrule/list", count=tried.count,
        moved=tried.moved, on=on.isoformat(),
    )  # fmt: skip
    return tried


def with_it(rule: SuggestionRule) -> Tried:
    """Step: one rule that nobody has saved yet, tried on the day it would begin."""
    on = max(rule.valid_from, timezone.localdate())
    before = SuggestionRule.in_force(on)
    after = [one for one in before if one.code != rule.code]
    return Trial(before, [*after, rule] if rule.holds_on(on) else after).tried(on)


class Trial:
    """Two sets of rules, each asked about the same requests and the same services."""

    def __init__(self, before: list, after: list):
        self.before, self.after = before, after
        self.offered = offered(timezone.localtime())
        self.requests = list(_newest())
        self.known: dict = {}

    def tried(self, on: date, named=None) -> Tried:
        asked = [(row, asked_by(row)) for row in self.requests]
        return Tried(
            on, len(asked), sum(one.topic is None for _row, one in asked),
            self._moves(asked, named or {}),
            self._groups(asked, lambda one: one.language, _is_about_language),
            self._groups(asked, lambda one: one.area, _is_about_area),
        )  # fmt: skip

    def first(self, asked: Asked, rules: list, leave_out=None) -> int | None:
        """The key of the first suggestion; None if there is none, or everything is full."""
        key = (asked, id(rules), leave_out)
        if key not in self.known:
            used = [rule for rule in rules if not (leave_out and leave_out(rule))]
            found = ranked(asked, self.offered, used)
            is_one = bool(found) and not found[0].is_full
            self.known[key] = found[0].offered.pk if is_one else None
        return self.known[key]

    def _moves(self, asked, named) -> list[Moved]:
        moved = defaultdict(list)
        for row, one in asked:
            before, after = self.first(one, self.before), self.first(one, self.after)
            if before != after:
                moved[before, after].append(row)
        found = [
            Moved(*pair, len(rows), [(row.pk, named[row.pk]) for row in rows if row.pk in named])
            for pair, rows in moved.items()
        ]  # fmt: skip
        return sorted(found, key=lambda move: (-move.count, move.before or 0, move.after or 0))

    def _groups(self, asked, group_of, leave_out) -> list[Group]:
        grouped = defaultdict(list)
        for _row, one in asked:
            if one.topic is not None:
                grouped[group_of(one)].append(one)
        small = [code for code, ones in grouped.items() if len(ones) < FEWEST]
        rest = [one for code in small for one in grouped.pop(code)]
        groups = [self._group(code, ones, leave_out) for code, ones in grouped.items()]
        groups.sort(key=lambda group: (-group.count, str(group.code)))
        return [*groups, self._group(REST, rest, leave_out)] if len(rest) >= FEWEST else groups

    def _group(self, code, ones, leave_out) -> Group:
        before = [self.first(one, self.before) for one in ones]
        after = [self.first(one, self.after) for one in ones]
        without = [self.first(one, self.after, leave_out) for one in ones]
        changed = sum(one != other for one, other in zip(after, without, strict=True))
        return Group(
            code, len(ones), sum(one is not None for one in before),
            sum(one is not None for one in after), changed,
        )  # fmt: skip


def _newest():
    """The last requests that a rule may look at: their codes, and not even the sealed column."""
    rows = HelpRequest.objects.filter(is_protected=False, set_aside_at=None, erased_at=None)
    return rows.only("reference", *COLUMNS).order_by("-received_at")[:LAST]


def _named(requests, by) -> dict:
    """The reference of each of them that *by* reaches."""
    keys = [row.pk for row in requests]
    reached = HelpRequest.objects.visible_to(by).filter(pk__in=keys)
    return dict(reached.order_by().values_list("pk", "reference"))


def _is_about_language(rule) -> bool:
    return rule.fact in ABOUT_LANGUAGE


def _is_about_area(rule) -> bool:
    return rule.fact in ABOUT_AREA or rule.area_id is not None
