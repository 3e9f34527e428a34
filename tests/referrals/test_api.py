"""A partner's own system answers referrals: the same use cases, the same refusals as pages."""

import pytest

from audit.models import Event
from config.accounts.roles import Role
from config.api.models import IdempotencyKey
from referrals.lifecycle import Status
from referrals.models import PartnerMessage
from referrals.services import conversing, drafting, following_up
from tests.config.conftest import a_machine
from tests.referrals.conftest import GOALS, SITUATION, a_draft, consent_to, send

INBOX = "/api/v1/referrals/"
DEEDS = (
    "open", "ask", "accept", "decline", "package", "conversation", "write", "start", "attempt",
    "report", "give_back",
)  # fmt: skip
BODY = {"code": "availability", "reason": "capacity", "way": "phone", "text": "Ja"}  # for each


def door(referral, deed="") -> str:
    return f"{INBOX}{referral.pk}/{deed}/" if deed else f"{INBOX}{referral.pk}/"


@pytest.fixture
def system(client, adam, youth_centre):
    return a_machine(client, adam, Role.PARTNER_SYSTEM, youth_centre)


@pytest.fixture
def stranger(client, adam, debt_advice):
    return a_machine(client, adam, Role.PARTNER_SYSTEM, debt_advice, name="Another system")


def test_what_is_listed_is_what_opens(sent, system, stranger):
    rows = system.get(INBOX).json()["results"]
    assert [row["id"] for row in rows] == [str(sent.pk)]
    assert system.get(door(sent)).status_code == 200
    assert stranger.get(INBOX).json()["results"] == []
    assert stranger.get(door(sent)).status_code == 404


@pytest.mark.parametrize("deed", DEEDS)
def test_a_strangers_system_cannot_see_that_it_exists(deed, sent, stranger):
    assert stranger.post(door(sent, deed), BODY).status_code == 404


@pytest.mark.parametrize("deed", ["", *DEEDS])
def test_a_draft_is_nobodys_but_ours(deed, draft, system):
    answer = system.post(door(draft, deed), BODY) if deed else system.get(door(draft))
    assert answer.status_code == 404


def test_a_list_is_blind_and_opens_nothing(sent, system):
    row = system.get(INBOX).json()["results"][0]
    assert row.keys() == {
        "id", "reference", "service", "urgency", "status", "holder", "due_at", "sent_at",
        "expected_start", "first_contact_on", "review_at", "contest_reason",
    }  # fmt: skip
    assert not Event.objects.filter(deed="referral.opened", channel="api").exists()


def test_the_envelope_is_there_once_it_is_opened(sent, system):
    assert system.get(door(sent)).json()["envelope"] is None
    assert system.post(door(sent, "open")).json()["status"] == Status.OPENED
    seen = system.get(door(sent)).json()
    assert seen["envelope"]["age_band"] == sent.age_band
    assert SITUATION not in str(seen)


def test_from_the_inbox_to_the_report(clock, sent, system):
    assert system.post(door(sent, "open")).status_code == 200
    assert system.post(door(sent, "accept")).json()["status"] == Status.ACCEPTED
    told = system.post(door(sent, "package")).json()
    assert told["texts"]["situation"] == SITUATION
    assert [goal["text"] for goal in told["goals"]] == GOALS
    assert system.post(door(sent, "attempt"), {"way": "phone"}).status_code == 409  # by e-mail only
    assert system.post(door(sent, "attempt"), {"way": "email"}).status_code == 200
    started = system.post(door(sent, "start"), {"first_contact": "2027-03-01"}).json()
    assert (started["status"], started["first_contact_on"]) == (Status.ACTIVE, "2027-03-01")
    results = [{"goal": goal["id"], "result": "met"} for goal in told["goals"]]
    assert system.post(door(sent, "report"), {"results": results}).json()["status"] == "reported"
    sent.refresh_from_db()
    assert sent.status == Status.REPORTED


def test_who_read_is_in_the_trail_as_the_system(accepted, system):
    system.post(door(accepted, "package"))
    event = Event.objects.get(deed="referral.opened", channel="api")
    assert (event.actor, event.role) == (f"user/{system.token.account_id}", "partner_system")


