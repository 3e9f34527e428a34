"""Is the review really done, and does it find anything? Counts of items, never names."""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from audit import guard, rights
from audit.models import Finding, Item
from audit.models.review import WITHIN
from audit.signs import SIGNS

GOOD = 95  # per cent in time
SHOWN = timedelta(days=366)
HITS = (Finding.TALK, Finding.INCIDENT)
BY_CHANCE = "by_chance"


@dataclass(frozen=True)
class Month:
    """The items drawn in one month, and how many were reviewed within seven days."""

    first: object
    items: int
    reviewed: int
    in_time: int
    decided: int

    @property
    def share(self) -> int | None:
        """Per cent in time, of those whose seven days are over or that are reviewed."""
        return 100 * self.in_time // self.decided if self.decided else None

    @property
    def is_short(self) -> bool:
        return self.share is not None and self.share < GOOD


@dataclass(frozen=True)
class Hits:
    """How often a sign led to a talk or an incident, of the items that carried it."""

    code: str
    label: str
    items: int
    reviewed: int
    hits: int

    @property
    def rate(self) -> int | None:
        return 100 * self.hits // self.reviewed if self.reviewed else None


@dataclass(frozen=True)
class Figures:
    months: list[Month]
    signs: list[Hits]
    waiting: int
    late: int


def figures(*, by, now=None) -> Figures:
    """The last twelve months."""
    guard.require(by, rights.REVIEW)
    now = now or timezone.now()
    rows = list(
        Item.objects.filter(round__drawn_at__gte=now - SHOWN)
        .order_by()
        .values_list("round__drawn_at", "first_found_at", "finding", "signs", "by_chance")
    )
    return Figures(_months(rows, now), _hits(rows), waiting(), late(now))


def waiting() -> int:
    return Item.objects.filter(finding="").count()


def late(now=None) -> int:
    """Drawn more than seven days ago, and nobody has said what it was."""
    now = now or timezone.now()
    return Item.objects.filter(finding="", round__drawn_at__lt=now - WITHIN).count()


def _months(rows: list[tuple], now) -> list[Month]:
    counted: dict = {}
    for drawn_at, found_at, *_rest in rows:
        month = timezone.localdate(drawn_at).replace(day=1)
        is_in_time = found_at is not None and found_at <= drawn_at + WITHIN
        is_decided = found_at is not None or drawn_at < now - WITHIN
        counted.setdefault(month, Counter()).update(
            items=1, reviewed=found_at is not None, in_time=is_in_time, decided=is_decided
        )
    keys = ("items", "reviewed", "in_time", "decided")
    return [
        Month(month, *(counted[month][key] for key in keys))
        for month in sorted(counted, reverse=True)
    ]


def _hits(rows: list[tuple]) -> list[Hits]:
    """Every sign, and last what was drawn by chance: what the signs are measured against."""
    items, reviewed, hits = Counter(), Counter(), Counter()
    for _drawn_at, _found_at, finding, signs, by_chance in rows:
        codes = [*signs, BY_CHANCE] if by_chance else signs
        items.update(codes)
        reviewed.update(codes if finding else ())
        hits.update(codes if finding in HITS else ())
    named = [(code, one.label) for code, one in SIGNS.items()] + [(BY_CHANCE, "")]
    return [Hits(code, label, items[code], reviewed[code], hits[code]) for code, label in named]
