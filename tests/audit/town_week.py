"""A week in a middle-sized town's log: 10 000 lines as they come, and twenty who snoop.

The noise is what honest work looks like: own cases, the queue, colleagues covered when they
are ill, leads reading along, evenings, closed cases looked up again, common surnames, somebody
who sees too late that it is a neighbour. Nothing here knows what any sign weighs.
"""

import random
import uuid
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from audit.models import Event, Head, Link

MONDAY = datetime(2026, 3, 2, tzinfo=ZoneInfo("Europe/Stockholm"))
SURNAMES = {
    "Andersson": 23, "Johansson": 23, "Karlsson": 20, "Nilsson": 16, "Eriksson": 14, "Larsson": 12,
    "Olsson": 11, "Persson": 10, "Ali": 5, "Hassan": 5, "Öberg": 2, "Åkerlund": 1,
    **{f"Efternamn{n}": 3 for n in range(260)},
}  # fmt: skip
LINES, WORKERS, TEAMS, REQUESTS = 10_000, 60, 5, 1_400


@dataclass
class Worker:
    actor: str
    surname: str
    team: int
    is_lead: bool
    works_late: bool


@dataclass
class Case:
    about: str
    surname: str
    team: int
    holder: Worker | None
    is_closed: bool
    is_protected: bool
    subject: uuid.UUID = field(default_factory=uuid.uuid4)


