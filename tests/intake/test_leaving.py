"""Leaving quickly, as the server answers it: nothing of the visit stays."""

from unittest import mock

import pytest
from django.core.cache import cache
from django.db import OperationalError

from intake import tickets
from intake.models import HelpRequest
from partners.models import Municipality
from tests.intake.visitor import FORM, Visit, is_taken_in, text_in

LEAVE, STORY = "/leave/", "Han läser min telefon."
EVERYTHING = '"cache", "cookies", "storage"'


def leave(client, ticket="", **headers):
    sent_from = {"Origin": "http://testserver", **headers}
    return client.post(LEAVE, {"ticket": ticket}, headers=sent_from)


def test_it_leads_to_the_neutral_page_and_takes_everything_with_it(north, client):
    response = leave(client)
    assert response.status_code == 303
    assert response["Location"] == Municipality.objects.get().exit_url
    assert response["Clear-Site-Data"] == EVERYTHING
    assert response["Cache-Control"] == "no-store"


def test_the_mailbox_is_closed(north, client, told):
    client.post("/mailbox/", {"code": told.code})
    assert client.get("/mailbox/thread/").status_code == 200
    leave(client)
    assert client.get("/mailbox/thread/").status_code == 302


def test_another_site_can_send_somebody_away_but_clear_nothing(north, client, told):
    client.post("/mailbox/", {"code": told.code})
    response = leave(client, Origin="https://other.example")
    assert response.status_code == 303
    assert "Clear-Site-Data" not in response
    assert client.get("/mailbox/thread/").status_code == 200


def test_nothing_holds_up_whoever_leaves(db, client):
    with mock.patch.object(cache, "set", side_effect=OperationalError("full")):
        response = leave(client, Visit(client).ticket)
    assert (response.status_code, response["Clear-Site-Data"]) == (303, EVERYTHING)


@pytest.mark.parametrize("at", ["message", "questions", "check"])
def test_back_shows_no_screen_with_what_was_written(north, visit, at):
    asked = {"screen": at, "story": STORY} | ({"back": "message"} if at == "check" else {})
    assert STORY in text_in(visit.send(**asked))
    leave(visit.client, visit.ticket)
    response = visit.send(**asked)
    assert response.status_code == 200
    assert STORY not in text_in(response)
    assert visit.value(response, "ticket") != visit.ticket


def test_back_does_not_show_the_code_again(north, visit):
    code = visit.code(visit.send(STORY))
    leave(visit.client, visit.ticket)
    response = visit.send(STORY)
    assert not [group for group in code.split("-") if group in text_in(response)]
    assert STORY not in text_in(response)
    assert HelpRequest.objects.count() == 1


def test_back_to_a_picture_that_was_sent_along_does_not_show_it_either(north, visit):
    code = visit.code(visit.send(STORY))
    sent = {"code": code, "visit": visit.ticket, "ticket": tickets.new()}
    assert code[:5] in text_in(visit.client.post("/attach/", sent))
    leave(visit.client, visit.ticket)
    response = visit.client.post("/attach/", sent)
    assert (response.status_code, response["Location"]) == (302, "/")


def test_whoever_left_before_sending_is_not_kept_from_sending(north, visit):
    leave(visit.client, visit.ticket)
    assert is_taken_in(visit.send(STORY, screen="check"))


def test_a_ticket_that_is_none_of_ours_is_not_remembered(north, client):
    with mock.patch.object(cache, "set") as remember:
        leave(client, "x" * 5000)
    assert not remember.called


def test_how_it_works_is_told_before_it_is_needed(north, client):
    assert f'href="{LEAVE}"' in client.get("/").content.decode()
    page = client.get(LEAVE)
    assert page.status_code == 200
    assert not page.cookies
    assert f'action="{LEAVE}"' in page.content.decode()


def test_the_form_is_not_filled_in_by_the_browser(north, client):
    assert 'autocomplete="off"' in client.get(FORM).content.decode()
