"""I11: whatever happens to a referral, another system sees a history that FHIR's Task allows.

Walked on the paper (paper.py), which test_lifecycle.py holds against the code cell by cell, so
that twenty thousand walks take seconds; and a share through the use cases themselves, read after
every step as the partner's system reads it. There the times in the states add up too, and when
all fall silent somebody of ours has it once twice the time has gone. FHIR_WALKS and
FHIR_LIVE_WALKS say how many, FHIR_SEED which ones; more are asked for by hand.
"""

# ruff: noqa: S311 – a walk that can be walked again needs dice that can be loaded

import os
import random
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404

from audit.models import Event
from audit.trail import name_of
from referrals.deadlines import QUIET
from referrals.fhir import resources, rows
from referrals.fhir.states import State, request_status, task_status
from referrals.lifecycle import AT_THE_PARTNER
from referrals.models import Referral
from referrals.services import chasing, holding
from tests.architecture.doors import taken_back
from tests.referrals import paper
from tests.referrals.test_replay import ROADS
from tests.referrals.test_time_in_states import spent
from tests.referrals.test_walks import DEEDS

WALKS = int(os.environ.get("FHIR_WALKS", "2000"))
LIVE, SEED = (
    int(os.environ.get("FHIR_LIVE_WALKS", "5")),
    int(os.environ.get("FHIR_SEED", "20261129")),
)
STEPS, LONGEST = 30, 200
MONDAY = "2027-03-01 09:00+01:00"
DEEDS_HERE = DEEDS | {"wait": lambda row, by: chasing.sweep()}
A_MOMENT = timedelta(seconds=1)
MOST_TIMERS = 2  # a report we have objected to: five days for the partner, then ours alone
OURS = {
    "send", "answer", "acknowledge", "contest", "recall", "withdraw", "discard", "resume",
}  # fmt: skip

# The Task state machine of R4, and what stands still. Whatever has ended stays as it is; only
# an error may be said of it.
DIAGRAM = {
    "draft": {"requested", "cancelled"},
    "requested": {"received", "accepted", "rejected", "cancelled", "entered-in-error"},
    "received": {"accepted", "rejected", "cancelled", "entered-in-error"},
    "accepted": {"ready", "in-progress", "cancelled", "entered-in-error"},
    "ready": {"in-progress", "cancelled", "entered-in-error"},
    "in-progress": {"on-hold", "completed", "failed", "cancelled", "entered-in-error"},
    "on-hold": {"in-progress", "failed", "cancelled", "entered-in-error"},
    "completed": set(), "failed": set(), "rejected": set(), "cancelled": set(),
    "entered-in-error": set(),
}  # fmt: skip
REQUEST_DIAGRAM = {
    "active": {"completed", "revoked", "entered-in-error"},
    "completed": set(), "revoked": set(), "entered-in-error": set(),
}  # fmt: skip


def illegal(history: list[str], diagram: dict) -> list[tuple[str, str]]:
    steps = zip(history, history[1:], strict=False)
    return [(a, b) for a, b in steps if a != b and b not in diagram[a]]


class OnPaper:
    """A referral that is nothing but its state in paper.py, and what the table asks beside it."""

    def __init__(self):
        self.state, self.started, self.met, self.in_error = "draft", False, False, False

    def step(self) -> bool:
        """One deed that the paper allows from here. False: there is none."""
        deeds = [
            deed for deed, (_who, sources, target) in paper.DEEDS.items()
            if self.state in sources.split() and target != "-"
        ]  # fmt: skip
        if not deeds or self.state in paper.ENDED:
            return False
        deed = random.choice([*deeds, *(["expire"] if self.state in ("sent", "opened") else [])])
        target = "expired" if deed == "expire" else paper.status_after(deed, self.state)
        self.in_error |= deed == "recall, sent in error"
        self.started |= deed == "start"
        if deed.startswith(("report", "amend")):
            self.met = random.random() < 0.5
        if deed == "pause" or target != paper.WITHIN.get(self.state, self.state):
            self.state = "paused" if deed == "pause" else self._somewhere_in(target)
        elif deed == "contest" or deed.startswith(("resume", "amend")):
            self.state = "contested" if deed == "contest" else target
        return True

    def _somewhere_in(self, target: str) -> str:
        """Accepted is now, or for later."""
        return random.choice(["accepted", "waiting"]) if target == "accepted" else target

    def told(self) -> State:
        status = paper.WITHIN.get(self.state, self.state)
        return State(
            status, rests=self.state == "paused", is_later=self.state == "waiting",
            is_contested=self.state == "contested", was_started=self.started, was_met=self.met,
            was_in_error=self.in_error,
        )  # fmt: skip


