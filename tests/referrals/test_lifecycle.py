"""Every deed by everybody from every state, through the use cases: the table in paper.py.

A deed outside its states must change nothing at all, not even the log.
"""

import uuid

import pytest
from django.core.exceptions import ValidationError

from audit.models import Event
from referrals import models as rows
from referrals.services import (
    answering,
    conversing,
    drafting,
    following_up,
    lining_up,
    pairing,
    pausing,
    preparing,
    reading,
    reporting,
    sending,
    starting,
    trying,
    withdrawing,
)
from tests.architecture.doors import taken_back
from tests.referrals.conftest import a_day, results_of
from tests.referrals.paper import (
    CAST,
    DEEDS,
    STATES,
    WITHIN,
    everything,
    expected,
    status_after,
    who_tries,
)


@pytest.fixture
def cast(request):
    return {name: request.getfixturevalue(name) for name in CAST}


@pytest.fixture
def deeds(draft, consent, ground, youth_centre, debt_advice, asked_first, amina, carl):
    """Each deed as a call that takes nothing but who does it."""
    youth_centre.takes_messages = True
    youth_centre.save()
    pk, told = draft.pk, {
        "goals": ["Ett mål"], "situation": "Nya ord", "items": [], "access": [],
        "urgency": "normal",
    }  # fmt: skip

    def digest():
        return rows.Package.objects.get(referral=pk).digest()

    def question():
        return rows.Question.objects.values_list("pk", flat=True).first() or uuid.uuid4()

    return {
        "revise": lambda by: drafting.revise(pk, by=by, **told),
        "discard": lambda by: drafting.discard(pk, by=by),
        "consent": lambda by: drafting.set_consent_basis(pk, consent_pk=consent.pk, by=by),
        "ground": lambda by: drafting.set_ground_basis(
            pk, ground_pk=ground.pk, reasons="Därför", by=by
        ),
        "preview": lambda by: drafting.preview(pk, by=by),
        "submit": lambda by: sending.submit(pk, previewed=digest(), by=by),
        "approve": lambda by: sending.approve(pk, digest=digest(), by=by),
        "hand back": lambda by: sending.hand_back(pk, reason_code="too_much", by=by),
        "send": lambda by: sending.send(pk, previewed=digest(), by=by),
        "agree": lambda by: lining_up.agree(pk, after_pk=asked_first.pk, previewed=digest(), by=by),
        "break off": lambda by: lining_up.break_off(pk, by=by),
        "together": lambda by: pairing.put_together(pk, with_pks=[], by=by),
        "prepare": lambda by: preparing.prepare(
            pk, service_pks=[debt_advice.services.get().pk], by=by
        ),
        "answer": lambda by: answering.answer(pk, question_pk=question(), text="Ja", by=by),
        "acknowledge": lambda by: following_up.acknowledge(pk, by=by),
        "recall": lambda by: sending.recall(pk, reason="changed", by=by),
        "recall, sent in error": lambda by: sending.recall(pk, reason="sent_in_error", by=by),
        "withdraw": lambda by: withdrawing.withdraw(pk, by=by),
        "try next": lambda by: sending.try_next(
            pk, to_pk=debt_advice.pk, service_pk=debt_advice.services.get().pk, by=by
        ),
        "open": lambda by: answering.open_envelope(pk, by=by),
        "ask": lambda by: answering.ask(pk, code="scope", by=by),
        "accept": lambda by: answering.accept(pk, by=by),
        "decline": lambda by: answering.decline(pk, reason="capacity", by=by),
        "attempt": lambda by: trying.attempt(pk, way="email", by=by),
        "start": lambda by: following_up.start(pk, by=by),
        "report": lambda by: reporting.report(pk, results=results_of(draft), by=by),
        "report, never reached": lambda by: reporting.report(
            pk, results={}, not_reached=True, by=by
        ),
        "reschedule": lambda by: starting.reschedule(pk, expected_start=a_day(40), by=by),
        "progress": lambda by: reporting.progress(
            pk, steps=dict.fromkeys(results_of(draft), "begun"), by=by
        ),
        "pause": lambda by: pausing.pause(pk, reason="away", review_at=a_day(30), by=by),
        "resume": lambda by: pausing.resume(pk, by=by),
        "pause from us": lambda by: pausing.pause_from_us(
            pk, reason="away", review_at=a_day(30), by=by
        ),
        "resume from us": lambda by: pausing.resume_from_us(pk, by=by),
        "amend": lambda by: reporting.amend(pk, results=results_of(draft), by=by),
        "contest": lambda by: reporting.contest(pk, reason="incomplete", by=by),
        "give back": lambda by: following_up.give_back(pk, reason="capacity", by=by),
        "assign": lambda by: following_up.assign(pk, to_user_pk=carl.pk, by=by),
        "see the envelope": lambda by: reading.envelope(pk, by=by),
        "open the package": lambda by: reading.open_package(pk, by=by, purpose="referral"),
        "write to us": lambda by: conversing.write_to_us(pk, text="Ja", by=by),
        "write to the partner": lambda by: conversing.write_to_partner(pk, text="Ja", by=by),
        "read the conversation": lambda by: conversing.read_theirs(pk, by=by),
        "read ours": lambda by: conversing.read_ours(pk, by=by),
        "open our own": lambda by: reading.open_own(pk, by=by, purpose="referral"),
    }


@pytest.mark.parametrize("state", STATES)
def test_every_deed_by_everybody(clock, state, draft, story, cast, deeds):
    referral = story.bring(draft, state)
    assert referral.status == WITHIN.get(state, state)
    before = everything()
    for deed in DEEDS:
        for name in who_tries(deed):
            refusal = expected(deed, name, state)
            if refusal is None:
                _allowed(deeds[deed], cast[name], draft.pk, status_after(deed, state))
                continue
            with pytest.raises(refusal) as met:
                deeds[deed](cast[name])
            assert type(met.value) is refusal or refusal is ValidationError, (deed, name)
        assert everything() == before, f"{deed} in {state} left something behind"


def _allowed(deed, user, pk, target):
    """Done and undone: the next cell starts from the same state."""
    with taken_back():
        deed(user)
        now = rows.Referral.objects.filter(pk=pk).values_list("status", flat=True).first()
        assert (now or "-") == target


def test_the_table_knows_every_right_of_the_cast():
    assert len(DEEDS) * len(STATES) * len(CAST) > 6000


def test_never_reached_is_reported_from_accepted_only_after_three_attempts(clock, accepted, clara):
    def report():
        return reporting.report(accepted.pk, results={}, not_reached=True, by=clara)

    for _attempt in range(2):
        trying.attempt(accepted.pk, way="email", by=clara)
    with pytest.raises(ValidationError):
        report()
    trying.attempt(accepted.pk, way="email", by=clara)
    assert report().status == "reported"
    assert set(accepted.goals.values_list("result", "reason")) == {("not_tried", "absent")}


@pytest.mark.parametrize("verb", ["accept", "ask", "decline"])
def test_whoever_answers_has_opened_first(verb, sent, clara):
    {
        "accept": lambda: answering.accept(sent.pk, by=clara),
        "ask": lambda: answering.ask(sent.pk, code="scope", by=clara),
        "decline": lambda: answering.decline(sent.pk, reason="area", by=clara),
    }[verb]()
    seen = Event.objects.filter(about=f"referrals.referral/{sent.pk}", role="partner_member")
    deeds = seen.filter(deed__startswith="referral.").order_by("pk").values_list("deed", flat=True)
    assert list(deeds)[:2] == ["referral.open", f"referral.{verb}"]
