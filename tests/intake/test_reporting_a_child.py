"""Anybody reports that a child is being harmed: to those who protect children, and nowhere else."""

import re

import pytest
from django.urls import reverse

from audit.models import BlindIndex, Event, Letter, Outgoing
from audit.trail import name_of
from audit.vault import NoPrivateKey
from intake import tickets
from intake.models import ConcernReport, HelpRequest, Receipt
from intake.services import greeting, reading, slowing
from partners.models import Municipality, PhoneNumber
from tests.intake.visitor import Visit, text_in

CONCERN = "Grannens pojke gråter varje natt och har blåmärken."
TOLD = {"concern": CONCERN, "who": "private"}
FORM = "/child/report/"


@pytest.fixture
def post(client, reception):
    def posting(ticket="", language="sv", **told):
        told = TOLD | {"ticket": ticket or tickets.new()} | told
        return client.post(f"{FORM}?lang={language}", told, HTTP_ORIGIN="http://testserver")

    return posting


@pytest.fixture
def closed(reception):
    Municipality.objects.update(takes_concerns=False)
    greeting.forget()


def test_it_goes_to_the_reception_and_never_to_the_queue(post, rut, amina):
    response = post(child="Lo, 6 år", reached_at="Anna, granne", language="so")
    report = ConcernReport.objects.get()
    assert response.context["told"].report == report
    assert not HelpRequest.objects.exists()
    assert ConcernReport.objects.visible_to(rut).get() == report
    assert not ConcernReport.objects.visible_to(amina).exists()
    assert (report.reporter, report.organisation, report.must_report) == (None, None, False)
    assert (report.channel, report.language) == ("web_form", "so")
    event = Event.objects.get(deed="concernreport.submit")
    assert event.actor == "anonymous"
    assert event.facts == {"must_report": False, "channel": "web_form"}
    assert Outgoing.objects.get().notice == "intake.NEW_CONCERN"
    _row, words, _judged = reading.read_concern(report.pk, by=rut, purpose="concern")
    assert words == {"child": "Lo, 6 år", "concern": CONCERN, "reached_at": "Anna, granne"}


def test_the_reporter_gets_the_time_and_a_number_and_no_code(post):
    response = post()
    report = ConcernReport.objects.get()
    page = text_in(response)
    assert 'id="received"' in page
    assert re.sub("<[^>]*>", "", report.reference) in page
    assert "<output" not in page
    assert CONCERN not in page
    assert not Receipt.objects.exists()
    assert Letter.objects.filter(about=name_of(report)).count() == 1  # ours; the sender has none


def test_a_private_person_may_be_anonymous(post, rut):
    post()
    report = ConcernReport.objects.get()
    _row, words, _judged = reading.read_concern(report.pk, by=rut, purpose="concern")
    assert words["reached_at"] == ""
    assert not report.must_report


def test_whoever_reports_in_their_work_cannot_be_anonymous_and_loses_nothing(post):
    refused = post(who="at_work", screen="write")
    assert refused.context["form"].has_error("reached_at")
    assert CONCERN in refused.content.decode()
    assert not ConcernReport.objects.exists()
    post(who="at_work", reached_at="Eva, BVC, 08-465 004 10")
    assert ConcernReport.objects.get().must_report


@pytest.mark.parametrize("wrong", [{"concern": " "}, {"who": ""}, {"who": "boss"}])
def test_what_is_missing_is_said_and_nothing_is_sent(post, wrong):
    refused = post(**{"child": "Lo, 6 år"} | wrong)
    assert refused.context["form"].has_error(next(iter(wrong)))
    assert "Lo, 6 år" in refused.content.decode()
    assert not ConcernReport.objects.exists()


def test_the_answers_are_looked_through_before_anything_is_sent(post):
    ticket = tickets.new()
    looked = post(ticket, screen="write", child="Lo, 6 år")
    assert not ConcernReport.objects.exists()
    assert "Lo, 6 år" in looked.content.decode()
    changed = post(ticket, screen="check", back="write", child="Lo, 6 år")
    assert Visit.value(changed, "concern").strip() == CONCERN
    assert Visit.value(changed, "ticket") == ticket
    post(ticket, screen="check", child="Lo, 6 år")
    assert ConcernReport.objects.count() == 1


@pytest.mark.parametrize("screen", ["write", "check"])
@pytest.mark.parametrize("who", ["private", "at_work"])  # one that is right, one that is not
def test_another_language_keeps_what_was_typed_and_sends_nothing(client, reception, screen, who):
    told = {
        "concern": CONCERN, "who": who, "ticket": tickets.new(), "screen": screen, "language": "ar",
    }  # fmt: skip
    page = client.post(FORM, told, HTTP_ORIGIN="http://testserver").content.decode()
    assert CONCERN in page
    assert 'dir="rtl"' in page
    assert told["ticket"] in page
    assert not ConcernReport.objects.exists()


def test_the_same_form_twice_is_one_report_and_other_words_are_one_more(post):
    ticket = tickets.new()
    first, second = (post(ticket) for _ in range(2))
    assert first.context["told"].report == second.context["told"].report
    assert not second.context["told"].is_new
    assert ConcernReport.objects.count() == Outgoing.objects.count() == 1
    post(ticket, concern=f"{CONCERN} I natt igen.")
    assert ConcernReport.objects.count() == 2


