"""Nobody unread: what has waited longer than its guard time is told to a lead, then to the manager.

The clock looks. Each step of each thing that waits is noted in the transaction that tells of it,
so that it happens once, whoever is killed when. After a standstill everybody gets one notice,
however much has gathered. Reading it ends it; there is nothing else to press.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime

from django.contrib.auth import get_user_model
from django.db.models import Exists, F, OuterRef
from django.utils import timezone

from audit import guard, outbox, trail
from audit.actors import CLOCK
from audit.one_by_one import one_by_one
from intake import rights
from intake.models import Escalation, TeamManager
from intake.services import greeting, rostering, standing_in, waiting
from intake.services.waiting import Waits
from partners.models import Team
from partners.working_time import Calendar

AT_ONCE = 100  # in one transaction
AT_MOST = 500  # are counted
SOON, LATE = "lead", "manager"


def sweep(now: datetime | None = None) -> int:
    """Tell what is due now. May run twice, by two workers, or after a crash."""
    now = (now or timezone.now()).astimezone(UTC)  # an hour is an hour, also when clocks change
    calendar = greeting.front().calendar
    end(now)
    by_unit = defaultdict(list)
    for one in waiting.too_long(now, calendar):
        by_unit[one.unit].append(one)
    some = [
        (unit, due[start : start + AT_ONCE])
        for unit, due in by_unit.items() for start in range(0, len(due), AT_ONCE)
    ]  # fmt: skip
    return one_by_one(lambda one: escalate(*one, now, calendar), some)


@trail.act
def escalate(unit: int | None, due: list[Waits], now: datetime, calendar: Calendar) -> int:
    """Note each step that is due and has not been taken, and tell whom it concerns: once each."""
    people, told = _People(unit, now), {}
    steps = [(one, *step) for one in due for step in _steps(one, now)]
    for one, step, row in steps:
        trail.record(CLOCK, f"escalation.{step}", row, kind=row.kind, row=row.about)
        for person in people.for_step(step, one, calendar):
            told.setdefault((step, trail.name_of(person)), (person, row))
    for (step, _name), (person, row) in told.items():
        outbox.post(person, f"intake.UNREAD_{step.upper()}", about=row, by=CLOCK)
    return len(steps)


@trail.act
def end(now: datetime) -> int:
    """What has been read since is over; what has gone to another team goes on there."""
    running = Escalation.objects.filter(ended_at__isnull=True)
    unread = Escalation.objects.unread().values("pk")
    over = list(running.exclude(pk__in=unread).select_for_update())
    for row in over:
        row.ended_at = now
        row.save(update_fields=["ended_at"])
        trail.record(CLOCK, "escalation.end", row, kind=row.kind, row=row.about)
    moved = running.filter(help_request__isnull=False).exclude(unit=F("help_request__unit"))
    for row in moved.select_related("help_request").defer("help_request__story"):
        row.unit_id = row.help_request.unit_id
        row.save(update_fields=["unit"])
    return len(over)


def is_unread() -> Exists:
    """For the queue: has this request, or a message in it, waited too long?"""
    return Exists(Escalation.objects.unread().filter(help_request=OuterRef("pk")))


def count_for(user) -> int:
    """How many wait too long that this lead answers for. None for whoever leads no team."""
    if not user.has_perm(rights.REASSIGN):
        return 0
    rows = list(Escalation.objects.unread().order_by()[:AT_MOST])
    return len(answered_by(user, rows)) if rows else 0


def answered_by(user, rows: list[Escalation]) -> list[Escalation]:
    """Of the own teams; as a team's manager; and of a team without one, what has gone that far."""
    own, managers = set(guard.groups_of(user)), TeamManager.in_force(timezone.localdate())
    return [
        row for row in rows
        if row.unit_id in own
        or (row.manager_told_at and managers.get(row.unit_id) in (None, user.pk))
    ]  # fmt: skip


# --- Steps: they expect to be inside a use case --------------------------------------------------


def _steps(one: Waits, now: datetime) -> list[tuple[str, Escalation]]:
    """Which steps are due and not taken, noted beside what waits. Held until the act ends."""
    taken = []
    row, is_new = Escalation.objects.select_for_update().get_or_create(
        about=one.about, since=one.since,
        defaults={
            "kind": one.kind, "unit_id": one.unit, "lead_told_at": now,
            "help_request_id": one.help_request, "message_id": one.message,
        },
    )  # fmt: skip
    if is_new:
        taken.append((SOON, row))
    if one.is_late and row.manager_told_at is None:
        row.manager_told_at = now
        row.save(update_fields=["manager_told_at"])
        taken.append((LATE, row))
    return taken


@dataclass
class _People:
    """Who is told of what waits in one unit; never somebody related to it, if others are left.

    For whoever is away, who steps in; where everybody is away, all are told all the same.
    """

    unit: int | None
    now: datetime
    everybody: list = field(init=False)
    leads: list = field(init=False)
    own: list = field(init=False)

    def __post_init__(self):
        people = get_user_model().objects.filter(is_active=True, organisation__is_ours=True)
        able = [one for one in people.order_by("pk") if one.may_sign_in]
        self.everybody = [one for one in able if one.has_perm(rights.REASSIGN)]
        self.leads = self._there(self.everybody)
        here = set(people.filter(groups=self.unit).values_list("pk", flat=True))
        self.own = self._there(one for one in self.everybody if one.pk in here)

    def for_step(self, step: str, one: Waits, calendar: Calendar) -> list:
        asked = self._above() if step == LATE else self._beside(one, calendar)
        for people in (asked, self.leads, self.everybody):
            free = [person for person in people if person.pk not in one.related]
            if free:
                return free
        return list(Team.objects.filter(group=self.unit))  # its mailbox, where nobody leads

    def _beside(self, one: Waits, calendar: Calendar) -> list:
        """The leads of the team; while we are closed, whoever is on call."""
        is_night = one.is_always and not calendar.is_open(self.now)
        return (rostering.on_call(without=one.related) if is_night else []) or self.own

    def _above(self) -> list:
        manager = TeamManager.in_force(timezone.localdate(self.now)).get(self.unit)
        return self._there(one for one in self.everybody if one.pk == manager)

    def _there(self, people) -> list:
        day = timezone.localdate(self.now)
        return standing_in.instead(people, rights.REASSIGN, day=day)
