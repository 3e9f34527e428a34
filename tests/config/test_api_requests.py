"""Another e-service hands over what somebody wrote."""

import json

import pytest

from audit import trail
from audit.models import Event
from config.accounts.roles import Role
from config.api import issuing
from config.api.tokens import SCHEME
from intake.models import Channel, HelpRequest
from partners.models import Arena
from tests.config.conftest import a_machine

DOOR = "/api/v1/requests/"
KEY = {"Idempotency-Key": "f4f1d5b7-0a6b-4c5e"}
STORY = "Vi har fått en vräkningsvarning."
TOLD = {"story": STORY, "about": "self", "area": "north", "language": "sv"}


def test_a_request_comes_in_and_its_code_opens_it(e_service):
    answer = e_service.post(DOOR, TOLD, KEY)
    assert answer.status_code == 201
    assert answer.json().keys() == {"reference", "receipt_code", "promised_at"}
    row = HelpRequest.objects.get(reference=answer.json()["reference"])
    assert row.channel == Channel.E_SERVICE
    assert row.receipt.locator == answer.json()["receipt_code"][:5]


def test_the_trail_names_the_system_and_its_door(e_service):
    e_service.post(DOOR, TOLD, KEY)
    event = Event.objects.get(deed="helprequest.submit")
    assert event.actor == f"user/{e_service.token.account_id}"
    assert (event.role, event.channel) == (Role.E_SERVICE, "api")


def test_the_same_key_again_gives_the_same_request_and_code(e_service):
    first, again = e_service.post(DOOR, TOLD, KEY), e_service.post(DOOR, TOLD, KEY)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert HelpRequest.objects.count() == 1


def test_another_system_with_the_same_key_gets_a_request_of_its_own(e_service, client, adam):
    other = a_machine(client, adam, Role.E_SERVICE, name="Another system")
    mine, theirs = e_service.post(DOOR, TOLD, KEY), other.post(DOOR, TOLD, KEY)
    assert mine.json()["receipt_code"] != theirs.json()["receipt_code"]


@pytest.mark.parametrize("key", [None, "", "short", "x" * 201])
def test_without_a_key_that_can_be_repeated_nothing_is_taken_in(key, e_service):
    answer = e_service.post(DOOR, TOLD, {} if key is None else {"Idempotency-Key": key})
    assert answer.status_code == 400
    assert "Idempotency-Key" in answer.json()["fields"]
    assert not HelpRequest.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"story": ""}, "story"),
        ({"story": "x" * 100_000}, "story"),
        ({"story": "\u200b"}, "story"),
        ({"about": "nobody"}, "about"),
        ({"area": "nowhere"}, "area"),
        ({"arena": "nowhere"}, "arena"),
        ({"asker": "nobody"}, "asker"),
        ({"age_band": "old"}, "age_band"),
        ({"language": "sv; drop"}, "language"),
        ({"contact": {"way": "email"}}, "contact"),
        ({"contact": {"way": "email", "email": "no address"}}, "contact"),
        ({"contact": {"way": "phone", "phone": "ring"}}, "contact"),
        ({"contact": {"name": "Kim 19811218-9876"}}, "contact"),
    ],
)
def test_what_is_wrong_is_said_field_by_field_and_never_repeated(wrong, field, e_service):
    answer = e_service.post(DOOR, {**TOLD, **wrong}, KEY)
    assert answer.status_code == 400
    assert list(answer.json()["fields"]) == [field]
    assert STORY not in answer.content.decode()


@pytest.mark.parametrize("body", ["", "[]", "null", "1", "{", '"text"'])
def test_what_is_not_an_object_is_a_400(body, e_service):
    answer = e_service.client.post(
        DOOR, body, content_type="application/json", headers={**e_service.headers, **KEY}
    )
    assert answer.status_code == 400
    assert "code" in answer.json()


@pytest.mark.parametrize("story", ["😀", "\u202eمرحبا", "x" * 20_000, "19800101-1234"])
def test_odd_words_are_taken_in_as_they_are(story, e_service):
    assert e_service.post(DOOR, {**TOLD, "story": story}, KEY).status_code == 201


def test_where_and_by_whom_it_is_told_are_codes(e_service):
    arena = Arena.objects.create(slug="skolan", name={"sv": "Skolan"}, kind="school")
    told = {**TOLD, "arena": "skolan", "asker": "relative"}
    assert e_service.post(DOOR, told, KEY).status_code == 201
    row = HelpRequest.objects.get()
    assert (row.arena, row.asker) == (arena, "relative")
    Arena.objects.update(closes_on=arena.opens_on)
    closed = e_service.post(DOOR, told, KEY)
    assert closed.json()["fields"].keys() == {"arena"}


def test_words_are_nowhere_in_the_clear(e_service):
    contact = {"way": "email", "email": "kim@example.org", "name": "Kim Exempel"}
    e_service.post(DOOR, {**TOLD, "contact": contact}, KEY)
    everything = json.dumps(list(Event.objects.values()), default=str)
    row = HelpRequest.objects.values().get()
    assert STORY.encode() not in bytes(row["story"])
    for word in (STORY, "kim@example.org", "Kim Exempel"):
        assert word not in everything


def test_a_system_that_submits_can_see_nothing(e_service):
    assert e_service.get(DOOR).status_code == 405
    assert e_service.get("/api/v1/referrals/").status_code == 403


def test_a_partners_system_cannot_submit(client, adam, youth_centre, north):
    system = a_machine(client, adam, Role.PARTNER_SYSTEM, youth_centre)
    assert system.post(DOOR, TOLD, KEY).status_code == 403
    assert not HelpRequest.objects.exists()


def test_a_revoked_key_submits_nothing(e_service, adam):
    issuing.revoke(e_service.token.pk, by=adam)
    answer = e_service.post(DOOR, TOLD, KEY)
    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, SCHEME)


def test_when_the_trail_cannot_be_written_nothing_is_taken_in(e_service, monkeypatch):
    def broken(*args, **kwargs):
        raise trail.TrailUnwritable("helprequest.submit")

    monkeypatch.setattr("intake.services.receiving.trail.record", broken)
    answer = e_service.post(DOOR, TOLD, KEY)
    assert answer.status_code == 503
    assert answer.json()["code"] == "cannot_work_safely"
    assert not HelpRequest.objects.exists()
