"""The header Idempotency-Key: what is sent twice is done once, and nothing of it can be read."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from config.accounts.roles import Role
from config.api import idempotency, repeating
from config.api.models import IdempotencyKey
from config.clock.timetable import TIMETABLE
from intake.models import HelpRequest
from referrals.models import Question
from referrals.services import following_up
from tests.config.conftest import a_machine
from tests.referrals.conftest import *  # noqa: F403 – a referral to a partner, in its states
from tests.referrals.conftest import SITUATION

pytestmark = pytest.mark.usefixtures("clock")  # at night nobody is called, and no attempt counts

KEY = {"Idempotency-Key": "8e03978e-40d5-43dd-bc93"}
REQUESTS = "/api/v1/requests/"
TOLD = {"story": "Vi har fått en vräkningsvarning.", "about": "self", "area": "north"}


@pytest.fixture
def system(client, adam, youth_centre):
    return a_machine(client, adam, Role.PARTNER_SYSTEM, youth_centre)


def door(referral, deed) -> str:
    return f"/api/v1/referrals/{referral.pk}/{deed}/"


def test_what_is_sent_twice_is_done_once_and_answered_alike(opened, system):
    first = system.post(door(opened, "ask"), {"code": "scope"}, KEY)
    again = system.post(door(opened, "ask"), {"code": "scope"}, KEY)
    assert (first.status_code, again.status_code) == (200, 200)
    assert first.content == again.content
    assert "Idempotency-Replayed" not in first
    assert again["Idempotency-Replayed"] == "true"
    assert again["Content-Type"] == "application/json"
    assert Question.objects.count() == 1


def test_an_attempt_counts_once_however_often_it_is_sent(accepted, system):
    for _try in range(3):
        assert system.post(door(accepted, "attempt"), {"way": "email"}, KEY).status_code == 200
    accepted.refresh_from_db()
    assert accepted.attempts == 1


def test_quoted_as_the_draft_writes_it_is_the_same_key(accepted, system):
    quoted = {"Idempotency-Key": f'"{KEY["Idempotency-Key"]}"'}
    system.post(door(accepted, "attempt"), {"way": "email"}, KEY)
    system.post(door(accepted, "attempt"), {"way": "email"}, quoted)
    accepted.refresh_from_db()
    assert accepted.attempts == 1


@pytest.mark.parametrize("other", ["body", "address"])
def test_a_used_key_for_another_call_is_refused(other, opened, system):
    system.post(door(opened, "ask"), {"code": "scope"}, KEY)
    body = {"code": "safety"} if other == "body" else {"code": "scope"}
    answer = system.post(door(opened, "ask" if other == "body" else "decline"), body, KEY)
    assert (answer.status_code, answer.json()["code"]) == (422, "key_reused")
    assert Question.objects.count() == 1


def test_while_the_first_is_at_work_the_second_waits_for_it(accepted, system, monkeypatch):
    """The second comes in from within the first: that is as much at once as can be."""
    seen = []

    def meanwhile(*args, **kwargs):
        seen.append(system.post(door(accepted, "attempt"), {"way": "email"}, KEY))
        return accepted

    monkeypatch.setattr("referrals.api.trying.attempt", meanwhile)
    assert system.post(door(accepted, "attempt"), {"way": "email"}, KEY).status_code == 200
    assert [(one.status_code, one.json()["code"]) for one in seen] == [(409, "under_way")]


def test_what_was_refused_frees_its_key(opened, accepted, system):
    """409 today may be 200 tomorrow; and a mistake in the body may be mended."""
    assert system.post(door(accepted, "attempt"), {"way": "phone"}, KEY).status_code == 409
    assert system.post(door(accepted, "attempt"), {"way": "smoke"}, KEY).status_code == 400
    assert system.post(door(accepted, "attempt"), {"way": "email"}, KEY).status_code == 200


def test_what_was_broken_off_is_never_done_again_behind_anybodys_back(
    accepted, system, monkeypatch
):
    def dies(*args, **kwargs):
        raise SystemError

    with monkeypatch.context() as patch:
        patch.setattr("referrals.api.trying.attempt", dies)
        system.client.raise_request_exception = False
        assert system.post(door(accepted, "attempt"), {"way": "email"}, KEY).status_code == 500
    later = timezone.now() + repeating.LEASE
    with time_machine.travel(later, tick=False):
        answer = system.post(door(accepted, "attempt"), {"way": "email"}, KEY)
    assert (answer.status_code, answer.json()["code"]) == (409, "broken_off")
    accepted.refresh_from_db()
    assert accepted.attempts == 0


def test_a_key_is_one_systems_own(accepted, system, client, adam, youth_centre):
    other = a_machine(client, adam, Role.PARTNER_SYSTEM, youth_centre, name="Another system")
    system.post(door(accepted, "attempt"), {"way": "email"}, KEY)
    other.post(door(accepted, "attempt"), {"way": "email"}, KEY)
    accepted.refresh_from_db()
    assert accepted.attempts == 2


def test_without_the_header_everything_is_as_before(accepted, system):
    for _try in range(2):
        system.post(door(accepted, "attempt"), {"way": "email"})
    accepted.refresh_from_db()
    assert accepted.attempts == 2
    assert not IdempotencyKey.objects.exists()


@pytest.mark.parametrize("key", ["", "short", "x" * 201])
def test_a_key_that_could_be_guessed_is_none(key, accepted, system):
    answer = system.post(door(accepted, "attempt"), {"way": "email"}, {"Idempotency-Key": key})
    assert (answer.status_code, list(answer.json()["fields"])) == (400, ["Idempotency-Key"])


def test_after_a_day_a_key_is_new_again(accepted, system):
    assert system.post(door(accepted, "attempt"), {"way": "email"}, KEY).status_code == 200
    tomorrow = timezone.now() + timedelta(days=1, seconds=1)
    with time_machine.travel(tomorrow, tick=False):
        assert system.post(door(accepted, "attempt"), {"way": "phone"}, KEY).status_code == 409
        assert not IdempotencyKey.objects.exists()


def test_the_clock_forgets_them(accepted, system):
    system.post(door(accepted, "attempt"), {"way": "email"}, KEY)
    assert repeating.forget() == 0
    with time_machine.travel(timezone.now() + repeating.KEPT, tick=False):
        assert repeating.forget() == 1
    assert "config.api.repeating.forget" in {job.calls for job in TIMETABLE}


def test_what_is_kept_says_nothing_to_whoever_has_the_table(opened, system):
    answer = system.post(door(opened, "ask"), {"code": "scope"}, KEY)
    row = IdempotencyKey.objects.values().get()
    kept = str(row) + bytes(row["answer"]).decode(errors="replace")
    for word in (KEY["Idempotency-Key"], opened.reference, str(opened.pk), "scope", "asked"):
        assert word not in kept
    found = IdempotencyKey.objects.get()
    assert repeating.answer_of(found, KEY["Idempotency-Key"]) == answer.content
    with pytest.raises(Exception, match="^$"):
        repeating.answer_of(found, "another-key-of-more-than-16")


def test_words_are_read_anew_each_time_and_not_after_the_end(accepted, system, carl):
    address = door(accepted, "package")
    assert system.post(address, headers=KEY).json()["texts"]["situation"] == SITUATION
    assert system.post(address, headers=KEY).json()["texts"]["situation"] == SITUATION
    assert IdempotencyKey.objects.get().answer is None
    following_up.give_back(accepted.pk, reason="capacity", by=carl)
    assert system.post(address, headers=KEY).status_code == 404


def test_a_request_keeps_its_code_out_of_the_table(e_service):
    first, again = (e_service.post(REQUESTS, TOLD, KEY) for _try in range(2))
    assert first.json() == again.json()
    assert IdempotencyKey.objects.get().answer is None
    other = e_service.post(REQUESTS, TOLD | {"story": "Något annat."}, KEY)
    assert (other.status_code, other.json()["code"]) == (422, "key_reused")
    assert HelpRequest.objects.count() == 1


def test_who_may_not_any_more_gets_no_old_answer(accepted, system):
    system.post(door(accepted, "attempt"), {"way": "email"}, KEY)
    account = system.token.account
    account.role = Role.E_SERVICE
    account.save()
    assert system.post(door(accepted, "attempt"), {"way": "email"}, KEY).status_code == 403


def test_every_post_names_the_header_in_the_schema(client, db):
    paths = client.get("/api/v1/schema/").json()["paths"]
    posts = [path["post"] for path in paths.values() if "post" in path]
    assert posts
    for post in posts:
        named = [one["name"] for one in post.get("parameters", [])]
        assert named.count("Idempotency-Key") == 1
        assert "422" in post["responses"]


def test_what_is_done_anew_says_why():
    assert all(idempotency.ANEW.values())
