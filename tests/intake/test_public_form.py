import gzip
import re
from datetime import date
from unittest import mock

import html5lib
import pytest
from django.contrib.staticfiles import finders
from django.core.cache import cache
from django.db import OperationalError, connection
from django.urls import reverse

from audit.models import Event
from audit.trail import TrailUnwritable
from audit.vault import NoPublicKey, receipts
from intake.models import About, HelpRequest, Message, SafeContact
from intake.services import admitting, conversing, reaching, receiving
from partners.models import Municipality, PhoneNumber, PublicText

FORM, START = "/request/", "/"


@pytest.fixture
def visit(client):
    """The form as a visitor gets it: what it carries, and a way to send it."""
    return Visit(client)


class Visit:
    def __init__(self, client):
        self.client = client
        self.ticket = self.value(self.open(), "ticket")

    def open(self, address=FORM):
        return self.client.get(address)

    def send(self, story="Jag behöver råd.", **fields):
        given = {"ticket": self.ticket, "story": story, **fields}
        return self.client.post(FORM, given, HTTP_ORIGIN="http://testserver")

    @staticmethod
    def value(response, name):
        tree = html5lib.parse(response.content.decode(), namespaceHTMLElements=False)
        for field in tree.iter():
            if field.tag in ("input", "textarea") and field.get("name") == name:
                return field.get("value") if field.tag == "input" else field.text or ""
        return None

    @staticmethod
    def code(response):
        groups = re.search(r"<output.*?</output>", response.content.decode(), re.S)[0]
        return "-".join(re.findall(r"<span>(\w+)</span>", groups))


def story_of(code):
    return conversing.read_thread(admitting.admit(code)).said[0].text


# --- The first page --------------------------------------------------------------------------


def test_the_first_page_sets_no_cookie_and_asks_next_to_nothing(
    north, client, django_assert_max_num_queries
):
    client.get(START)
    with django_assert_max_num_queries(2):
        response = client.get(START)
    assert response.status_code == 200
    assert not response.cookies
    assert not client.cookies
    for name in ("public:request", "mailbox:enter"):
        assert f'href="{reverse(name)}"' in response.content.decode()


def test_it_works_before_anybody_has_written_a_text_or_a_number(db, client):
    page = client.get(START).content.decode()
    for place in ("what-happens", "what-does-not", "limits", "apply"):
        assert f'id="{place}"' in page


def test_the_municipalitys_own_text_is_the_newest_in_force(house, client):
    for version, day, text in [(1, 1, "gammal"), (2, 2, "gällande"), (3, 2999, "kommande")]:
        PublicText.objects.create(
            key="limits", version=version, body={"sv": f"En {text} text"},
            valid_from=date(max(day, 2000), 1, 1),
        )  # fmt: skip
    page = client.get(START).content.decode()
    assert "gällande" in page
    assert "gammal" not in page
    assert "kommande" not in page


@pytest.mark.parametrize(
    ("moment", "shown", "hidden"),
    [
        ("2026-11-19 10:00+01:00", "08-465 004 01", "08-465 004 02"),
        ("2026-11-19 22:00+01:00", "08-465 004 02", "08-465 004 01"),
    ],
)
def test_the_numbers_follow_the_clock(house, client, time_machine, moment, shown, hidden):
    for when, number in [("open", "08-465 004 01"), ("closed", "08-465 004 02")]:
        PhoneNumber.objects.create(label={"sv": "Hit"}, number=number, when=when)
    PhoneNumber.objects.create(label={"sv": "Jour"}, number="08-465 004 03", when="always")
    time_machine.move_to(moment)
    page = client.get(START).content.decode()
    assert shown in page
    assert hidden not in page
    assert "08-465 004 03" in page


def test_the_first_page_is_light(north, client):
    page = gzip.compress(client.get(START).content)
    with open(finders.find("look/public.css"), "rb") as sheet:
        assert len(page) + len(gzip.compress(sheet.read())) <= 14 * 1024


@pytest.mark.parametrize("name", ["public:privacy", "public:accessibility"])
def test_the_footers_pages_are_there(house, client, name):
    response = client.get(reverse(name))
    assert response.status_code == 200
    assert not response.cookies


