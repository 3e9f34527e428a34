"""A page that says no says whom to call, also when the database does not answer.

Whoever works here meets it with their own menu instead.
"""

from uuid import uuid4

import pytest
from allauth.core.internal.ratelimit import handler429
from django.contrib.auth.models import AnonymousUser
from django.core.cache import caches
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.vault import Erased
from config.errors import RefusalMiddleware
from intake.services import greeting
from partners.models import PhoneNumber

NUMBER = "08-465 004 01"
SHELLS = {"base_public.html", "base_desk.html", "base_portal.html"}


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


# --- Whoever works here stays in the frame they work in ------------------------------------------


@pytest.fixture
def at(settings, client):
    settings.SECOND_FACTOR_REQUIRED = False

    def sign_in(user):
        client.force_login(user)
        return client

    return sign_in


def shell_of(response) -> str:
    return next(one.name for one in response.templates if one.name in SHELLS)


@pytest.mark.parametrize("path", ["/ingenting/", "/desk/people/"])  # not there; not their right
def test_one_of_ours_keeps_the_desk_s_menu_where_a_page_says_no(own_number, at, amina, path):
    page = at(amina).get(path)
    assert page.status_code in (403, 404)
    assert shell_of(page) == "base_desk.html"
    assert f'href="{reverse("desk:queue")}"' in page.text
    assert NUMBER not in page.text


def test_what_only_takes_a_press_is_no_empty_page_to_whoever_reloads_it(at, amina, client, db):
    """A refused answer is shown at the address it was sent to: there a browser may come back."""
    page = at(amina).get(reverse("desk:take", args=[uuid4()]))
    assert (page.status_code, page["Allow"]) == (405, "POST")
    assert shell_of(page) == "base_desk.html"
    leaving = client.get(reverse("mailbox:leave"))
    assert leaving.status_code == 405
    assert "Vi hittar inte sidan" in leaving.text


@pytest.mark.parametrize("path", ["/ingenting/", "/desk/people/"])
def test_a_partner_keeps_the_portal_s(own_number, at, carl, stina, path):
    for user, door in ((carl, "portal:inbox"), (stina, "portal:register")):
        page = at(user).get(path)
        assert page.status_code in (403, 404)
        assert shell_of(page) == "base_portal.html"
        assert f'href="{reverse(door)}"' in page.text
        assert user.organisation.name in page.text
        assert NUMBER not in page.text


@pytest.mark.parametrize("refusal", [ValidationError("Nej."), Erased("x")])
def test_what_cannot_be_done_or_has_been_erased_keeps_it_too(rf, amina, own_number, refusal):
    request = rf.post("/desk/take/")
    request.user = amina
    page = RefusalMiddleware(None).process_exception(request, refusal).text
    assert f'href="{reverse("desk:queue")}"' in page
    assert f'<a class="ds-button" href="{reverse("account_home")}">' in page
    assert NUMBER not in page


def test_who_waits_after_too_many_attempts_keeps_it_too(rf, amina):
    request = rf.get("/accounts/reauthenticate/")
    request.user = amina
    page = handler429(request).content.decode()
    assert f'href="{reverse("desk:queue")}"' in page
    assert f'href="{reverse("account_home")}">' in page


def test_whoever_waits_without_an_account_has_a_way_back_too(rf, db):
    request = rf.get("/accounts/login/")
    request.user = AnonymousUser()
    assert '<a class="ds-button" data-variant="secondary" href="/">' in handler429(request).text


def test_what_was_written_on_a_page_that_grew_old_is_shown_in_the_frame_it_was_written_in(
    settings, amina, carl
):
    settings.SECOND_FACTOR_REQUIRED = False
    for user, shell in ((amina, "base_desk.html"), (carl, "base_portal.html")):
        strict = Client(enforce_csrf_checks=True, headers={"origin": "http://testserver"})
        strict.force_login(user)
        page = strict.post(reverse("account_profile"), {"text": "Hon ringde."})
        assert page.status_code == 403
        assert shell_of(page) == shell
        assert "Hon ringde." in page.text


def test_what_could_not_be_saved_is_shown_again_though_the_database_says_nothing(rf, lena):
    """The desk's frame would ask it what waits unread, and the text would be lost."""

    def silent(*args):
        raise DatabaseError

    request = rf.post("/desk/requests/record/", {"story": "Hon ringde."})
    request.user = lena
    with connection.execute_wrapper(silent):
        page = RefusalMiddleware(None).process_exception(request, DatabaseError())
    assert page.status_code == 503
    assert "Hon ringde." in page.text
    assert "112" in page.text