def test_on_paper_every_history_is_legal():
    random.seed(SEED)
    seen, edges = set(), set()
    for _walk in range(WALKS):
        row, tasks, requests = OnPaper(), [], []
        for _step in range(LONGEST):
            if row.state not in paper.DRAFT.split():
                seen.add(row.state)
                tasks.append(task_status(row.told()))
                requests.append(request_status(row.told()))
            if not row.step():
                break
        assert illegal(tasks, DIAGRAM) == [], tasks
        assert illegal(requests, REQUEST_DIAGRAM) == [], requests
        edges |= set(zip(tasks, tasks[1:], strict=False))
    assert seen == {*paper.AT_THE_PARTNER, *paper.ENDED}, "the walks never came everywhere"
    assert len({edge for edge in edges if edge[0] != edge[1]}) >= 12


@pytest.mark.django_db
def test_through_the_use_cases_every_history_is_legal(clock, draft, amina, clara, carl):
    """And the version and the moment of it change whenever, and only when, what is told does."""
    random.seed(SEED)
    seen, last = set(), set()
    for _walk in range(LIVE):
        with taken_back():
            clock.move_to(MONDAY)
            history = _walked(draft, clock, amina, [clara, clara, carl])
            assert illegal(history, DIAGRAM) == [], history
            seen.update(history)
            row = Referral.objects.filter(pk=draft.pk).first()
            if row is not None:
                last.add(row.status)
                _fall_silent(row, clock)
                _times_add_up(draft)
    assert {"requested", "accepted", "in-progress"} <= seen, seen
    assert last.intersection(AT_THE_PARTNER), "nobody was ever left waiting"


def _walked(draft, clock, amina, theirs) -> list[str]:
    """The status that the partner's system is told, after every step that was not refused.

    After how many all fall silent is thrown too: so they do in every state.
    """
    told = []
    for _step in range(random.randint(1, STEPS)):
        clock.shift(1)
        deed = random.choice(ROADS)
        if deed == "wait":  # the days really go by
            clock.shift(timedelta(days=random.randrange(40)))
        try:
            DEEDS_HERE[deed](draft, amina if deed in OURS else random.choice(theirs))
        except (ValidationError, PermissionDenied, Http404):
            continue
        found = rows.under_way(theirs[0]).filter(pk=draft.pk).first()
        found = found or rows.over(theirs[0]).filter(task=draft.pk).first()
        if found is None:
            assert not told, "it was there, and is gone"
            if not Referral.objects.filter(pk=draft.pk).exists():
                break
            continue
        told.append(resources.task(found))
        if not getattr(found, "holder", ""):
            break
    for before, after in zip(told, told[1:], strict=False):
        is_same = before["meta"]["versionId"] == after["meta"]["versionId"]
        assert is_same == (_bare(before) == _bare(after))
        assert is_same or before["meta"]["lastUpdated"] < after["meta"]["lastUpdated"]
    return [one["status"] for one in told]


def _fall_silent(row, clock) -> None:
    """At twice the time of whoever was to act, it has ended or a lead has it. What waits for a
    day that was agreed on is only looked at until then.
    """
    timers = 0
    while not (row.ended_at or row.with_lead):
        timer, calendar, until = row.timer(), row.calendar(), row.due_at
        if timer.status not in QUIET:
            timers += 1
            until = calendar.after(until, calendar.worked(timer.since, until))
        assert timers <= MOST_TIMERS, f"{timer.status}: {row.silence}"
        clock.move_to(until + A_MOMENT)
        assert chasing.sweep() == 1, f"{timer.status} was left alone"
        row = holding.rows().get(pk=row.pk)


def _times_add_up(draft) -> None:
    """No moment is lost or counted twice: each state begins with the end of the one before it,
    the last one is where it stands, and what has ended has lasted as long as all of them.
    """
    row, states = Referral.objects.get(pk=draft.pk), ["draft"]
    lines = Event.objects.filter(about=name_of(row))
    for move in lines.filter(facts__has_key="from").order_by("pk"):
        assert move.facts["from"] == states[-1]
        states.append(move.facts["to"])
    assert states[-1] == row.status
    if row.ended_at:
        lifetime = row.ended_at - lines.get(deed="referral.draft").at
        assert sum(spent(row).values(), timedelta()) == lifetime


def _bare(told: dict) -> dict:
    return {name: value for name, value in told.items() if name != "meta"}


def test_an_illegal_history_would_be_seen():
    """The test of the test."""
    assert illegal(["requested", "in-progress"], DIAGRAM) == [("requested", "in-progress")]
    assert illegal(["accepted", "completed"], DIAGRAM)
    assert illegal(["rejected", "requested"], DIAGRAM)