# --- Sending ---------------------------------------------------------------------------------


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
    )  # fmt: skip
    row = HelpRequest.objects.select_related("area").get()
    assert (row.about, row.age_band, row.interpreter) == ("family", "12_14", "ar")
    assert row.area.code == "south"
    contact = reaching.read_contact(admitting.admit(visit.code(response)))
    assert contact == {
        "way": "phone", "hours": "evening", "voicemail_ok": True, "say_who_ok": False,
        "name": "Kim", "phone": "+46701740605", "email": "", "wishes": "Ring dolt.",
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


# --- Bad input -------------------------------------------------------------------------------


@pytest.mark.parametrize("story", ["", "   \r\n\t", "\x00\x00", "\u200b"])
def test_an_empty_story_comes_back_with_an_error(north, visit, story):
    response = visit.send(story, name="Kim", way="none")
    form = response.context["form"]
    assert set(form.errors) == {"story"}
    assert "data-errors" in response.content.decode()
    assert visit.value(response, "name") == "Kim"
    assert not HelpRequest.objects.exists()


@pytest.mark.parametrize("story", ["x" * 100_000, "😢" * 100_000, "ord och rad\n" * 9_000])
def test_a_hundred_thousand_characters_come_back_whole(north, visit, story):
    response = visit.send(story)
    assert response.context["form"].errors.as_data()["story"][0].code == "too_long"
    assert visit.value(response, "story").removeprefix("\n").strip() == story.strip()


def test_twenty_thousand_characters_are_taken_in_however_lines_are_broken(north, visit):
    story = ("x" * 99 + "\r\n") * 200
    response = visit.send(story)
    assert len(story_of(visit.code(response))) == 19_999


@pytest.mark.parametrize(
    "story", ["🆘🆘", "أحتاج إلى مساعدة", "<script>alert(1)</script>", "{{ 7*7 }}"]
)
def test_any_sign_and_any_script_is_taken_in(north, visit, story):
    assert story_of(visit.code(visit.send(story))) == story


@pytest.mark.parametrize("field", ["story", "name", "phone", "email", "wishes", "area", "about"])
def test_a_null_character_breaks_nothing(north, visit, field):
    fields = {"story": "Hej", field: "a\x00b"}
    assert visit.send(**fields, way="none").status_code == 200


@pytest.mark.parametrize(
    "name", ["850709-9805", "Kim 19850709-9805", "8507099805", "850769-9802", "198507099805"]
)
def test_a_personal_number_is_not_a_name(north, visit, name):
    response = visit.send(name=name)
    assert response.context["form"].errors.as_data()["name"][0].code == "personal_number"
    assert visit.value(response, "name") == name
    assert not HelpRequest.objects.exists()


def test_a_personal_number_in_the_story_is_nobodys_business(north, visit):
    response = visit.send("Jag heter Kim, 850709-9805.")
    assert story_of(visit.code(response)) == "Jag heter Kim, 850709-9805."


@pytest.mark.parametrize(
    ("fields", "wrong", "code"),
    [
        ({"way": "phone"}, "phone", "required"),
        ({"way": "phone", "phone": "ring mig"}, "phone", "phone"),
        ({"way": "phone", "phone": "12"}, "phone", "phone"),
        ({"way": "email"}, "email", "required"),
        ({"way": "email", "email": "kim.example.org"}, "email", "email"),
    ],
)
def test_a_way_that_is_chosen_needs_where_it_goes(north, visit, fields, wrong, code):
    response = visit.send(**fields)
    errors = response.context["form"].errors.as_data()
    assert set(errors) == {wrong}
    assert errors[wrong][0].code == code
    assert (visit.value(response, wrong) or "") == fields.get(wrong, "")


def test_what_goes_with_a_way_that_was_not_chosen_is_not_kept(north, visit):
    response = visit.send(way="none", phone="ring mig", email="kim@example.org", voicemail_ok="on")
    contact = reaching.read_contact(admitting.admit(visit.code(response)))
    assert (contact["phone"], contact["email"], contact["voicemail_ok"]) == ("", "", False)


def test_those_whose_work_it_is_do_not_use_this_form(north, visit):
    assert set(visit.send(about="pupil").context["form"].errors) == {"about"}


def test_changing_the_language_keeps_what_was_typed_and_calls_nothing_an_error(north, visit):
    response = visit.send(" Hej \n", language="en", name="850709-9805", way="phone", about="family")
    assert response["Content-Language"] == "en"
    assert not response.context["form"].errors
    assert not response.cookies
    assert visit.value(response, "story").removeprefix("\n") == " Hej \n"
    assert visit.value(response, "name") == "850709-9805"
    assert '?lang=en"' in response.content.decode()
    assert not HelpRequest.objects.exists()


# --- When it cannot be saved -----------------------------------------------------------------


@pytest.mark.parametrize("trouble", [OperationalError, OSError, NoPublicKey, TrailUnwritable])
def test_what_cannot_be_saved_comes_back_with_the_text_in_it(north, visit, trouble):
    with mock.patch.object(receiving, "receive", side_effect=trouble("full")):
        response = visit.send("Min text", name="Kim")
    assert response.status_code == 503
    assert visit.value(response, "story").strip() == "Min text"
    assert visit.value(response, "name") == "Kim"
    assert visit.value(response, "ticket") == visit.ticket
    assert not HelpRequest.objects.exists()
    assert visit.send("Min text").context["told"].is_new


@pytest.mark.parametrize("known", [True, False])
def test_the_text_comes_back_even_when_the_database_answers_nothing(north, areas, visit, known):
    if not known:
        cache.clear()

    def down(*_):
        raise OperationalError("database is locked")

    with connection.execute_wrapper(down):
        response = visit.send("Min text", area="south")
    assert response.status_code == 503
    assert visit.value(response, "story").strip() == "Min text"
    assert 'value="south" selected' in response.content.decode()


def test_without_a_town_it_is_our_fault_and_not_an_error_page(db, visit):
    assert visit.send("Hej").status_code == 503


def test_half_a_request_is_never_left_behind(north, visit):
    with mock.patch.object(reaching, "seal_contact", side_effect=OperationalError("full")):
        assert visit.send().status_code == 503
    assert not HelpRequest.objects.exists()
    assert not SafeContact.objects.exists()
    assert not Event.objects.filter(deed="helprequest.submit").exists()


# --- A flood ---------------------------------------------------------------------------------


def test_a_flood_from_one_place_waits_with_its_text_and_nobody_else_does(north, client, settings):
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


def test_the_leave_link_is_on_every_page(north, visit):
    exit_url = Municipality.objects.get().exit_url
    for response in (visit.open(START), visit.open(), visit.send(""), visit.send()):
        assert f'class="ds-button exit" data-color="danger" href="{exit_url}"' in (
            response.content.decode()
        )
