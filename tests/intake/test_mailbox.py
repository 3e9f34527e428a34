import re
from datetime import timedelta
from unittest import mock

import pytest
import time_machine
from django.conf import settings as production
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from audit import trail
from audit.models import Event
from audit.vault import receipts
from config.settings.production import SIGN_IN
from intake import tickets
from intake.models import HelpRequest, Message
from intake.services import admitting, answering, reaching, reading, slowing, triaging
from tests.conftest import STORY

ENTER, THREAD = "/mailbox/", "/mailbox/thread/"
COOKIE = production.MAILBOX_COOKIE_NAME


@pytest.fixture
def inside(client, told):
    """Somebody who has come in with their code."""
    response = client.post(ENTER, {"code": told.code})
    assert response.status_code == 302
    return client


@pytest.fixture
def answered(help_request, amina):
    triaging.take(help_request.pk, by=amina)
    reading.read(help_request.pk, by=amina, purpose="triage")
    return answering.answer(help_request.pk, text="Vi kan hjälpa dig.", by=amina)


def wrong(code):
    locator, secret = receipts.read(code)
    return receipts.write(locator, secret[1:] + secret[0])


def text_in(response):
    return re.sub(r"\s+", " ", response.content.decode())


# --- Coming in -------------------------------------------------------------------------------


def test_the_code_leads_to_the_thread(inside):
    page = inside.get(THREAD)
    assert page.status_code == 200
    assert STORY in text_in(page)


@pytest.mark.parametrize("typed", [str.lower, lambda code: code.replace("-", " ")])
def test_the_code_may_be_typed_as_one_likes(client, told, typed):
    assert client.post(ENTER, {"code": typed(told.code)}).status_code == 302


