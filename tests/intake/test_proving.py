"""In a flood from one place the next one proves that somebody waits there; nobody is refused."""

import hashlib
from itertools import count

import pytest

from audit.actors import ANYBODY
from intake import tickets
from intake.models import HelpRequest, Suspicion
from intake.services import proving, receiving
from tests.intake.visitor import Visit, is_taken_in, text_in

STORY = "Vi behöver hjälp hemma."


@pytest.fixture
def flooded(north, client, settings):
    """Nobody from here may send more this hour, without a proof."""
    settings.SUBMISSIONS_PER_HOUR = 0
    return Visit(client)


def solved(given: str) -> str:
    """What the script on the page does."""
    tries = (str(number) for number in count())
    return next(one for one in tries if _zeros(f"{given}:{one}") >= proving.BITS)


def _zeros(text: str) -> int:
    return 256 - int.from_bytes(hashlib.sha256(text.encode()).digest()).bit_length()


def test_the_text_stays_and_the_page_says_what_to_do(flooded):
    asked = flooded.send(STORY)
    assert asked.status_code == 429
    assert flooded.value(asked, "story") == STORY
    assert "Vänta en minut" in text_in(asked)
    assert not HelpRequest.objects.exists()


def test_the_sum_is_proof_enough(flooded):
    given = flooded.value(flooded.send(STORY), "puzzle")
    sent = flooded.send(STORY, puzzle=given, proof=solved(given))
    assert is_taken_in(sent)
    assert HelpRequest.objects.get().set_aside_for == Suspicion.FLOOD


def test_without_a_script_a_minutes_wait_is(flooded, monkeypatch):
    now = proving.time.time()
    monkeypatch.setattr(proving.time, "time", lambda: now)
    given = flooded.value(flooded.send(STORY), "puzzle")
    monkeypatch.setattr(proving.time, "time", lambda: now + 20)
    asked = flooded.send(STORY, puzzle=given)
    assert asked.status_code == 429
    assert "Vänta 40 sekunder till" in text_in(asked)
    assert flooded.value(asked, "puzzle") == given
    monkeypatch.setattr(proving.time, "time", lambda: now + 61)
    assert is_taken_in(flooded.send(STORY, puzzle=given))


def test_whoever_may_be_in_danger_is_not_set_aside(north):
    told = _told(urgency="emergency", suspicion=Suspicion.FLOOD)
    assert told.help_request.set_aside_at is None


def _told(**more):
    return receiving.submit(
        by=ANYBODY, ticket=tickets.new(), story=STORY, about="self", channel="web_form", **more
    )


def test_a_proof_holds_for_one_form_and_not_for_ever(monkeypatch):
    ticket, now = tickets.new(), proving.time.time()
    monkeypatch.setattr(proving.time, "time", lambda: now)
    given = proving.puzzle(ticket)
    right = solved(given)
    assert proving.seconds_left(ticket, given, right) == 0
    assert proving.seconds_left(ticket, given, "1") == proving.WAIT
    assert proving.seconds_left(tickets.new(), given, right) is None
    for junk in ("", "1:abc", given + "x"):
        assert proving.seconds_left(ticket, junk, right) is None
    for answer in ("", "-1", "x", "9" * 13):
        assert proving.seconds_left(ticket, given, answer) > 0
    monkeypatch.setattr(proving.time, "time", lambda: now + proving.LASTS + 2)
    assert proving.seconds_left(ticket, given, right) is None


def test_the_trap_sets_aside_and_a_person_never_meets_it(north, client):
    visit = Visit(client)
    assert is_taken_in(visit.send(STORY, website="https://buy.example"))
    assert HelpRequest.objects.get().set_aside_for == Suspicion.TRAP


def test_a_form_sent_at_once_is_set_aside_and_an_old_one_is_not(north, client, settings):
    settings.QUICKEST_SECONDS = 3
    visit = Visit(client)
    opened = visit.value(visit.open(), "opened")
    visit.send(STORY, opened=opened)
    assert HelpRequest.objects.get().set_aside_for == Suspicion.FAST
    assert visit.value(visit.client.post("/request/", {"ticket": visit.ticket}), "opened")
