"""“Who has opened my request, and why?”: the trail's lines, a group for each answer."""

from dataclasses import dataclass
from datetime import datetime

from audit.services.accounting import Line


@dataclass
class Opening:
    """Everybody of one role at one organisation who read for one purpose, or in an emergency."""

    role: str
    organisation: str
    purpose: str
    first: datetime
    last: datetime
    is_emergency: bool = False
    times: int = 1


def openings(lines: list[Line]) -> list[Opening]:
    """Reads only, newest first."""
    groups: dict[tuple, Opening] = {}
    for line in lines:
        key = (line.role, line.organisation, line.purpose, line.is_emergency)
        if not line.is_read or line.decision != "allowed":
            continue
        if key in groups:
            groups[key].times += 1
            groups[key].first = min(groups[key].first, line.at)
        else:
            groups[key] = Opening(*key[:3], line.at, line.at, line.is_emergency)
    return sorted(groups.values(), key=lambda one: one.last, reverse=True)
