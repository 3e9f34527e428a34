"""A move is one change of state, one line and its notices – or nothing, wherever it breaks."""

import re
from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from audit.models import Event, Outgoing
from audit.trail import TrailUnwritable
from referrals.services import (
    answering,
    chasing,
    following_up,
    lining_up,
    reporting,
    sending,
)
from tests.referrals.conftest import results_of
from tests.referrals.paper import everything

WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE)", re.I)

# deed: from which state, by whom, the line it leaves, how many notices
DEEDS = {
    "send": ("draft", "amina", "referral.send", 1),
    "accept": ("opened", "clara", "referral.accept", 1),
    "decline": ("opened", "clara", "referral.decline", 1),
    "start": ("accepted", "clara", "referral.start", 0),
    "report": ("active", "clara", "referral.report", 1),
    "acknowledge": ("reported", "amina", "referral.acknowledge", 1),
    "recall": ("active", "amina", "referral.recall", 2),  # the partner, and who keeps breaches
    "ask the next": ("in_line", None, "referral.send", 2),
}


class Broken:
    """The database fails at the *nth* thing that is written."""

    def __init__(self, nth: int):
        self.left, self.happened = nth, False

    def __call__(self, execute, sql, params, many, context):
        if WRITES.match(sql):
            self.left -= 1
            if self.left == 0:
                self.happened = True
                raise DatabaseError("it broke here")
        return execute(sql, params, many, context)


def _count(model, **which) -> int:
    return model.objects.filter(**which).count()


@pytest.fixture
def deeds(draft):
    pk = draft.pk
    return {
        "send": lambda by: sending.send(pk, previewed=draft.package.digest(), by=by),
        "accept": lambda by: answering.accept(pk, by=by),
        "decline": lambda by: answering.decline(pk, reason="capacity", by=by),
        "start": lambda by: following_up.start(pk, by=by),
        "report": lambda by: reporting.report(pk, results=results_of(draft), by=by),
        "acknowledge": lambda by: following_up.acknowledge(pk, by=by),
        "recall": lambda by: sending.recall(pk, reason="sent_in_error", by=by),
        "ask the next": lambda by: lining_up.sweep(),
    }


@pytest.mark.parametrize("deed", DEEDS)
def test_wherever_it_breaks_nothing_has_happened(deed, draft, story, deeds, amina, clara, loke):
    state, who, line, notices = DEEDS[deed]
    story.bring(draft, state)
    if state == "in_line":
        chasing.sweep(timezone.now() + timedelta(days=30))  # the school never answered
    by = {"amina": amina, "clara": clara, None: None}[who]
    before, nth = everything(), 1
    lines, posted = _count(Event, deed=line), _count(Outgoing)
    while True:
        here, broken = transaction.savepoint(), Broken(nth)
        failures = suppress(DatabaseError, TrailUnwritable)
        with connection.execute_wrapper(broken), failures:
            deeds[deed](by)
        if not broken.happened:
            break
        transaction.savepoint_rollback(here)
        assert everything() == before, f"{deed}: the {nth}. write left something behind"
        nth += 1
    assert nth > 3, "nothing was ever broken"
    assert _count(Event, deed=line) == lines + 1
    assert _count(Outgoing) == posted + notices
