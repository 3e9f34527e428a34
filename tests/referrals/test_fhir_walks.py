"""I11: whatever happens to a referral, another system sees a history that FHIR's Task allows.

Walked on the paper (paper.py), which test_lifecycle.py holds against the code cell by cell, so
that twenty thousand walks take seconds; and a share through the use cases themselves, read after
every step as the partner's system reads it. WALKS says how many; the whole is asked for by hand.
"""

# ruff: noqa: S311 – a walk that can be walked again needs dice that can be loaded

import os
import random
from contextlib import suppress

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404

from referrals.fhir import resources, rows
from referrals.fhir.states import State, request_status, task_status
from referrals.models import Referral
from referrals.services import drafting
from tests.referrals import paper
from tests.referrals.conftest import a_draft, consent_to
from tests.referrals.test_replay import ROADS, _end
from tests.referrals.test_walks import DEEDS

WALKS = int(os.environ.get("FHIR_WALKS", "2000"))
LIVE, STEPS, SEED = int(os.environ.get("FHIR_LIVE_WALKS", "5")), 40, 20261129
LONGEST = 200

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


@pytest.mark.django_db(transaction=True)
def test_through_the_use_cases_every_history_is_legal(
    help_request, youth_centre, amina, clara, carl, clock
):
    """And the version and the moment of it change whenever, and only when, what is told does."""
    random.seed(SEED)
    cast, seen = [amina, clara, clara, carl], set()
    consent = consent_to(youth_centre, help_request, amina)
    for _walk in range(LIVE):
        row = a_draft(help_request, youth_centre, amina, items=["name"])
        drafting.set_consent_basis(row.pk, consent_pk=consent.pk, by=amina)
        told = []
        for _step in range(STEPS):
            clock.shift(1)
            with suppress(ValidationError, PermissionDenied, Http404):
                DEEDS[random.choice(ROADS)](row, random.choice(cast))
            found = rows.under_way(clara).filter(pk=row.pk).first()
            found = found or rows.over(clara).filter(task=row.pk).first()
            if found is None:
                assert not told, "it was there, and is gone"
                if not Referral.objects.filter(pk=row.pk).exists():
                    break
                continue
            told.append(resources.task(found))
            if not getattr(found, "holder", ""):
                break
        history = [one["status"] for one in told]
        assert illegal(history, DIAGRAM) == [], history
        for before, after in zip(told, told[1:], strict=False):
            is_same = before["meta"]["versionId"] == after["meta"]["versionId"]
            assert is_same == (_bare(before) == _bare(after))
            assert is_same or before["meta"]["lastUpdated"] < after["meta"]["lastUpdated"]
        seen.update(history)
        _end(row, amina)
    assert {"requested", "accepted", "in-progress"} <= seen, seen


def _bare(told: dict) -> dict:
    return {name: value for name, value in told.items() if name != "meta"}


def test_an_illegal_history_would_be_seen():
    """The test of the test."""
    assert illegal(["requested", "in-progress"], DIAGRAM) == [("requested", "in-progress")]
    assert illegal(["accepted", "completed"], DIAGRAM)
    assert illegal(["rejected", "requested"], DIAGRAM)
