"""The times in the states add up to the lifetime, to the microsecond: told from the trail alone."""

from datetime import timedelta

import pytest

from audit.models import Event
from audit.trail import name_of
from referrals.services import answering, following_up, pausing, reporting
from tests.referrals.conftest import a_day, results_of, send

STEP = timedelta(hours=7, minutes=3, microseconds=1)


def spent(row) -> dict[str, timedelta]:
    """How long it was in each state, from one change of state to the next."""
    moves = Event.objects.filter(about=name_of(row), facts__has_key="from").order_by("pk")
    since, found = Event.objects.get(about=name_of(row), deed="referral.draft").at, {}
    for move in moves:
        state = move.facts["from"]
        found[state] = found.get(state, timedelta()) + (move.at - since)
        since = move.at
    return found


@pytest.fixture
def on(clock):
    """Do one thing after another, seven hours apart."""

    def do(deed, *args, **kwargs):
        clock.shift(STEP)
        return deed(*args, **kwargs)

    return do


def test_the_whole_way_with_a_question_a_pause_and_an_objection(on, draft, amina, clara):
    begun = Event.objects.get(about=name_of(draft), deed="referral.draft").at
    on(send, draft, amina)
    on(answering.ask, draft.pk, code="scope", by=clara)
    question = draft.questions.get()
    on(answering.answer, draft.pk, question_pk=question.pk, text="Ja", by=amina)
    on(answering.accept, draft.pk, by=clara)
    on(following_up.start, draft.pk, by=clara)
    on(pausing.pause, draft.pk, reason="away", review_at=a_day(30), by=clara)
    on(pausing.resume, draft.pk, by=clara)
    on(reporting.report, draft.pk, results=results_of(draft), by=clara)
    on(reporting.contest, draft.pk, reason="incomplete", by=amina)
    on(reporting.amend, draft.pk, results=results_of(draft), by=clara)
    ended = on(following_up.acknowledge, draft.pk, by=amina)
    times = spent(ended)
    assert sum(times.values(), timedelta()) == ended.ended_at - begun == 11 * STEP
    assert times == {
        "draft": STEP, "sent": STEP, "opened": STEP, "asked": STEP, "accepted": STEP,
        "active": 3 * STEP, "reported": 3 * STEP,
    }  # fmt: skip
