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


@dataclass(frozen=True)
class Line:
    key: safe_cells.Key
    words: list[str]
    many: int


def names() -> Names:
    rows = Service.objects.filter(organisation__is_ours=False).select_related("organisation")
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
    return [Line(key, called.of(key), many) for key, many in by_size]


def as_csv(quarter: str, blocks: Mapping[safe_cells.Key, int]) -> str:
    """With a mark of its encoding in front, else a spreadsheet takes å for something else."""
    written = StringIO()
    rows = csv.writer(written, delimiter=";", lineterminator="\r\n")
    rows.writerow(COLUMNS)
    for line in lines(blocks, names()):
        ending, *more = line.words
        values = (quarter, ending, line.key[0], *more, line.many)
        rows.writerow([_harmless(str(value)) for value in values])
    return "\ufeff" + written.getvalue()


def _harmless(value: str) -> str:
    return f"'{value}" if value.startswith(RUNS) else value
