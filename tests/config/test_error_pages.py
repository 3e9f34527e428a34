"""A page that says no says whom to call, also when the database does not answer."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import caches
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext

from audit.vault import Erased
from config.errors import RefusalMiddleware
from intake.services import greeting
from partners.models import PhoneNumber

NUMBER = "08-465 004 01"


@pytest.fixture
def refused(rf, db):
    """The page that somebody gets when a view fails like that."""

    def ask(refusal) -> str:
        request = rf.get("/")
        request.user = AnonymousUser()
        return RefusalMiddleware(None).process_exception(request, refusal).content.decode()

    return ask


@pytest.fixture
def own_number(db):
    PhoneNumber.objects.create(label={"sv": "Socialjouren"}, number=NUMBER, when="always")


@pytest.mark.parametrize("refusal", [ValidationError("Nej."), Erased("x")])
def test_what_cannot_be_done_shows_the_municipality_s_own_numbers(own_number, refused, refusal):
    shown = refused(refusal)
    assert NUMBER in shown
    assert "112" in shown


def test_a_page_that_is_not_there_shows_them_too(own_number, client):
    assert NUMBER in client.get("/ingenting/").content.decode()


def test_without_a_database_the_numbers_that_were_known_last_are_shown(own_number, refused):
    greeting.front()
    greeting.forget()  # its minute is over
    with CaptureQueriesContext(connection) as asked:
        shown = refused(DatabaseError())
    assert NUMBER in shown
    assert not asked.captured_queries


def test_a_process_that_never_knew_any_says_112_and_asks_nobody(own_number, refused):
    caches["nearby"].clear()
    with CaptureQueriesContext(connection) as asked:
        shown = refused(DatabaseError())
    assert NUMBER not in shown
    assert "112" in shown
    assert not asked.captured_queries


@pytest.mark.parametrize(
    ("came_from", "back"),
    [
        ("http://testserver/desk/queue/?status=new", "http://testserver/desk/queue/?status=new"),
        ("http://testserver/desk/take/", "/accounts/home/"),  # this page says no again
        ("https://elsewhere.example/", "/accounts/home/"),
        ("", "/accounts/home/"),
    ],
)
def test_what_cannot_be_done_leads_back_to_where_it_was_asked(rf, amina, came_from, back):
    request = rf.post("/desk/take/", headers={"Referer": came_from})
    request.user = amina
    page = RefusalMiddleware(None).process_exception(request, ValidationError("Nej."))
    assert f'<a class="ds-button" href="{back}">' in page.content.decode()
