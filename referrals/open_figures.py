"""What has been made public, as lines to show and as a file: each number a sum of whole blocks."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from io import StringIO

from django.utils.translation import gettext as _

from partners.models import Area, Kind, Service
from referrals import safe_cells
from referrals.ledger import NO_AREA
from referrals.models import HOW

COLUMNS = ("quarter", "ending", "ending_code", "partner", "service", "area", "number")
EVERYTHING = ("", "", "", "")
RUNS = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would take for a formula


@dataclass(frozen=True)
class Names:
    """What stands in the cells, in words; by its code."""

    endings: dict[str, str]
    kinds: dict[str, str]
    services: dict[str, str]
    areas: dict[str, str]

    def of(self, key: safe_cells.Key) -> list[str]:
        """A word for each part; what is not told apart is the rest."""
        rest, called = _("The others"), (self.endings, self.kinds, self.services, self.areas)
        return [names.get(code, rest) for names, code in zip(called, key, strict=True)]

    def what_and_where(self, key: safe_cells.Key) -> str:
        """As far as it is told apart; where it is no further, it is the rest."""
        _how, kind, service, area = key
        found = (self.services.get(service) or self.kinds.get(kind), self.areas.get(area))
        told = [one for one in found if one]
        return " \N{EN DASH} ".join(told if area else [*told, _("The others")])


@dataclass(frozen=True)
class Line:
    key: safe_cells.Key
    words: list[str]
    many: int
    about: str


@dataclass(frozen=True)
class Ending:
    """All that ended in one way. *parts*: pairs of what and how many; none where it is one block
    that is not told apart.
    """

    name: str
    many: int
    parts: list[tuple[str, int]]


def names(*published: Mapping[safe_cells.Key, int]) -> Names:
    """Of services only those that stand in these blocks: the others are nobody's business here."""
    keys = {service for blocks in published for _how, _kind, service, _area in blocks if service}
    rows = Service.objects.filter(pk__in=keys).select_related("organisation")
    services = {str(one.pk): f"{one} ({one.organisation.name})" for one in rows}
    areas = {str(pk): name for pk, name in Area.objects.order_by("name").values_list("pk", "name")}
    return Names(
        {code: str(label) for code, label in HOW.items()},
        {code: str(label) for code, label in Kind.choices}, services,
        areas | {NO_AREA: _("Not said")},
    )  # fmt: skip


def lines(
    blocks: Mapping[safe_cells.Key, int], called: Names, asked: safe_cells.Key = EVERYTHING
) -> list[Line]:
    """The blocks that lie within what is *asked* for, the largest first."""
    found = safe_cells.within(blocks, asked).items()
    by_size = sorted(found, key=lambda pair: (-pair[1], pair[0]))
    return [Line(key, called.of(key), many, called.what_and_where(key)) for key, many in by_size]


def by_ending(found: list[Line]) -> list[Ending]:
    """The same lines, the most frequent ending first; what is not told apart stands last."""
    groups: dict[str, list[Line]] = {}
    for line in found:
        groups.setdefault(line.key[0], []).append(line)
    whole = {how: sum(line.many for line in lines) for how, lines in groups.items()}
    ordered = sorted(groups, key=lambda how: (not how, -whole[how]))
    return [_ending(groups[how], whole[how]) for how in ordered]


def _ending(lines: list[Line], many: int) -> Ending:
    is_rest = len(lines) == 1 and not any(lines[0].key[1:])
    known_first = sorted(lines, key=lambda line: not any(line.key[1:]))
    parts = [] if is_rest else [(line.about, line.many) for line in known_first]
    return Ending(lines[0].words[0], many, parts)


def as_csv(quarter: str, blocks: Mapping[safe_cells.Key, int]) -> str:
    """With a mark of its encoding in front, else a spreadsheet takes å for something else."""
    written = StringIO()
    rows = csv.writer(written, delimiter=";", lineterminator="\r\n")
    rows.writerow(COLUMNS)
    for line in lines(blocks, names(blocks)):
        ending, *more = line.words
        values = (quarter, ending, line.key[0], *more, line.many)
        rows.writerow([_harmless(str(value)) for value in values])
    return "\ufeff" + written.getvalue()


def _harmless(value: str) -> str:
    return f"'{value}" if value.startswith(RUNS) else value
