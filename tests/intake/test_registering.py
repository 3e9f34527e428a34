"""A school registers, and we write down what came by phone."""

from unittest import mock

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from audit.guard import Refused
from audit.models import Event, Letter
from audit.trail import name_of
from audit.vault import receipts
from intake import tickets
from intake.models import Channel, ConcernReport, HelpRequest, Receipt, Registration
from intake.services import admitting, registering, triaging
from partners.models import Arena

STORY = "Eleven har inte varit i skolan på tre veckor."
TOLD = {"story": STORY, "about": "pupil", "age_band": "15_17"}


def door(name):
    return reverse(f"portal:{name}")


def register(by, *, with_person=False, **told):
    told = {"ticket": tickets.new(), **TOLD} | told
    return registering.register(by=by, with_person=with_person, no_suspicion=True, **told)


def test_with_the_person_there_they_get_a_code_of_their_own(north, stina):
    told = register(stina, with_person=True, contact={"way": "none", "name": "Kim"})
    resident = admitting.admit(told.code)
    assert resident.request_id == told.help_request.pk
    assert told.help_request.channel == Channel.PORTAL


def test_without_the_person_there_is_no_code_and_no_thread(north, stina):
    told = register(stina)
    assert told.code == ""
    assert not Receipt.objects.exists()
    assert Letter.objects.filter(about=name_of(told.help_request)).count() == 1


@pytest.mark.parametrize("with_person", [True, False])
def test_the_same_form_sent_twice_is_one_request(north, stina, with_person):
    ticket = tickets.new()
    first, second = (register(stina, with_person=with_person, ticket=ticket) for _ in range(2))
    assert (first.help_request, first.code) == (second.help_request, second.code)
    assert HelpRequest.objects.count() == Registration.objects.count() == 1


@pytest.mark.parametrize("deed", [registering.register, registering.record])
def test_a_number_that_was_just_given_to_another_costs_nobody_their_text(north, stina, amina, deed):
    taken = register(stina, with_person=True).help_request.receipt.locator
    more = {"channel": "phone_note"} if deed is registering.record else {
        "with_person": True, "no_suspicion": True,
    }  # fmt: skip
    by = amina if deed is registering.record else stina
    with mock.patch.object(receipts, "new_locator", side_effect=[taken, "ZZZZZ"]):
        told = deed(by=by, ticket=tickets.new(), **TOLD, **more)
    assert told.help_request.receipt.locator == "ZZZZZ"


def test_whoever_suspects_harm_cannot_register_a_request(north, stina):
    with pytest.raises(ValidationError):
        registering.register(
            by=stina, with_person=False, no_suspicion=False, ticket=tickets.new(), **TOLD
        )
    assert not HelpRequest.objects.exists()


def test_only_registrars_and_partners_register(north, amina, loke):
    for who in (amina, loke):
        with pytest.raises(Refused):
            register(who)


def test_the_answer_to_the_first_question_decides_the_form(at, stina):
    client = at(stina)
    assert client.post(door("register"), {"harm": "yes"}).url == door("register_concern")
    assert client.post(door("register"), {"harm": "unsure"}).url == door("register_unsure")
    assert (
        client.post(door("register"), {"harm": "no"}).url == door("register_request") + "?harm=no"
    )
    assert client.post(door("register"), {"harm": ""}).context["form"].has_error("harm")


def test_no_request_form_without_the_question(at, north, stina):
    client = at(stina)
    assert client.get(door("register_request")).url == door("register")
    sent = TOLD | {"with_person": "no", "ticket": tickets.new()}
    refused = client.post(door("register_request"), sent)
    assert refused.context["form"].has_error("no_suspicion")
    assert STORY in refused.content.decode()
    assert not HelpRequest.objects.exists()


def sent_with(**fields):
    return TOLD | {"with_person": "yes", "no_suspicion": "True", "ticket": tickets.new()} | fields


def test_the_page_gives_the_code_once_and_again_only_for_the_same_form(at, north, stina):
    client = at(stina)
    sent = sent_with(way="phone", phone="070-174 06 05")
    first, second = (client.post(door("register_request"), sent) for _ in range(2))
    told = first.context["told"]
    assert receipts.read(told.code)
    assert second.context["told"].code == told.code
    assert told.help_request.safe_contact.way == "phone"
    assert HelpRequest.objects.count() == 1


def test_without_the_person_nobody_has_said_how_they_may_be_reached(at, north, stina):
    sent = sent_with(with_person="no", way="phone", phone="", name="Kim")
    told = at(stina).post(door("register_request"), sent).context["told"]
    assert told.code == ""
    contact = told.help_request.safe_contact
    assert (contact.way, contact.name) == ("none", None)


def test_the_person_beside_them_is_who_asks_and_where_and_how_they_read_is_kept(at, north, stina):
    arena = Arena.objects.create(slug="skolan", name={"sv": "Skolan"}, kind="school")
    sent = sent_with(asker="young", arena="skolan", language="ar")
    row = at(stina).post(door("register_request"), sent).context["told"].help_request
    assert (row.asker, row.arena, row.language) == ("young", arena, "ar")