@pytest.mark.parametrize(
    ("typed", "why"),
    [("", "required"), (" - ", "empty"), ("ABC", "length"), ("0" * 23, "symbol"), ("2" * 22 + "3", "check")],
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
    assert inside.get(THREAD).status_code == 302
    assert inside.get("/mailbox/leave/").status_code == 405


# --- Half an hour ----------------------------------------------------------------------------


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


# --- Reading and writing ---------------------------------------------------------------------


def test_the_person_reads_our_answer_and_writes_again(answered, inside):
    assert "Vi kan hjälpa dig." in text_in(inside.get(THREAD))
    sent = inside.post(THREAD, {"text": "Tack!", "ticket": tickets.new()})
    assert sent["Location"] == THREAD
    page = inside.get(THREAD)
    assert text_in(page).index("Vi kan hjälpa dig.") < text_in(page).index("Tack!")
    assert 'data-status="open"' in page.content.decode()


@pytest.mark.parametrize("text", ["", " \n ", "x" * 20_001])
def test_what_cannot_be_sent_comes_back(inside, text):
    response = inside.post(THREAD, {"text": text, "ticket": tickets.new()})
    assert response.status_code == 200
    assert set(response.context["form"].errors) == {"text"}
    assert response.context["form"]["text"].value() == text
    assert STORY in text_in(response)


def test_looking_changes_nothing_but_the_trail(answered, inside):
    def rows():
        return [list(model.objects.values()) for model in (HelpRequest, Message)]

    before, events = rows(), Event.objects.count()
    for name in ("thread", "contact", "who"):
        assert inside.get(reverse(f"mailbox:{name}")).status_code == 200
    assert rows() == before
    assert Event.objects.count() == events + 2


def test_changing_the_language_keeps_what_was_typed(inside):
    response = inside.post(THREAD, {"text": "Halvfärdig", "ticket": "t", "language": "en"})
    assert response["Content-Language"] == "en"
    assert response.context["form"]["text"].value() == "Halvfärdig"
    assert not Message.objects.exists()
    response = inside.post("/mailbox/contact/", {"way": "phone", "phone": "12", "language": "en"})
    assert response.context["form"]["phone"].value() == "12"
    assert not response.context["form"].errors


@pytest.mark.parametrize("trouble", [OperationalError, OSError, trail.TrailUnwritable])
def test_a_message_that_cannot_be_saved_comes_back(inside, trouble):
    with mock.patch("intake.services.conversing.vault.seal", side_effect=trouble("full")):
        response = inside.post(THREAD, {"text": "Min text", "ticket": tickets.new()})
    assert response.status_code == 503
    assert response.context["form"]["text"].value() == "Min text"
    assert not Message.objects.exists()


def test_a_message_survives_a_database_that_answers_nothing(inside):
    def down(*_):
        raise OperationalError("database is locked")

    with connection.execute_wrapper(down):
        response = inside.post(THREAD, {"text": "Min text", "ticket": tickets.new()})
    assert response.status_code == 503
    assert "Min text" in response.content.decode()


def test_when_the_log_cannot_be_written_no_word_is_shown(inside):
    with mock.patch("audit.trail.Event.save", side_effect=OperationalError("full")):
        response = inside.get(THREAD)
    assert response.status_code == 503
    assert STORY not in text_in(response)


def test_the_person_changes_how_they_are_reached(inside, told):
    page = inside.get("/mailbox/contact/")
    assert page.context["form"]["email"].value() == "kim@example.org"
    sent = inside.post("/mailbox/contact/", {"way": "phone", "phone": "070-174 06 07"})
    assert sent.status_code == 302
    assert reaching.read_contact(admitting.admit(told.code))["phone"] == "+46701740607"


def test_a_wrong_wish_comes_back(inside):
    given = {"way": "phone", "phone": "x", "name": "850709-9805"}
    response = inside.post("/mailbox/contact/", given)
    assert set(response.context["form"].errors) == {"phone", "name"}
    assert response.context["form"]["phone"].value() == "x"


# --- Who has read it -------------------------------------------------------------------------


def test_the_person_sees_which_role_opened_it_and_why(answered, inside, amina, house):
    page = inside.get("/mailbox/who/")
    ours = [one for one in page.context["openings"] if one.role == "social_worker"]
    assert [(one.purpose, one.times) for one in ours] == [("triage", 1)]
    assert house.name in text_in(page)
    assert "Amina" not in text_in(page)
    assert f"user/{amina.pk}" not in text_in(page)


def test_readings_of_one_kind_are_one_line_with_the_newest_first(answered, inside, amina):
    for purpose in ("follow_up", "triage"):
        reading.read(answered.pk, by=amina, purpose=purpose)
    found = inside.get("/mailbox/who/").context["openings"]
    assert [(one.purpose, one.times) for one in found] == [("triage", 2), ("follow_up", 1)]


# --- The process that faces the internet -----------------------------------------------------


def test_the_public_process_needs_no_session_no_account_and_no_private_key(
    answered, told, letter_box, settings
):
    settings.LOTSEN_ROLE = "public"
    settings.SERVES_DESK = False
    settings.MIDDLEWARE = [
        one for one in settings.MIDDLEWARE if one not in SIGN_IN and "accounts" not in one
    ]
    for path in letter_box.glob("*.private"):
        path.unlink()
    client = Client()
    assert client.get("/").status_code == 200
    form = {"ticket": tickets.new(), "story": "Hej"}
    assert client.post("/request/", form).context["told"].is_new
    client.post(ENTER, {"code": told.code})
    page = client.get(THREAD)
    assert STORY in text_in(page)
    assert "Vi kan hjälpa dig." in text_in(page)
    assert client.get("/mailbox/who/").status_code == 200
    assert client.post(THREAD, {"text": "Hej", "ticket": tickets.new()}).status_code == 302
    assert not client.cookies.keys() - {COOKIE, "csrf"}


@pytest.mark.parametrize("name", ["enter", "thread", "contact", "who"])
def test_one_can_leave_quickly_from_every_page_and_none_is_kept(inside, name):
    page = inside.get(reverse(f"mailbox:{name}"))
    assert "ds-button exit" in page.content.decode()
    assert page["Cache-Control"] == "no-store"
