import re

import pytest

from audit.vault import receipts
from intake.models import About, HelpRequest, Message
from intake.services import admitting, conversing, reaching
from tests.intake.visitor import FORM


def story_of(code):
    return conversing.read_thread(admitting.admit(code)).said[0].text


def test_only_the_story_must_be_written(north, visit):
    response = visit.send("Jag orkar inte mer.")
    assert response.status_code == 200
    row = HelpRequest.objects.get()
    assert (row.about, row.age_band, row.language) == (About.SELF, "unknown", "sv")
    assert story_of(visit.code(response)) == "Jag orkar inte mer."


def test_neither_the_form_nor_the_receipt_sets_a_cookie(north, visit):
    assert not visit.open().cookies
    assert not visit.open(f"{FORM}?lang=en").cookies
    assert not visit.send().cookies
    assert not visit.client.cookies


def test_the_code_is_in_no_address_and_nothing_keeps_the_page(north, visit):
    response = visit.send()
    assert response["Cache-Control"] == "no-store"
    assert "Location" not in response
    locator = receipts.read(visit.code(response))[0]
    for address in re.findall(r'(?:href|action|src)="([^"]*)"', response.content.decode()):
        assert locator not in address


def test_everything_that_was_said_is_kept(north, areas, visit):
    response = visit.send(
        about="family", age_band="12_14", area="south", interpreter="ar", way="phone",
        phone="070-174 06 05", hours="evening", voicemail_ok="on", name="Kim", wishes="Ring dolt.",
        days="weekdays", code_word="Blåbär",
    )  # fmt: skip
    row = HelpRequest.objects.select_related("area").get()
    assert (row.about, row.age_band, row.interpreter) == ("family", "12_14", "ar")
    assert row.area.code == "south"
    contact = reaching.read_contact(admitting.admit(visit.code(response)))
    assert contact == {
        "way": "phone", "hours": "evening", "days": "weekdays", "voicemail_ok": True,
        "say_who_ok": False, "is_shared": False, "code_word": "Blåbär", "name": "Kim",
        "phone": "+46701740605", "email": "", "wishes": "Ring dolt.",
    }  # fmt: skip


def test_sending_twice_gives_one_request_and_the_same_code(north, visit):
    first, second = visit.send(), visit.send()
    assert visit.code(first) == visit.code(second)
    assert HelpRequest.objects.count() == 1


def test_going_back_and_writing_more_loses_nothing(north, visit):
    first = visit.send("Ett.")
    second = visit.send("Ett, och två.")
    assert visit.code(first) == visit.code(second)
    assert HelpRequest.objects.count() == 1
    assert Message.objects.count() == 1


def test_the_ticket_stays_through_a_form_that_came_back(north, visit):
    assert visit.value(visit.send(""), "ticket") == visit.ticket
    assert visit.value(visit.send("Hej", language="en"), "ticket") == visit.ticket


@pytest.mark.parametrize("ticket", ["", "a", "x" * 31, "\x00" * 32])
def test_a_ticket_that_anybody_could_guess_is_replaced(north, visit, ticket):
    first, second = visit.send(ticket=ticket), visit.send(ticket=ticket)
    assert visit.code(first) != visit.code(second)


@pytest.mark.parametrize(
    "told", [{"HTTP_ORIGIN": "https://other.example"}, {"HTTP_SEC_FETCH_SITE": "cross-site"},
             {"HTTP_ORIGIN": "null"}]
)  # fmt: skip
def test_what_another_site_sends_is_shown_with_a_new_ticket_and_not_taken_in(north, visit, told):
    given = {"ticket": visit.ticket, "story": "Någon annans ord"}
    response = visit.client.post(FORM, given, **told)
    assert response.status_code == 200
    assert not HelpRequest.objects.exists()
    assert visit.value(response, "story").strip() == "Någon annans ord"
    assert visit.value(response, "ticket") != visit.ticket
