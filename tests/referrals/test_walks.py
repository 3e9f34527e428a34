"""Two thousand steps at random, by anybody, in any order, with the clock let loose in between.

Whatever happens: an open referral has one side with the ball and a due time, an ended one has
neither and never changes again, and the partner reaches exactly what is at the partner.
"""

# ruff: noqa: S311 – a walk that can be walked again needs dice that can be loaded

import random
from contextlib import suppress
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.utils import timezone

from intake.models import Consent
from referrals.lifecycle import AT_THE_PARTNER, ENDED, WITH_PARTNER, WITH_US
from referrals.models import Question, Referral, ReferralGrant, Tombstone
from referrals.services import (
    answering,
    chasing,
    drafting,
    following_up,
    pausing,
    reading,
    reporting,
    sending,
    starting,
    trying,
    withdrawing,
)
from tests.referrals.conftest import a_day, a_draft, consent_to, results_of, send

STEPS = 2_000
SEED = 20261122


def _answer(row, by):
    question = Question.objects.filter(referral=row, answered_at=None).first()
    return answering.answer(row.pk, question_pk=question and question.pk, text="Ja", by=by)


def _fail_to_reach(row, by):
    for _attempt in range(3):
        trying.attempt(row.pk, way="phone", by=by)
    return reporting.report(row.pk, results={}, not_reached=True, by=by)


DEEDS = {
    "send": send,
    "open": lambda row, by: answering.open_envelope(row.pk, by=by),
    "ask": lambda row, by: answering.ask(row.pk, code="scope", by=by),
    "answer": _answer,
    "accept": lambda row, by: answering.accept(row.pk, by=by),
    "accept for later": lambda row, by: answering.accept(
        row.pk, expected_start=a_day(random.randrange(60)), by=by
    ),
    "move the day": lambda row, by: starting.reschedule(
        row.pk, expected_start=a_day(random.randrange(90)), by=by
    ),
    "progress": lambda row, by: reporting.progress(
        row.pk, steps=dict.fromkeys(results_of(row), "begun"), by=by
    ),
    "pause": lambda row, by: pausing.pause(row.pk, reason="away", review_at=a_day(30), by=by),
    "resume": lambda row, by: pausing.resume_from_us(row.pk, by=by),
    "amend": lambda row, by: reporting.amend(row.pk, results=results_of(row), by=by),
    "contest": lambda row, by: reporting.contest(row.pk, reason="incomplete", by=by),
    "start": lambda row, by: following_up.start(row.pk, by=by),
    "report": lambda row, by: reporting.report(row.pk, results=results_of(row), by=by),
    "never reached": _fail_to_reach,
    "acknowledge": lambda row, by: following_up.acknowledge(row.pk, by=by),
    "decline": lambda row, by: answering.decline(row.pk, reason="capacity", by=by),
    "give back": lambda row, by: following_up.give_back(row.pk, reason="safety", by=by),
    "recall": lambda row, by: sending.recall(row.pk, reason="changed", by=by),
    "withdraw": lambda row, by: withdrawing.withdraw(row.pk, by=by),
    "discard": lambda row, by: drafting.discard(row.pk, by=by),
    "read": lambda row, by: reading.open_package(row.pk, by=by, purpose="referral"),
    "wait": lambda row, by: chasing.sweep(timezone.now() + timedelta(days=random.randrange(40))),
}
# The way forward is tried more often, or few would come far.
CHOICES = [*DEEDS, *["send", "accept", "start", "report"] * 3]


def _row(referral) -> tuple:
    return Referral.objects.filter(pk=referral.pk).values_list().first()


def _holds(referral) -> None:
    row = Referral.objects.get(pk=referral.pk)
    sides = {**dict.fromkeys(WITH_US, "us"), **dict.fromkeys(WITH_PARTNER, "partner")}
    side = "partner" if row.is_contested else sides.get(row.status, "")
    assert row.holder == side
    assert row.is_contested <= bool(row.contest_reason)
    assert row.is_paused <= (row.status == "active")
    assert (row.time_left is not None) <= (row.is_paused or row.status == "asked")
    assert (row.due_at is None) == (row.status in ENDED)
    assert (row.ended_at is not None) == (row.status in ENDED)
    assert ReferralGrant.objects.filter(content_object=row).exists() == (
        row.status in AT_THE_PARTNER
    )
    stones = Tombstone.objects.filter(reference=row.reference)
    assert list(stones.values_list("status", flat=True)) == [row.status] * (row.status in ENDED)


@pytest.fixture
def seeded():
    random.seed(SEED)


# Each step commits, as in life. In one long transaction PostgreSQL keeps every version of a row
# that it ever had, and goes through all of them each time.
@pytest.mark.django_db(transaction=True)
def test_two_thousand_steps_at_random(
    seeded, help_request, youth_centre, amina, lena, clara, carl, dag, stina
):
    cast, finished, seen = [amina, lena, clara, carl, dag, stina], {}, set()
    consent = consent_to(youth_centre, help_request, amina)
    row = None
    for _step in range(STEPS):
        if row is None or not Referral.objects.filter(pk=row.pk, ended_at=None).exists():
            row = a_draft(help_request, youth_centre, amina, items=["name"])
            drafting.set_consent_basis(row.pk, consent_pk=consent.pk, by=amina)
        about = row if random.random() > 0.1 or not finished else random.choice(list(finished))
        with suppress(ValidationError, PermissionDenied, Http404):
            DEEDS[random.choice(CHOICES)](about, random.choice(cast))
        now = Referral.objects.filter(pk=row.pk).first()
        if now is None:
            continue
        seen.add(now.status)
        _holds(now)
        if now.status in ENDED:
            finished[now] = _row(now)
    assert all(_row(one) == before for one, before in finished.items()), "an ended one changed"
    assert len(seen) == 13, f"the walk never came to {seen}"
    assert Consent.objects.get().withdrawn_at is None
