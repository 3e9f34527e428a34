"""Every deed by everybody from every state, through the pages and the API: the table in paper.py.

What is refused leaves nothing behind but a line in the log. 403 for the right, 404 for the row,
and for what cannot be done now the same page with the reason on it, or 409.
"""

from contextlib import nullcontext

import pytest
from django.urls import reverse
from django.utils import timezone

from audit.guard import OutOfReach, Refused
from config.accounts.roles import Role
from referrals import models as rows
from tests.architecture.doors import taken_back
from tests.config.conftest import a_machine
from tests.referrals.conftest import a_day, results_of
from tests.referrals.paper import (
    AT_THE_PARTNER,
    CAST,
    DEEDS,
    STATES,
    TABLES,
    WITHIN,
    everything,
    expected,
    status_after,
    who_tries,
)

WORDS = {"goal_1": "Ett mål", "situation": "Nya ord", "urgency": "normal"}
NOT_NOW = {200, 409}

# deed: its address, and what the form sends
PAGES = {
    "revise": ("desk:referral_package", WORDS),
    "discard": ("desk:referral_discard", {}),
    "consent": ("desk:referral_basis", {"by_consent": "1", "consent_pk": "CONSENT"}),
    "ground": (
        "desk:referral_basis", {"by_ground": "1", "ground_pk": "GROUND", "reasons": "Därför"},
    ),
    "submit": ("desk:referral_submit", {"previewed": "DIGEST"}),
    "approve": ("desk:approval", {"approve": "1", "digest": "DIGEST"}),
    "hand back": ("desk:approval", {"hand_back": "1", "reason_code": "too_much"}),
    "send": ("desk:referral_preview", {"previewed": "DIGEST"}),
    "agree": ("desk:referral_agree", {"previewed": "DIGEST", "after_pk": "FIRST"}),
    "break off": ("desk:referral_break_off", {}),
    "together": ("desk:referral_together", {}),
    "prepare": ("desk:referral_line", {"next_1": "SERVICE"}),
    "answer": ("desk:referral_answer", {"text": "Ja"}),
    "acknowledge": (
        "desk:referral_acknowledge", {"our_view": "helped", "persons_view": "unknown"},
    ),
    "recall": ("desk:referral_recall", {"reason": "changed"}),
    "recall, sent in error": ("desk:referral_recall", {"reason": "sent_in_error"}),
    "withdraw": ("desk:referral_withdraw", {}),
    "try next": ("desk:referral_next", {"to_pk": "TO", "service_pk": "SERVICE"}),
    "open": ("portal:open", {}),
    "ask": ("portal:ask", {"code": "scope"}),
    "accept": ("portal:accept", {}),
    "decline": ("portal:decline", {"reason": "capacity"}),
    "attempt": ("portal:attempt", {"way": "email", "at": "NOW"}),
    "start": ("portal:start", {"first_contact": "TODAY"}),
    "report": ("portal:report", {"reached": "yes", "result_1": "met", "result_2": "met"}),
    "report, never reached": ("portal:report", {"reached": "no"}),
    "reschedule": ("portal:reschedule", {"expected_start": "DAY"}),
    "progress": ("portal:progress", {"step_1": "begun", "step_2": "half_way"}),
    "pause": ("portal:pause", {"reason": "away", "review_at": "DAY"}),
    "resume": ("portal:resume", {}),
    "pause from us": ("desk:referral_pause", {"reason": "away", "review_at": "DAY"}),
    "resume from us": ("desk:referral_resume", {}),
    "amend": ("portal:amend", {"reached": "yes", "result_1": "met", "result_2": "met"}),
    "contest": ("desk:referral_contest", {"reason": "incomplete"}),
    "give back": (
        "portal:give_back",
        {"reason": "capacity", "work_done": "some", "appointments": "cancelled"},
    ),
    "assign": ("portal:assign", {"to_user_pk": "CARL"}),
    "write to us": ("portal:conversation", {"text": "Ja"}),
    "write to the partner": ("desk:referral_conversation", {"text": "Ja"}),
}  # fmt: skip

# Read, not done: the same table, and the page itself is the answer.
READS = {
    "preview": "desk:referral_preview",
    "see the envelope": "portal:referral",
    "open the package": "portal:package",
    "open our own": "desk:referral_told",
    "read the conversation": "portal:conversation",
    "read ours": "desk:referral_conversation",
}

# The deeds of the partner's own system, by the names of its addresses.
API = {
    "open": ("open", {}),
    "ask": ("ask", {"code": "scope"}),
    "accept": ("accept", {}),
    "decline": ("decline", {"reason": "capacity"}),
    "attempt": ("attempt", {"way": "email"}),
    "start": ("start", {"first_contact": "TODAY"}),
    "report": ("report", "RESULTS"),
    "report, never reached": ("report", {"not_reached": True}),
    "reschedule": ("reschedule", {"expected_start": "DAY"}),
    "progress": ("progress", "STEPS"),
    "pause": ("pause", {"reason": "away", "review_at": "DAY"}),
    "resume": ("resume", {}),
    "amend": ("amend", "RESULTS"),
    "give back": ("give_back", {"reason": "capacity"}),
    "open the package": ("package", {}),
    "read the conversation": ("conversation", {}),
    "write to us": ("write", {"text": "Ja"}),
}


