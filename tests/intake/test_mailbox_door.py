import re
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings as production
from django.db import DatabaseError
from django.test import Client
from django.utils import timezone

from audit.models import Event
from audit.vault import receipts
from intake import tickets
from intake.models import Message
from intake.services import admitting, reaching, slowing
from tests.conftest import STORY
from tests.intake.visitor import text_in

ENTER, THREAD = "/mailbox/", "/mailbox/thread/"
COOKIE = production.MAILBOX_COOKIE_NAME


def wrong(code):
    locator, secret = receipts.read(code)
    return receipts.write(locator, secret[1:] + secret[0])


def test_the_code_leads_to_the_thread(inside):
    page = inside.get(THREAD)
    assert page.status_code == 200
    assert STORY in text_in(page)


@pytest.mark.parametrize("typed", [str.lower, lambda code: code.replace("-", " ")])
def test_the_code_may_be_typed_as_one_likes(client, told, typed):
    assert client.post(ENTER, {"code": typed(told.code)}).status_code == 302


def test_the_code_leads_back_to_the_page_that_was_wanted(client, told):
    asked = client.get("/mailbox/who/")
    wanted = client.get(asked["Location"]).context["wanted"]
    switched = client.post(ENTER, {"next": wanted, "language": "en"}).context["wanted"]
    assert client.post(ENTER, {"code": told.code, "next": switched})["Location"] == "/mailbox/who/"


@pytest.mark.parametrize(
    "elsewhere", ["/desk/queue/", "https://x.example/mailbox/who/", "//x.example/mailbox/who/", "x"]
)
def test_the_code_leads_nowhere_but_to_the_mailbox(client, told, elsewhere):
    response = client.post(ENTER, {"code": told.code, "next": elsewhere})
    assert response["Location"] == THREAD


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", "required"),
        (" - ", "empty"),
        ("ABC", "length"),
        ("0" * 23, "symbol"),
        ("2" * 22 + "3", "check"),
    ],
)
def test_a_mistyped_code_comes_back_with_the_reason_and_without_a_trace(client, told, typed, why):
    before = Event.objects.count()
    response = client.post(ENTER, {"code": typed})
    assert response.context["form"].errors.as_data()["code"][0].code == why
    assert response.context["form"]["code"].value() == typed
    assert Event.objects.count() == before


def test_a_wrong_code_and_an_unknown_one_get_the_same_answer(client, told):
    locator, secret = receipts.read(told.code)
    other = receipts.write(locator[::-1] if locator != locator[::-1] else "22222", secret)
    pages = []
    for code in (wrong(told.code), other):
        response = client.post(ENTER, {"code": code})
        page = response.content.decode().replace(code, "")
        pages.append((response.status_code, re.sub(r'csrfmiddlewaretoken" value="\w+', "", page)))
    assert pages[0] == pages[1]
    assert COOKIE not in client.cookies


def test_a_guesser_waits_and_the_next_resident_does_not(client, told):
    for _ in range(slowing.FREE_GUESSES):
        client.post(ENTER, {"code": wrong(told.code)}, REMOTE_ADDR="192.0.2.7")
    blocked = client.post(ENTER, {"code": told.code}, REMOTE_ADDR="192.0.2.7")
    assert blocked.status_code == 429
    assert COOKIE not in client.cookies
    assert client.post(ENTER, {"code": told.code}, REMOTE_ADDR="192.0.2.8").status_code == 302


def test_the_cookie_is_sealed_strict_and_for_this_session_only(inside, told):
    cookie = inside.cookies[COOKIE]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Strict", "/")
    assert cookie["max-age"] == ""
    assert cookie["expires"] == ""
    for part in receipts.read(told.code):
        assert part not in cookie.value
    assert not inside.cookies.keys() - {COOKIE, "csrf"}


def test_the_cookie_is_secure_where_cookies_are(client, told, settings):
    settings.SESSION_COOKIE_SECURE = True
    assert client.post(ENTER, {"code": told.code}).cookies[COOKIE]["secure"]


@pytest.mark.parametrize("forged", ["", "x", "é", "AAAA", "A" * 200, "%00"])
def test_a_forged_ticket_opens_nothing(client, told, forged):
    client.cookies[COOKIE] = forged
    assert client.get(THREAD).status_code == 302
    assert not Event.objects.filter(deed="helprequest.opened").exists()


def test_coming_in_needs_the_forms_own_token(told):
    """Else somebody could lead a person into a mailbox that is not theirs."""
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(ENTER, {"code": told.code}).status_code == 403


def test_closing_the_mailbox_takes_the_ticket_away(inside):
    response = inside.post("/mailbox/leave/")
    assert response.status_code == 302
    assert inside.cookies[COOKIE].value == ""
    assert inside.get(response["Location"]).context["is_closed"]
    assert inside.get(THREAD).status_code == 302
    assert inside.get("/mailbox/leave/").status_code == 405


def test_the_door_stays_open_as_long_as_somebody_is_there(inside):
    start = timezone.now()
    with time_machine.travel(start, tick=False) as clock:
        for _ in range(4):
            clock.shift(timedelta(minutes=29))
            assert inside.get(THREAD).status_code == 200
        clock.shift(timedelta(minutes=31))
        assert inside.get(THREAD)["Location"] == ENTER


def test_a_text_that_took_too_long_is_kept_and_sent_once_the_code_is_given(inside, told):
    ticket, text = tickets.new(), "En lång text\nmed två rader"
    with time_machine.travel(timezone.now() + timedelta(minutes=31), tick=False):
        kept = inside.post(THREAD, {"text": text, "ticket": ticket})
        assert kept.status_code == 403
        assert not Message.objects.exists()
        assert dict(kept.context["kept"]) == {"text": text, "ticket": ticket}
        assert "med två rader</textarea>" in kept.content.decode()
        again = {"bound_for": THREAD, "text": text, "ticket": ticket}
        mistyped = inside.post(ENTER, {**again, "code": "ABC"})
        assert dict(mistyped.context["kept"])["text"] == text
        sent = inside.post(ENTER, {**again, "code": told.code})
        assert sent.status_code == 302
        inside.post(ENTER, {**again, "code": told.code})
        assert Message.objects.count() == 1
        assert "med två rader" in inside.get(THREAD).content.decode()


def test_a_kept_text_survives_a_database_that_is_away(inside, told, monkeypatch):
    def away(*_args, **_kwargs):
        raise DatabaseError

    monkeypatch.setattr(admitting, "admit", away)
    again = {"bound_for": THREAD, "text": "Två\nrader", "ticket": tickets.new()}
    answer = inside.post(ENTER, {**again, "code": told.code})
    assert answer.status_code == 503
    assert dict(answer.context["kept"])["text"] == "Två\nrader"


def test_wishes_that_took_too_long_are_kept_as_well(inside, told):
    with time_machine.travel(timezone.now() + timedelta(minutes=31), tick=False):
        kept = inside.post("/mailbox/contact/", {"way": "none", "name": "Mira"})
        fields = dict(kept.context["kept"])
        inside.post(ENTER, {**fields, "bound_for": "/mailbox/contact/", "code": told.code})
    assert reaching.read_contact(admitting.admit(told.code))["name"] == "Mira"


@pytest.mark.parametrize(
    "address", ["https://other.example/", "/desk/queue/", "/", "/nowhere/", "/mailbox/", "\x00"]
)
def test_a_kept_form_goes_nowhere_but_to_the_mailboxs_own_pages(client, told, address):
    response = client.post(ENTER, {"code": told.code, "bound_for": address, "text": "x"})
    assert response["Location"] == THREAD
    assert not Message.objects.exists()
