"""“Who has opened my request, and why?”: the trail's lines, a group for each answer.

Each picture on a page is a reading of its own, and so a line of its own. Here they are put
together and counted, so that somebody can see who it was; no line is left out of the count.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.utils.timezone import localdate

from audit.services.accounting import Line


@dataclass
class Opening:
    """One person who read on one day for one purpose, or in an emergency: named by their role."""

    role: str
    organisation: str
    purpose: str
    last: datetime
    is_emergency: bool = False
    times: int = 0
    files: int = 0


@dataclass(frozen=True)
class Row:
    """A line of the whole list, and how many of the same kind stand there together."""

    line: Line
    times: int


def openings(lines: list[Line]) -> list[Opening]:
    """Reads only, newest first."""
    groups: dict[tuple, Opening] = {}
    for line in lines:
        if not line.is_read or line.decision != "allowed":
            continue
        key = _same(line)
        if key not in groups:
            groups[key] = Opening(
                line.role, line.organisation, line.purpose, line.at, line.is_emergency
            )
        groups[key].times += 1
        groups[key].files += line.is_file
    return list(groups.values())


def together(lines: list[Line]) -> Iterator[Row]:
    """Every line in its order; the same act again and again, without another between, is one."""
    for _key, same in groupby(lines, key=lambda line: (line.deed, line.decision, _same(line))):
        run = list(same)
        yield Row(run[0], len(run))


def _same(line: Line) -> tuple:
    """One person on one day, for one reason. Who it was is not shown, only told apart.

    Why the person opened their own words is not shown either.
    """
    purpose = "" if line.role == "resident" else line.purpose
    return (
        line.actor, line.role, line.organisation, purpose, line.is_emergency, localdate(line.at),
    )  # fmt: skip