@pytest.fixture
def cast(request, at):
    return {name: at(request.getfixturevalue(name)) for name in CAST}


@pytest.fixture
def values(draft, consent, ground, youth_centre, debt_advice, asked_first, carl):
    """What stands for a row's own values in the forms above."""
    youth_centre.takes_messages = True
    youth_centre.save()
    return {
        "CONSENT": consent.pk, "FIRST": asked_first.pk, "GROUND": ground.pk, "CARL": carl.pk,
        "TO": debt_advice.pk, "SERVICE": debt_advice.services.get().pk,
        "DAY": a_day(40).isoformat(), "TODAY": a_day(0).isoformat(),
        "NOW": timezone.localtime().strftime("%Y-%m-%dT%H:%M"),
    }  # fmt: skip


def test_the_table_is_whole():
    assert set(PAGES) | set(READS) == set(DEEDS)
    partners = {deed for deed, (right, *_) in DEEDS.items() if right in ("respond", "return")}
    assert set(API) == partners - {"assign", "see the envelope"}


@pytest.mark.parametrize("state", STATES)
def test_every_deed_by_everybody_on_the_pages(clock, state, draft, story, cast, values):
    assert story.bring(draft, state).status == WITHIN.get(state, state)
    values["DIGEST"] = rows.Package.objects.get(referral=draft).digest()
    before = everything(TABLES)
    for deed, (address, fields) in PAGES.items():
        sent = {name: values.get(value, value) for name, value in fields.items()}
        with taken_back():
            for name in who_tries(deed):
                refusal = expected(deed, name, state)
                with taken_back() if refusal is None else nullcontext():
                    answer = cast[name].post(reverse(address, args=[draft.pk]), sent)
                    assert answer.status_code in _due(refusal), (deed, name)
                    if refusal is None:
                        assert _status_of(draft) == status_after(deed, state), (deed, name)
            assert everything(TABLES) == before, f"{deed} in {state} left something behind"


@pytest.mark.parametrize("state", STATES)
def test_everybody_reads_only_what_the_table_says(state, draft, story, cast):
    story.bring(draft, state)
    for deed, address in READS.items():
        for name in who_tries(deed):
            refusal = expected(deed, name, state)
            with taken_back():
                answer = cast[name].get(reverse(address, args=[draft.pk]))
            due = {200} if refusal is None else _due(refusal) - {200}
            assert answer.status_code in due, (deed, name)


@pytest.mark.parametrize("state", STATES)
def test_every_deed_by_every_machine(
    clock, state, draft, story, client, adam, youth_centre, debt_advice
):
    youth_centre.takes_messages = True
    youth_centre.save()
    story.bring(draft, state)
    machines = {
        "theirs": a_machine(client, adam, Role.PARTNER_SYSTEM, youth_centre),
        "another's": a_machine(client, adam, Role.PARTNER_SYSTEM, debt_advice, name="B"),
        "reads only": a_machine(
            client, adam, Role.PARTNER_SYSTEM, youth_centre, name="C",
            scopes=["referrals.receive_referral"],
        ),
        "no partner's": a_machine(client, adam, Role.E_SERVICE, name="D"),
    }  # fmt: skip
    before = everything(TABLES)
    for deed, (address, fields) in API.items():
        body = _as_json(draft, fields)
        with taken_back():
            for name, machine in machines.items():
                due = _due_to_a_machine(deed, name, state)
                with taken_back() if due == 200 else nullcontext():
                    answer = machine.post(f"/api/v1/referrals/{draft.pk}/{address}/", body)
                    assert answer.status_code == due, (deed, name)
                    if due == 200:
                        assert _status_of(draft) == status_after(deed, state), (deed, name)
            assert everything(TABLES) == before, f"{deed} in {state} left something behind"


def _due(refusal) -> set[int]:
    if refusal is None:
        return {302}
    return {Refused: {403}, OutOfReach: {404}}.get(refusal, NOT_NOW)


def _due_to_a_machine(deed: str, name: str, state: str) -> int:
    right, sources, _target = DEEDS[deed]
    holds = name in ("theirs", "another's") or (name == "reads only" and deed in READS)
    if not holds:
        return 403
    if name == "another's" or state not in AT_THE_PARTNER:
        return 404
    return 200 if state in sources.split() else 409


def _as_json(draft, fields) -> dict:
    goals = results_of(draft).items()
    if fields == "STEPS":
        return {"steps": [{"goal": str(pk), "step": "begun"} for pk, _result in goals]}
    if fields != "RESULTS":
        days = {"DAY": a_day(40).isoformat(), "TODAY": a_day(0).isoformat()}
        return {name: days.get(said, said) for name, said in fields.items()}
    return {"results": [{"goal": str(pk), "result": result} for pk, (result, _) in goals]}


def _status_of(draft) -> str:
    """How it stands now; "-" if it is gone."""
    now = rows.Referral.objects.filter(pk=draft.pk).values_list("status", flat=True).first()
    return now or "-"
