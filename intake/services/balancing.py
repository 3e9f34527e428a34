"""How much everybody has: open requests, each with its weight. Numbers alone; nothing is opened."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth import get_user_model
from django.db.models import Case, CharField, Count, F, Min, Q, When
from django.db.models import Value as V
from django.utils import timezone

from audit import guard, trail
from intake import rights
from intake.lifecycle import IN_HAND, Status
from intake.models import Absence, HelpRequest, LoadWeight, Urgency, Weighed
from intake.services import standing_in
from partners.models import Team

URGENT = (Urgency.NOW, Urgency.SAME_DAY)
RESTS = (Weighed.WAITING, Weighed.PUT_OFF)


@dataclass(frozen=True)
class Load:
    """What one person has. *is_gone*: they cannot go on with it; somebody must hand it out."""

    user: object
    counts: dict[str, int]
    oldest: datetime | None
    weights: dict[str, int]
    is_gone: bool = False
    absence: Absence | None = None

    @property
    def open(self) -> int:
        """What is to be done: neither answered nor put off."""
        return sum(number for code, number in self.counts.items() if code not in RESTS)

    @property
    def urgent(self) -> int:
        return sum(self.counts.get(code, 0) for code in URGENT)

    @property
    def waiting(self) -> int:
        return self.counts.get(Weighed.WAITING, 0)

    @property
    def put_off(self) -> int:
        return self.counts.get(Weighed.PUT_OFF, 0)

    @property
    def in_all(self) -> int:
        return sum(self.counts.values())

    @property
    def weight(self) -> int:
        return sum(number * self.weights[code] for code, number in self.counts.items())

    @property
    def is_much(self) -> bool:
        return self.weight >= self.weights[Weighed.LIMIT]


@trail.act
def look(*, by) -> list[Load]:
    """Everybody of the lead's own teams, whoever cannot go on with what they have first."""
    guard.require(by, rights.REASSIGN)
    found = loads(people_of(by), by=by)
    trail.record(by, "workload.list", "intake.workload/list", count=len(found))
    return sorted(found, key=lambda one: (not one.is_gone, -one.weight, one.user.name))


def loads(people: Iterable, *, by) -> list[Load]:
    """The load of each of *people*: whatever they have, in whichever team."""
    people = list(people)
    weights, ours = LoadWeight.in_force(timezone.localdate()), set(guard.groups_of(by))
    counts, oldest = _counted([one.pk for one in people])
    able, away = set(_members(ours).values_list("pk", flat=True)), standing_in.away()
    return [
        Load(
            one, counts.get(one.pk, {}), oldest.get(one.pk), weights,
            absence=away.get(one.pk),
            is_gone=not (one.pk in able and one.may_sign_in and one.has_perm(rights.TRIAGE)),
        )
        for one in people
    ]  # fmt: skip


def people_of(lead) -> list:
    """Who works in the lead's teams, and whoever has a request of theirs without doing so."""
    ours = guard.groups_of(lead)
    members = [one for one in _members(ours) if one.has_perm(rights.TRIAGE) and one.may_sign_in]
    holders = HelpRequest.objects.filter(status__in=IN_HAND, unit__in=ours).order_by()
    known = [one.pk for one in members]
    strangers = holders.exclude(assigned_to__in=known).values("assigned_to")
    return [*members, *get_user_model().objects.filter(pk__in=strangers)]


def weighed(rows):
    """*rows*, each with what it counts as."""
    later = Q(put_off_until__gt=timezone.localdate())
    cases = (
        When(later, then=V(Weighed.PUT_OFF.value)),
        When(status=Status.WAITING, then=V(Weighed.WAITING.value)),
    )
    return rows.annotate(counts_as=Case(*cases, default=F("urgency"), output_field=CharField()))


def _members(groups):
    people = get_user_model().objects.filter(groups__in=groups, groups__team__isnull=False)
    return people.distinct().order_by("name", "pk")


def _counted(people: list[int]) -> tuple[dict, dict]:
    rows = HelpRequest.objects.filter(status__in=IN_HAND, assigned_to__in=people).order_by()
    kinds = weighed(rows).values("assigned_to", "counts_as")
    counts, oldest = {}, {}
    for row in kinds.annotate(number=Count("pk"), since=Min("received_at")):
        who = row["assigned_to"]
        counts.setdefault(who, {})[row["counts_as"]] = row["number"]
        oldest[who] = min(row["since"], oldest.get(who, row["since"]))
    return counts, oldest


def waiting_for_nobody(lead) -> list[tuple[str, int]]:
    """How many of each of the lead's teams nobody has taken."""
    teams = Team.objects.filter(group__in=guard.groups_of(lead)).order_by("name")
    new = HelpRequest.objects.waiting().filter(status=Status.NEW).order_by()
    counted = dict(
        new.filter(unit__in=teams.values("group")).values("unit").annotate(number=Count("pk"))
        .values_list("unit", "number")
    )  # fmt: skip
    return [(team.name, counted.get(team.group_id, 0)) for team in teams]