class Week:
    """*accounts*: keys of accounts by team, so that units are what they are in the house."""

    def __init__(self, seed: int, accounts: list[list[int]], organisation: str):
        self.chance, self.organisation = random.Random(seed), organisation  # noqa: S311 – the same each time
        self.workers = [
            Worker(f"user/{pk}", self._surname(), team, n == 0, n % 7 == 3)
            for team, pks in enumerate(accounts)
            for n, pk in enumerate(pks)
        ]
        self.cases = [self._case() for _n in range(REQUESTS)]
        self._cases_of = {
            team: [case for case in self.cases if case.team == team] for team in range(TEAMS)
        }
        self.events: list[Event] = []
        self.planted: list[set[tuple]] = []

    # --- Who and what ----------------------------------------------------------------------------

    def _surname(self) -> str:
        return self.chance.choices(list(SURNAMES), list(SURNAMES.values()))[0]

    def _case(self) -> Case:
        chance, team = self.chance, self.chance.randrange(TEAMS)
        own = [one for one in self.workers if one.team == team and not one.is_lead]
        holder = chance.choice(own) if chance.random() < 0.9 else None
        is_closed = holder is not None and chance.random() < 0.35
        pk = uuid.UUID(int=chance.getrandbits(128))
        return Case(
            f"intake.helprequest/{pk}", self._surname(), team, holder, is_closed,
            chance.random() < 0.01,
        )  # fmt: skip

    def _office(self) -> datetime:
        day = timedelta(days=self.chance.randrange(5))
        return MONDAY + day + timedelta(hours=8, seconds=self.chance.randrange(9 * 3600))

    def _evening(self) -> datetime:
        day = timedelta(days=self.chance.randrange(7))
        return MONDAY + day + timedelta(hours=18, seconds=self.chance.randrange(5 * 3600))

    def _when(self, worker: Worker) -> datetime:
        late = 0.12 if worker.works_late else 0.02
        return self._evening() if self.chance.random() < late else self._office()

    # --- Lines -----------------------------------------------------------------------------------

    def line(self, worker: Worker, deed: str, about: str, at: datetime, **more) -> Event:
        event = Event(
            at=at, actor=worker.actor, role="team_lead" if worker.is_lead else "social_worker",
            organisation=self.organisation, deed=deed, about=about, channel="desk",
            decision=more.pop("decision", "allowed"), purpose=more.pop("purpose", ""), facts=more,
            salt=b"", header=b"",
        )  # fmt: skip
        self.events.append(event)
        return event

    def read(self, worker: Worker, case: Case, at: datetime, purpose="follow_up", glass=0):
        """As intake writes it: the facts of the moment, and the mark when the names are one."""
        is_own = case.holder is worker
        has_task = is_own or case.holder is None or (worker.is_lead and worker.team == case.team)
        self.line(
            worker, "helprequest.opened", case.about, at, purpose=purpose, assigned=int(is_own),
            task=int(has_task), closed=int(case.is_closed), protected=int(case.is_protected),
            glass=glass,
        )  # fmt: skip
        if worker.surname == case.surname:
            self.line(worker, "helprequest.same_name", case.about, at + timedelta(milliseconds=5))

    # --- Honest work -----------------------------------------------------------------------------

    def work(self) -> None:
        """Days of it, until the log has its length."""
        self._rarities()
        while len(self.events) < LINES:
            self._one_act(self.chance.choice(self.workers))

    def _one_act(self, worker: Worker) -> None:
        chance, at = self.chance, self._when(worker)
        act = chance.random()
        if act < 0.25:
            shown = chance.randrange(1, 26)
            self.line(worker, "helprequest.list", "intake.helprequest/list", at, count=shown)
        elif act < 0.35:
            self.line(worker, "helprequest.seen", self._team_case(worker).about, at)
        elif act < 0.40:
            self.line(worker, "message.write", self._own_case(worker).about, at)
        elif act < 0.405:
            self.line(worker, "guard.refuse", "door/desk:request/", at, decision="refused")
        elif worker.is_lead or act < 0.44:
            self._show(worker, self._to_cover(worker), at, "cover")
        elif act < 0.52:
            self._show(worker, self._new_case(worker), at, "triage")
        else:
            self._show(worker, self._own_case(worker), at, "answer")

    def _show(self, worker, case, at, purpose):
        """A page is shown again for every step that is taken on it, and each is a line."""
        for n in range(self.chance.choice((1, 2, 2, 3, 3, 4, 6))):
            self.read(worker, case, at + timedelta(minutes=3 * n), purpose)

    def _rarities(self) -> None:
        """What stands out and is in order: once or a few times a week."""
        for _n in range(3):  # the glass, at night, with a reason
            worker, case = self._stranger(lambda case: not case.is_protected)
            self.read(worker, case, self._evening(), "emergency", glass=1)
        for _n in range(4):  # opened, recognised, and said so
            worker = self.chance.choice(self.workers)
            case, at = self._new_case(worker), self._office()
            self.read(worker, case, at, "triage")
            self.line(worker, "guard.stand_aside", case.about, at + timedelta(minutes=1))
        for _n in range(6):  # passed on to another team, which reads it first the next day
            worker, case = self._stranger(lambda case: case.holder is not None)
            self.read(case.holder, case, MONDAY + timedelta(hours=8, minutes=30))
            case.team, case.holder = worker.team, worker
            self.read(worker, case, self._office() + timedelta(days=1), "triage")
        for _n in range(2):  # a whole day in somebody's place
            worker = self.chance.choice(self.workers)
            for _case in range(self.chance.randrange(8, 16)):
                self.read(worker, self._to_cover(worker), self._office(), "cover")

    def _pick(self, holds) -> Case:
        return self.chance.choice([case for case in self.cases if holds(case)])

    def _team_case(self, worker):
        return self.chance.choice(self._cases_of[worker.team])

    def _own_case(self, worker):
        own = [case for case in self._cases_of[worker.team] if case.holder is worker]
        return self._mostly_open(own) or self._new_case(worker)

    def _to_cover(self, worker):
        """Who stands in takes what is under way; what is closed now and then, for the history."""
        return self._mostly_open(self._cases_of[worker.team])

    def _mostly_open(self, cases):
        under_way = [case for case in cases if not case.is_closed]
        often = under_way if self.chance.random() < 0.95 else cases
        return self.chance.choice(often or cases) if cases else None

    def _new_case(self, worker):
        new = [case for case in self._cases_of[worker.team] if case.holder is None]
        return self.chance.choice(new)

    def _stranger(self, holds) -> tuple[Worker, Case]:
        case = self._pick(holds)
        others = [one for one in self.workers if one.team != case.team and not one.is_lead]
        return self.chance.choice(others), case

    # --- Snooping --------------------------------------------------------------------------------

    def snoop(self) -> None:
        """Twenty, of the kinds that court rulings and supervisors' reports tell of."""
        for kind, times in (
            (self._a_relative, 3), (self._a_neighbour_at_night, 3), (self._an_old_story, 3),
            (self._somebody_hidden, 2), (self._glass_for_nothing, 2), (self._own_matter, 2),
            (self._an_afternoon_of_it, 2), (self._rattling_at_doors, 1), (self._quietly, 2),
        ):  # fmt: skip
            for _n in range(times):
                before = len(self.events)
                kind(self._snooper())
                lines = self.events[before:]
                self.planted.append({(line.actor, line.at.date()) for line in lines})
                self.planted[-1] |= {(line.actor, line.about) for line in lines}

    def _snooper(self) -> Worker:
        return self.chance.choice([one for one in self.workers if not one.is_lead])

    def _colleagues_case(self, worker: Worker, holds=lambda case: True) -> Case:
        """In the own team: further nobody reaches without breaking the glass."""
        return self._pick(
            lambda case: case.team == worker.team and case.holder not in (None, worker)
            and holds(case)
        )  # fmt: skip

    def _a_relative(self, worker):
        case = self._colleagues_case(worker)
        case.surname = worker.surname
        self.read(worker, case, self._office())

    def _a_neighbour_at_night(self, worker):
        self.read(worker, self._colleagues_case(worker), self._evening())

    def _an_old_story(self, worker):
        self.read(
            worker, self._colleagues_case(worker, lambda case: case.is_closed), self._office()
        )

    def _somebody_hidden(self, worker):
        case = self._colleagues_case(worker)
        case.is_protected = True
        self.read(worker, case, self._office())

    def _glass_for_nothing(self, worker):
        case = self._pick(lambda case: case.team != worker.team)
        self.read(worker, case, self._office(), "emergency", glass=1)

    def _own_matter(self, worker):
        case = self._colleagues_case(worker)
        at = self._office()
        for n in range(3):
            self.read(worker, case, at + timedelta(minutes=9 * n))
        self.line(worker, "guard.stand_aside", case.about, at + timedelta(days=1))

    def _an_afternoon_of_it(self, worker):
        at = MONDAY + timedelta(days=self.chance.randrange(5), hours=13)
        for n in range(self.chance.randrange(20, 40)):
            self.read(worker, self._colleagues_case(worker), at + timedelta(minutes=4 * n))

    def _rattling_at_doors(self, worker):
        at = self._office()
        for n in range(self.chance.randrange(5, 12)):
            self.line(
                worker, "guard.refuse", f"door/desk:request/{uuid.UUID(int=n)}",
                at + timedelta(seconds=20 * n), decision="refused",
            )  # fmt: skip

    def _quietly(self, worker):
        self.read(worker, self._colleagues_case(worker), self._office())

    # --- Into the log ----------------------------------------------------------------------------

    def write(self) -> None:
        """In the order of time, linked as the trail links them. Digests are another test's."""
        rows = Event.objects.bulk_create(sorted(self.events, key=lambda one: one.at), 500)
        head = Head.objects.get()
        Link.objects.bulk_create(
            [Link(number=n, event=row, digest=b"") for n, row in enumerate(rows, head.number + 1)],
            500,
        )
        Head.objects.update(number=head.number + len(rows))

    def is_found(self, planted: set[tuple], items) -> bool:
        """One of its items is about the very row, or is that person's refusals that day."""
        return any(
            (item.actor, item.about) in planted
            or (item.about == "door/refused" and (item.actor, item.day) in planted
                and any(str(about).startswith("door/") for _who, about in planted))
            for item in items
        )  # fmt: skip