def test_the_package_is_closed_until_it_is_accepted(opened, system):
    answer = system.post(door(opened, "package"))
    assert (answer.status_code, answer.json()["code"]) == (409, "package_shut")
    assert SITUATION not in answer.content.decode()


def test_looking_changes_nothing(accepted, system):
    assert system.get(door(accepted, "package")).status_code == 405


def test_what_cannot_be_done_now_is_a_conflict(sent, system):
    answer = system.post(door(sent, "start"))
    assert (answer.status_code, answer.json()["code"]) == (409, "move_not_allowed")


def test_after_no_it_is_out_of_reach_at_once(opened, system):
    answer = system.post(door(opened, "decline"), {"reason": "capacity"})
    assert answer.json()["status"] == Status.DECLINED
    assert system.get(door(opened)).status_code == 404
    assert system.get(INBOX).json()["results"] == []


def test_a_reason_is_a_code_from_the_list(opened, system):
    answer = system.post(door(opened, "decline"), {"reason": "we do not like it"})
    assert (answer.status_code, list(answer.json()["fields"])) == (400, ["reason"])


def test_a_question_is_a_code(opened, system):
    assert system.post(door(opened, "ask"), {"code": "scope"}).json()["status"] == Status.ASKED
    assert system.get(door(opened)).json()["questions"][0]["code"] == "scope"


def test_what_is_started_can_be_handed_back(active, system):
    answer = system.post(door(active, "give_back"), {"reason": "needs_more"})
    assert answer.json()["status"] == Status.RETURNED
    assert system.get(door(active)).status_code == 404


def test_a_result_for_another_referrals_goal_is_refused(active, system):
    foreign = {"goal": "00000000-0000-0000-0000-000000000000", "result": "met"}
    answer = system.post(door(active, "report"), {"results": [foreign]})
    assert answer.status_code in (404, 409)
    active.refresh_from_db()
    assert active.status == Status.ACTIVE


def test_a_private_partner_accepts_a_reservation(help_request, debt_advice, amina, stranger):
    consent = consent_to(debt_advice, help_request, amina)
    row = a_draft(help_request, debt_advice, amina)
    drafting.set_consent_basis(row.pk, consent_pk=consent.pk, by=amina)
    row = send(row, amina)
    stranger.post(door(row, "open"))
    assert stranger.post(door(row, "accept")).json()["code"] == "reservation"
    answer = stranger.post(door(row, "accept"), {"reservation": True})
    assert answer.json()["status"] == Status.ACCEPTED


@pytest.mark.parametrize("odd", ["x", "0", "None", "00000000-0000-0000-0000-000000000000"])
def test_an_id_that_is_none_is_not_found_and_says_so_in_json(odd, system):
    answer = system.get(f"{INBOX}{odd}/")
    assert answer.status_code == 404
    assert answer.json()["code"] == "not_found"


def test_every_refusal_of_a_machine_leaves_a_line(sent, stranger):
    stranger.get(door(sent))
    event = Event.objects.get(deed="guard.refuse")
    assert event.actor == f"user/{stranger.token.account_id}"
    assert event.about == f"door/referral-detail/{sent.pk}"


# --- The conversation -----------------------------------------------------------------------------

OURS, THEIRS = "Hon kan på tisdagar.", "Vi ses på tisdag klockan tre."
KEY = {"Idempotency-Key": "8e03978e-40d5-43dd-bc93"}


@pytest.fixture
def talked(accepted, youth_centre, amina):
    """Accepted, by a partner that we write with; we have written."""
    youth_centre.takes_messages = True
    youth_centre.save()
    conversing.write_to_partner(accepted.pk, text=OURS, by=amina)
    return accepted


def test_a_system_reads_and_writes_what_its_people_would(talked, system, amina):
    assert system.get(door(talked)).json()["unread_messages"] == 1
    wrote = system.post(door(talked, "write"), {"text": f" {THEIRS}\r\n"}).json()
    assert wrote.keys() == {"id", "written_at"}
    read = system.post(door(talked, "conversation")).json()
    assert [(one["writer"], one["text"].strip()) for one in read["messages"]] == [
        ("us", OURS), ("partner", THEIRS),
    ]  # fmt: skip
    assert [one["author"] for one in read["messages"]] == ["", "A system"]  # Amina has no alias
    assert (read["may_write"], read["why_not"]) == (True, "")
    assert system.get(door(talked)).json()["unread_messages"] == 0
    said = conversing.read_ours(talked.pk, by=amina).said
    assert [one.text.strip() for one in said] == [OURS, THEIRS]
    line = Event.objects.get(deed="referral.opened", channel="api")
    assert (line.purpose, line.role) == ("conversation", "partner_system")


