"""The trail alone tells how a referral stands: its events, replayed, give the row – and from the
row follows what the partner receives.

The rules below are written from the paper once more and share nothing with the code: neither
lifecycle.py nor disclosing.py is asked.
"""

# ruff: noqa: S311 – a walk that can be walked again needs dice that can be loaded

import random
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.utils import timezone

from audit.models import Event
from audit.trail import name_of
from referrals.models import Referral
from referrals.services import drafting, reading, sending
from tests.referrals.conftest import a_draft, consent_to
from tests.referrals.test_walks import CHOICES, DEEDS

WALKS, STEPS, SEED = 16, 40, 20261129
OURS, THEIRS = ("draft", "asked", "reported"), ("sent", "opened", "accepted", "active")
OPEN = ("accepted", "active", "reported")
# What ends a referral is tried less often, or few would come far.
ENDS = ("wait", "discard", "withdraw", "recall", "decline", "give back")
ROADS = [*CHOICES, *[deed for deed in CHOICES if deed not in ENDS] * 3]


@dataclass
class Told:
    """What the trail has told of one referral so far."""

    status: str = "draft"
    basis: str | None = None
    attempts: int = 0
    start: str | None = None
    reschedules: int = 0
    first_contact: str | None = None
    review_at: str | None = None
    contested: bool = False
    objected: bool = False
    pending: bool = False
    in_line: str | None = None
    not_reached: bool = False
    version: int = 0

    def hear(self, event) -> None:
        verb, facts = event.deed.removeprefix("referral."), event.facts
        if "from" in facts:
            assert facts["from"] == self.status, f"{verb} from {self.status}"
            self.status = facts["to"]
            self.review_at, self.pending = None, False
        HEARD.get(verb, lambda told, facts: None)(self, facts)

    @property
    def holder(self) -> str:
        if self.contested:
            return "partner"
        return "us" if self.status in OURS else "partner" if self.status in THEIRS else ""


def _set(**of):
    """Columns of the state that a fact gives, or that a deed sets by itself."""

    def hear(told: Told, facts: dict) -> None:
        for column, what in of.items():
            setattr(told, column, what(facts) if callable(what) else what)

    return hear


def _fact(name):
    return lambda facts: facts.get(name)


HEARD = {
    "basis": _set(basis=_fact("basis"), pending=False, in_line=None),
    "revise": _set(pending=False, in_line=None),
    "submit": _set(pending=True),
    "approve": _set(pending=False),
    "hand_back": _set(pending=False),
    "agree": _set(in_line=_fact("after")),
    "break_off": _set(in_line=None),
    "attempt": _set(attempts=_fact("attempts")),
    "accept": _set(start=_fact("start")),
    "reschedule": _set(start=_fact("start"), reschedules=_fact("times")),
    "start": _set(first_contact=_fact("first_contact")),
    "pause": _set(review_at=_fact("review_at")),
    "resume": _set(review_at=None),
    "report": _set(not_reached=_fact("not_reached"), version=_fact("version")),
    "amend": _set(not_reached=_fact("not_reached"), version=_fact("version"), contested=False),
    "contest": _set(contested=True, objected=True),
    "take_back": _set(contested=False),
    "acknowledge": _set(contested=False),
    "recall": _set(contested=False),
    "withdraw": _set(contested=False),
}


def replayed(referral) -> Told:
    told = Told()
    for event in Event.objects.filter(about=name_of(referral), deed__startswith="referral."):
        told.hear(event)
    return told


def _iso(day) -> str | None:
    return day and day.isoformat()


def as_it_stands(row: Referral) -> Told:
    return Told(
        row.status, str(row.basis_id), row.attempts, _iso(row.expected_start), row.reschedules,
        _iso(row.first_contact_on), _iso(row.review_at), row.is_contested,
        bool(row.contest_reason), row.submitted_at is not None,
        str(row.after_id) if row.after_id else None, row.not_reached, row.reports.count(),
    )  # fmt: skip


def received(told: Told, today: date) -> set[str]:
    """What this partner, on this consent, gets to read: state and days alone say it."""
    if told.status not in OPEN:
        return set()
    waits = told.status == "accepted" and told.start
    if waits and _ten_working_days_before(date.fromisoformat(told.start)) > today:
        return set()
    return {"name"} if told.status == "reported" else {"name", "situation"}


def _ten_working_days_before(day: date) -> date:
    """In the weeks walked here there is no holiday: weekends alone are skipped."""
    left = 10
    while left:
        day -= timedelta(days=1)
        left -= day.isoweekday() < 6
    return day


def _opens(row, by) -> set[str]:
    try:
        opened = reading.open_package(row.pk, by=by, purpose="referral")
    except (ValidationError, Http404):
        return set()
    return {item for item, text in opened.texts.items() if text}


def _end(row, by) -> None:
    """Whatever the walk has left open: the next one begins with a new draft."""
    with suppress(ValidationError, Http404):
        drafting.discard(row.pk, by=by)
    with suppress(ValidationError, Http404):
        sending.recall(row.pk, reason="sent_in_error", by=by)


@pytest.mark.django_db(transaction=True)
def test_the_trail_alone_gives_the_row_and_what_the_partner_receives(
    help_request, youth_centre, amina, lena, clara, carl, dag, stina, clock
):
    random.seed(SEED)
    cast, seen = [amina, lena, clara, clara, carl, dag, stina], set()
    consent = consent_to(youth_centre, help_request, amina)
    for _walk in range(WALKS):
        row = a_draft(help_request, youth_centre, amina, items=["name"])
        drafting.set_consent_basis(row.pk, consent_pk=consent.pk, by=amina)
        for _step in range(STEPS):
            with suppress(ValidationError, PermissionDenied, Http404):
                DEEDS[random.choice(ROADS)](row, random.choice(cast))
            now = Referral.objects.filter(pk=row.pk).first()
            if now is None:
                break
            told = replayed(now)
            assert told == as_it_stands(now)
            assert told.holder == now.holder
            assert received(told, timezone.localdate()) == _opens(now, clara), told
            seen.add(told.status)
            if not now.holder:
                break
        _end(row, amina)
    assert {*OURS, *THEIRS} <= seen, f"the walks never came to more than {seen}"


def test_the_replay_notices_a_row_that_nobody_moved(draft, sent):
    """The test of the test: a column changed behind the trail's back is seen."""
    assert replayed(sent) == as_it_stands(sent)
    Referral.objects.filter(pk=sent.pk).update(attempts=2)
    sent.refresh_from_db()
    assert replayed(sent) != as_it_stands(sent)
