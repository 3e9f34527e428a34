"""What has waited unread too long, for whoever leads: how much in each team, and their own."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from audit import guard, trail
from intake import rights
from intake.models import ConcernReport, Escalation, HelpRequest, Remark
from partners.models import Team

MOST = 200
Kind = Escalation.Kind


@dataclass(frozen=True)
class OfTeam:
    """How it stands in one team: numbers alone, for leads of other teams too."""

    name: str
    count: int
    since: datetime
    with_manager: int


@dataclass(frozen=True)
class Line:
    """One thing within reach. *row* is a request, a concern report or a remark; no words."""

    escalation: Escalation
    row: object


@trail.act
def look(*, by) -> tuple[list[OfTeam], list[Line]]:
    """Every team's numbers, and the rows that this lead may open, the longest first."""
    guard.require(by, rights.REASSIGN)
    found = list(Escalation.objects.unread().order_by("since", "pk")[:MOST])
    trail.record(by, "escalation.list", "intake.escalation/list", count=len(found))
    return _teams(found), _lines(found, by)


def _teams(found: list[Escalation]) -> list[OfTeam]:
    names = dict(Team.objects.values_list("group", "name"))
    by_team = defaultdict(list)
    for one in found:
        by_team[names.get(one.unit_id, "–")].append(one)
    return [
        OfTeam(name, len(rows), rows[0].since, sum(bool(one.manager_told_at) for one in rows))
        for name, rows in sorted(by_team.items())
    ]


def _lines(found: list[Escalation], by) -> list[Line]:
    rows = _reached(HelpRequest.objects.without_words(), found, by)
    if by.has_perm(rights.READ_CONCERN):
        rows |= _reached(ConcernReport.objects.only("pk", "reference", "is_protected"), found, by)
    if by.has_perm(rights.READ_REMARK):
        rows |= _reached(Remark.objects.only("pk", "received_at"), found, by)
    shown = [(one, rows.get(_key(one))) for one in found]
    return [Line(one, row) for one, row in shown if row is not None]


def _reached(rows, found: list[Escalation], by) -> dict:
    kind = rows.model._meta.label_lower
    pks = [key.partition("/")[2] for key in map(_key, found) if key.startswith(f"{kind}/")]
    return {trail.name_of(row): row for row in rows.visible_to(by).filter(pk__in=pks)}


def _key(one: Escalation) -> str:
    """What is opened: of a message, its request."""
    if one.kind == Kind.MESSAGE:
        return f"{HelpRequest._meta.label_lower}/{one.help_request_id}"
    return one.about
