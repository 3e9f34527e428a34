"""The ledger of unmet need: what partners could not help with, by area, service and reason.

It is counted from the referrals themselves, each once, so that its sum is theirs. What came back
stands on the day on which it came back.
"""

from dataclasses import dataclass, field

from django.db.models import Count

from audit import days
from partners.models import Area, Service
from referrals.models import WhyBack
from referrals.periods import Period
from referrals.statistics import CAME_BACK, HOW_IT_ENDED

NO_AREA = "none"


@dataclass(frozen=True)
class Line:
    """So many, in one area, of one service, for one reason."""

    area: str
    service: Service
    why: str
    many: int


@dataclass(frozen=True)
class Ledger:
    lines: list[Line]
    total: int
    by_reason: list[tuple[str, int]] = field(default_factory=list)
    by_service: list[tuple[str, int]] = field(default_factory=list)
    by_area: list[tuple[str, int]] = field(default_factory=list)


def came_back(referrals, period: Period, *, area="", service="", why=""):
    """Those that came back within the period; narrowed to an area, a service, a reason."""
    ended = days.within("ended_at", period.first, period.last)
    found = referrals.filter(status__in=CAME_BACK, **ended).annotate(why=HOW_IT_ENDED)
    if area:
        found = found.filter(area=None if area == NO_AREA else area)
    if service:
        found = found.filter(service=service)
    return found.filter(why=why) if why else found


def of(came_back) -> Ledger:
    """One question to the database; the sums are of its answer."""
    counted = came_back.order_by().values_list("area", "service", "why").annotate(many=Count("pk"))
    rows = list(counted)
    services = Service.objects.select_related("organisation").in_bulk({row[1] for row in rows})
    areas = dict(Area.objects.values_list("pk", "name"))
    lines = [
        Line(areas.get(area, ""), services[service], WhyBack(why).label, many)
        for area, service, why, many in rows
    ]
    lines.sort(key=lambda line: (-line.many, str(line.service), line.area, str(line.why)))
    return Ledger(
        lines, sum(line.many for line in lines),
        _summed(lines, lambda line: str(line.why)),
        _summed(lines, lambda line: f"{line.service} ({line.service.organisation.name})"),
        _summed(lines, lambda line: line.area),
    )  # fmt: skip


def _summed(lines: list[Line], named) -> list[tuple[str, int]]:
    """The most first."""
    sums: dict[str, int] = {}
    for line in lines:
        sums[named(line)] = sums.get(named(line), 0) + line.many
    return sorted(sums.items(), key=lambda pair: (-pair[1], pair[0]))
