from unittest import mock

import pytest
from django.core.cache import caches
from django.db import OperationalError, connection

from audit.models import Event
from audit.trail import TrailUnwritable
from audit.vault import NoPublicKey
from intake.models import HelpRequest, SafeContact
from intake.services import reaching, receiving
from tests.intake.visitor import FORM, Visit, is_taken_in


@pytest.mark.parametrize("trouble", [OperationalError, OSError, NoPublicKey, TrailUnwritable])
def test_what_cannot_be_saved_comes_back_with_the_text_in_it(north, visit, trouble):
    with mock.patch.object(receiving, "_keep", side_effect=trouble("full")):
        response = visit.send("Min text", name="Kim")
    assert response.status_code == 503
    assert visit.value(response, "story").strip() == "Min text"
    assert visit.value(response, "name") == "Kim"
    assert visit.value(response, "ticket") == visit.ticket
    assert not HelpRequest.objects.exists()
    assert is_taken_in(visit.send("Min text"))


@pytest.mark.parametrize("known", [True, False])
def test_the_text_comes_back_even_when_the_database_answers_nothing(north, areas, visit, known):
    if not known:
        caches["nearby"].clear()

    def down(*_):
        raise OperationalError("database is locked")

    with connection.execute_wrapper(down):
        response = visit.send("Min text", area="south")
    assert response.status_code == 503
    assert visit.value(response, "story").strip() == "Min text"
    assert visit.value(response, "area") == "south"


def test_without_a_town_it_is_our_fault_and_not_an_error_page(db, visit):
    assert visit.send("Hej").status_code == 503


def test_half_a_request_is_never_left_behind(north, visit):
    with mock.patch.object(reaching, "seal_contact", side_effect=OperationalError("full")):
        assert visit.send().status_code == 503
    assert not HelpRequest.objects.exists()
    assert not SafeContact.objects.exists()
    assert not Event.objects.filter(deed="helprequest.submit").exists()


def test_a_flood_from_one_place_proves_itself_and_nobody_else_does(north, client, settings):
    settings.SUBMISSIONS_PER_HOUR = 2

    def send(address):
        visit = Visit(client)
        fields = {"ticket": visit.ticket, "story": "Text"}
        return visit.client.post(FORM, fields, REMOTE_ADDR=address), visit

    for _ in range(2):
        assert send("192.0.2.7")[0].status_code == 200
    response, visit = send("192.0.2.7")
    assert response.status_code == 429
    assert visit.value(response, "story").strip() == "Text"
    assert send("192.0.2.8")[0].status_code == 200
    assert HelpRequest.objects.count() == 3


def test_twenty_an_hour_is_what_production_allows(settings):
    assert settings.SUBMISSIONS_PER_HOUR == 20


def test_sending_the_same_form_again_is_no_flood(north, visit, settings):
    settings.SUBMISSIONS_PER_HOUR = 2
    assert {visit.send().status_code for _ in range(5)} == {200}
