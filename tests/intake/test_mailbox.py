from unittest import mock

import pytest
from django.conf import settings as production
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse

from audit import trail
from audit.models import Event
from config.settings.production import SIGN_IN
from intake import tickets
from intake.models import HelpRequest, Message
from intake.services import admitting, answering, reaching, reading
from tests.conftest import STORY
from tests.intake.visitor import is_taken_in, text_in

ENTER, THREAD = "/mailbox/", "/mailbox/thread/"
COOKIE = production.MAILBOX_COOKIE_NAME


@pytest.fixture
def answered(taken, amina):
    reading.read(taken.pk, by=amina, purpose="triage")
    return answering.answer(taken.pk, text="Vi kan hjälpa dig.", by=amina)


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
    with mock.patch("audit.adding.add", side_effect=OperationalError("full")):
        response = inside.get(THREAD)
    assert response.status_code == 503
    assert STORY not in text_in(response)


def test_the_person_changes_how_they_are_reached(inside, told):
    page = inside.get("/mailbox/contact/")
    assert page.context["form"]["email"].value() == "kim@example.org"
    sent = inside.post("/mailbox/contact/", {"way": "phone", "phone": "070-174 06 07"})
    assert inside.get(sent["Location"]).context["is_saved"]
    assert reaching.read_contact(admitting.admit(told.code))["phone"] == "+46701740607"


@pytest.mark.parametrize(
    ("typed", "shown"), [("0701740607", "070-174 06 07"), ("+358 50 5550100", "+358 50 5550100")]
)
def test_a_number_comes_back_as_people_write_it(inside, typed, shown):
    inside.post("/mailbox/contact/", {"way": "phone", "phone": typed})
    page = inside.get("/mailbox/contact/")
    assert page.context["form"]["phone"].value() == shown


def test_a_wrong_wish_comes_back(inside):
    given = {"way": "phone", "phone": "x", "name": "850709-9805"}
    response = inside.post("/mailbox/contact/", given)
    assert set(response.context["form"].errors) == {"phone", "name"}
    assert response.context["form"]["phone"].value() == "x"


def test_the_person_sees_which_role_opened_it_and_why(answered, inside, amina, house):
    page = inside.get("/mailbox/who/")
    ours = [one for one in page.context["openings"] if one.role == "social_worker"]
    assert [(one.purpose, one.times) for one in ours] == [("triage", 1)]
    assert house.name in text_in(page)
    assert "Amina" not in text_in(page)
    assert f"user/{amina.pk}" not in text_in(page)


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
    assert is_taken_in(client.post("/request/", form))
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