def test_what_looks_sent_by_a_machine_takes_a_proof_and_is_not_set_aside(post):
    asked = post(website="http://spam.example")
    assert asked.status_code == 429
    assert CONCERN in asked.content.decode()
    assert Visit.value(asked, "puzzle")
    assert not ConcernReport.objects.exists()


def test_in_a_flood_from_one_place_it_takes_a_proof_and_from_the_next_it_does_not(
    post, client, settings
):
    settings.SUBMISSIONS_PER_HOUR = 2
    for _ in range(2):
        assert post().status_code == 200
    assert post().status_code == 429
    client.defaults["REMOTE_ADDR"] = "192.0.2.7"
    assert post().status_code == 200
    assert ConcernReport.objects.count() == 3


def test_nothing_is_taken_where_nobody_would_read_it(client, north):
    told = TOLD | {"ticket": tickets.new()}
    response = client.post(FORM, told, HTTP_ORIGIN="http://testserver")
    assert response.status_code == 503
    assert CONCERN in response.content.decode()
    assert told["ticket"] in response.content.decode()
    assert "tel:112" in response.content.decode()


def test_whoever_left_in_a_hurry_is_shown_nothing_by_back(post, client):
    ticket = tickets.new()
    post(ticket)
    client.post("/leave/", {"ticket": ticket}, HTTP_ORIGIN="http://testserver")
    for more in ({}, {"screen": "write"}, {"screen": "check", "back": "write"}):
        assert CONCERN not in post(ticket, **more).content.decode()
    assert ConcernReport.objects.count() == 1


def test_what_another_site_sends_is_shown_and_not_taken(client, reception):
    told = TOLD | {"ticket": tickets.new()}
    response = client.post(FORM, told, headers={"sec-fetch-site": "cross-site"})
    assert response.status_code == 200
    assert Visit.value(response, "ticket") != told["ticket"]
    assert not ConcernReport.objects.exists()


def test_no_cookie_and_no_word_of_who_reads_it(client, reception):
    response = client.get(FORM)
    assert not response.cookies
    page = response.content.decode()
    assert page.index('id="before"') < page.index('name="concern"')
    assert page.index('id="before"') < page.index('name="reached_at"')
    assert "tel:112" in page


def test_the_way_there_leads_from_the_page_about_a_child(client, reception):
    assert f'href="{FORM}"' in client.get("/child/").content.decode()


def test_whoever_suspects_harm_in_their_work_takes_their_text_along(client, reception):
    told = {
        "story": CONCERN, "asker": "professional", "harm": "yes", "screen": "questions",
        "ticket": tickets.new(),
    }  # fmt: skip
    page = client.post("/request/", told, HTTP_ORIGIN="http://testserver").content.decode()
    assert f'formaction="{FORM}"' in page
    form = client.post(FORM, told, HTTP_ORIGIN="http://testserver")
    assert Visit.value(form, "concern").strip() == CONCERN
    assert re.search(r'value="at_work"[^>]*checked', form.content.decode())
    assert not ConcernReport.objects.exists()


def test_where_none_are_taken_the_page_says_whom_to_call(client, closed):
    PhoneNumber.objects.create(
        label={"sv": "Mottagningen"}, number="08-465 004 20", when="always", about="harmed_child"
    )
    greeting.forget()
    assert client.get(FORM).url == reverse("public:child")
    page = client.get("/child/").content.decode()
    assert f'href="{FORM}"' not in page
    assert "08-465 004 20" in page


@pytest.mark.parametrize("screen", ["write", "check", ""])
def test_what_was_on_its_way_when_it_was_closed_can_be_read_out(post, closed, screen):
    response = post(**({"screen": screen} if screen else {}))
    assert response.status_code == 410
    assert CONCERN in response.content.decode()
    assert not ConcernReport.objects.exists()


def test_a_personal_number_finds_it_once_the_reception_has_read_it(post, rut):
    """Where it was told, nothing by which it is found can be computed."""
    post(child="Lo, 20150131-9808")
    assert not BlindIndex.objects.exists()
    reading.read_concern(ConcernReport.objects.get().pk, by=rut, purpose="concern")
    assert BlindIndex.objects.filter(kind="number").count() == 1


def test_the_process_that_took_it_in_cannot_open_it(post, rut, settings):
    settings.LOTSEN_ROLE = "public"
    assert post(child="Lo, 20150131-9808").status_code == 200
    with pytest.raises(NoPrivateKey):
        reading.read_concern(ConcernReport.objects.get().pk, by=rut, purpose="concern")


def test_it_is_counted_where_it_came_from_like_any_request(post, settings):
    settings.SUBMISSIONS_PER_HOUR = 1
    post()
    assert slowing.floods(slowing.bucket_of("127.0.0.1"))


def test_what_was_heard_is_shown_before_and_after(post):
    told = {"concern": "Pappa slår min lillasyster.", "screen": "write"}
    assert 'data-test="heard"' in post(**told).content.decode()
    assert 'data-test="heard"' in post(concern=told["concern"]).content.decode()
    assert "child" in " ".join(ConcernReport.objects.get().signs)