def test_a_message_that_is_sent_twice_is_written_once(talked, system):
    for _try in range(2):
        answer = system.post(door(talked, "write"), {"text": THEIRS}, KEY)
        assert answer.status_code == 200
    assert PartnerMessage.objects.filter(writer="partner").count() == 1
    assert THEIRS.encode() not in bytes(IdempotencyKey.objects.get().answer)


def test_no_key_gives_a_conversation_back_after_the_end(talked, system, carl):
    assert OURS in system.post(door(talked, "conversation"), headers=KEY).content.decode()
    following_up.give_back(talked.pk, reason="capacity", by=carl)
    answer = system.post(door(talked, "conversation"), headers=KEY)
    assert answer.status_code == 404
    assert OURS not in answer.content.decode()
    assert system.post(door(talked, "write"), {"text": THEIRS}).status_code == 404


@pytest.mark.parametrize("state", ["sent", "opened", "asked"])
def test_there_is_no_conversation_before_the_yes(state, draft, story, youth_centre, system):
    youth_centre.takes_messages = True
    youth_centre.save()
    row = story.bring(draft, state)
    for deed, body in (("conversation", {}), ("write", {"text": THEIRS})):
        assert system.post(door(row, deed), body).status_code == 409
    assert not PartnerMessage.objects.exists()


def test_where_nothing_was_agreed_nothing_is_written_and_the_reason_is_said(accepted, system):
    answer = system.post(door(accepted, "write"), {"text": THEIRS})
    assert (answer.status_code, answer.json()["code"]) == (409, "not_agreed")
    read = system.post(door(accepted, "conversation")).json()
    assert (read["messages"], read["may_write"], bool(read["why_not"])) == ([], False, True)


def test_a_key_that_is_only_for_reading_writes_nothing(talked, client, adam, youth_centre):
    reads = a_machine(
        client, adam, Role.PARTNER_SYSTEM, youth_centre, scopes=["referrals.receive_referral"]
    )
    assert reads.post(door(talked, "conversation")).status_code == 200
    assert reads.post(door(talked, "write"), {"text": THEIRS}).status_code == 403


@pytest.mark.parametrize("text", ["", " \n ", "\u200b", "x" * 20_001, None])
def test_a_text_that_is_none_is_refused_before_anything_is_written(text, talked, system):
    answer = system.post(door(talked, "write"), {"text": text})
    assert (answer.status_code, list(answer.json()["fields"])) == (400, ["text"])
    assert not PartnerMessage.objects.filter(writer="partner").exists()


@pytest.mark.parametrize(
    "body", ['{"text": "\\ud800"}', '{"\\udc00": 1}', "[" * 9_000, '{"text":' * 9_000, "{"]
)
@pytest.mark.parametrize("deed", ["write", "ask", "pause"])
def test_what_cannot_be_read_is_refused_and_holds_no_key(deed, body, talked, system):
    """Half a character, or nested without an end: it is the caller's to mend, and is tried again
    with the same key.
    """
    key = {"Idempotency-Key": "8e03978e-40d5-43dd-bc93"}
    for _try in range(2):
        answer = system.client.post(
            door(talked, deed), body, content_type="application/json",
            headers={**system.headers, **key},
        )  # fmt: skip
        assert (answer.status_code, answer.json()["code"]) == (400, "parse_error")


def test_a_receipt_code_goes_along_only_if_it_is_meant(talked, told, system):
    body = {"text": f"Koden är {told.code}."}
    answer = system.post(door(talked, "write"), body)
    assert (answer.status_code, list(answer.json()["fields"])) == (400, ["text"])
    assert told.code not in answer.content.decode()
    assert system.post(door(talked, "write"), body | {"with_code": True}).status_code == 200