@pytest.mark.parametrize("said", [{"with_person": "no", "asker": "young"}, {"asker": "unknown"}])
def test_otherwise_a_professional_tells_us(at, north, stina, said):
    row = at(stina).post(door("register_request"), sent_with(**said)).context["told"].help_request
    assert row.asker == "professional"


def test_a_closed_arena_cannot_be_chosen(at, north, stina):
    day = timezone.localdate()
    Arena.objects.create(
        slug="skolan", name={"sv": "Skolan"}, kind="school", opens_on=day, closes_on=day
    )
    refused = at(stina).post(door("register_request"), sent_with(arena="skolan"))
    assert refused.context["form"].has_error("arena")
    assert STORY in refused.content.decode()


@pytest.mark.parametrize(("about", "asks"), [("family", True), ("place", False)])
def test_whoever_writes_down_a_call_a_child_is_asked_about_harm(at, north, amina, about, asks):
    sent = {
        "channel": "outreach_note", "story": STORY, "about": about, "age_band": "unknown",
        "ticket": tickets.new(), "way": "none",
    }  # fmt: skip
    page = at(amina).post(reverse("desk:record"), sent)
    assert receipts.read(page.context["told"].code)
    assert ('data-test="to-request"' in page.content.decode()) == asks
    assert STORY not in page.content.decode()


def test_what_was_urgent_on_the_phone_is_urgent_at_once(at, north, amina):
    sent = {
        "channel": "phone_note", "story": STORY, "about": "self", "age_band": "unknown",
        "urgency": "same_day", "with_person": "no", "way": "phone", "name": "Kim",
        "ticket": tickets.new(),
    }  # fmt: skip
    told = at(amina).post(reverse("desk:record"), sent).context["told"]
    assert (told.help_request.urgency, told.code) == ("same_day", "")
    contact = told.help_request.safe_contact
    assert (contact.way, contact.name) == ("none", None)


def test_what_is_wrong_in_the_form_loses_nothing(at, north, stina):
    response = at(stina).post(door("register_request"), sent_with(way="email", email="inte så"))
    assert response.context["form"].has_error("email")
    assert STORY in response.content.decode()


def test_a_concern_from_the_page_goes_to_the_reception(at, reception, stina):
    sent = {
        "concern": "Är rädd att gå hem.",
        "reached_at": "Stina, lärare",
        "ticket": tickets.new(),
    }
    for _ in range(2):
        assert at(stina).post(door("register_concern"), sent).context["report"]
    assert ConcernReport.objects.count() == 1
    assert not HelpRequest.objects.exists()


def test_a_concern_that_lacks_something_loses_nothing(at, reception, stina):
    response = at(stina).post(door("register_concern"), {"concern": "Är rädd att gå hem."})
    assert response.context["form"].has_error("reached_at")
    assert "Är rädd att gå hem." in response.content.decode()


def test_the_list_shows_the_own_organisation_a_number_and_a_state(at, north, stina, clara):
    told = register(stina)
    register(clara)
    response = at(stina).get(door("registrations"))
    assert [row.reference for row in response.context["page"].object_list] == [
        told.help_request.reference
    ]
    seen = response.content.decode()
    assert STORY not in seen
    assert str(told.help_request.pk) not in seen


def test_closed_by_us_it_is_handled_for_the_school(north, stina, amina):
    told = register(stina)
    triaging.take(told.help_request.pk, by=amina)
    assert Registration.objects.get().state == "received"
    triaging.close(told.help_request.pk, reason="advised", no_suspicion=True, by=amina)
    assert Registration.objects.get().state == "handled"


def test_the_registrar_reaches_no_request(at, north, stina):
    told = register(stina)
    assert not HelpRequest.objects.visible_to(stina).exists()
    assert at(stina).get(reverse("desk:request", args=[told.help_request.pk])).status_code == 403


def test_what_came_by_phone_gets_a_code_to_hand_over(at, north, amina):
    sent = TOLD | {"channel": "phone_note", "about": "self", "ticket": tickets.new()}
    client = at(amina)
    first, second = (client.post(reverse("desk:record"), sent) for _ in range(2))
    told = first.context["told"]
    assert admitting.admit(told.code)
    assert second.context["told"].code == told.code
    row = HelpRequest.objects.get()
    assert row.channel == Channel.PHONE
    event = Event.objects.get(deed="helprequest.register")
    assert (event.actor, event.facts["channel"]) == (f"user/{amina.pk}", "phone_note")


def test_what_we_record_needs_its_way_in_and_loses_nothing(at, north, amina):
    response = at(amina).post(reverse("desk:record"), TOLD | {"channel": "web_form"})
    assert response.context["form"].has_error("channel")
    assert STORY in response.content.decode()


def test_a_partner_records_nothing_at_our_desk(at, stina):
    assert at(stina).get(reverse("desk:record")).status_code == 403
    with pytest.raises(Refused):
        registering.record(by=stina, channel="phone_note", ticket=tickets.new(), **TOLD)
