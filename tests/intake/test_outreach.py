"""A note from the street: few answers, and whatever the network does, one request."""

from unittest import mock

import pytest
from django.urls import reverse

from audit.models import Event, Letter
from audit.trail import name_of
from intake import tickets
from intake.models import HelpRequest, Receipt, SafeContact
from intake.services import admitting, reaching, receiving, registering
from partners.models import Arena, Topic

STORY = "Sover i trapphuset sedan i fredags."
NOTE = {"story": STORY, "way": "none"}


@pytest.fixture
def square(north):
    return Arena.objects.create(slug="torget", name={"sv": "Torget"}, kind="event")


@pytest.fixture
def send(at, amina, north):
    """A note from Amina's phone; the same *ticket* is the same form."""
    client = at(amina)

    def sending(ticket="", **told):
        told = NOTE | {"ticket": ticket or tickets.new()} | told
        return client.post(reverse("desk:outreach"), told)

    return sending


def row_of(response) -> HelpRequest:
    return HelpRequest.objects.get(pk=response.context["told"].help_request.pk)


@pytest.mark.parametrize(
    ("told", "codes", "has_code"),
    [
        ({"way": "none"}, ("self", "self"), True),
        ({"way": "none", "age_band": "15_17"}, ("self", "young"), True),
        ({"way": "phone", "phone": "070-174 06 05"}, ("self", "self"), True),
        ({"way": "somebody", "age_band": "12_14"}, ("somebody", "professional"), False),
        ({"way": "place"}, ("place", "professional"), False),
    ],
)
def test_one_answer_says_who_it_is_about_and_whether_they_get_a_code(send, told, codes, has_code):
    response = send(**told)
    row = row_of(response)
    assert (row.about, row.asker) == codes
    assert row.channel == "outreach_note"
    assert Receipt.objects.exists() == bool(response.context["told"].code) == has_code
    assert Letter.objects.filter(about=name_of(row)).count() == 1 + has_code


def test_place_topic_age_and_urgency_are_codes_of_the_request(send, square, amina):
    topic = Topic.objects.create(code="boende", label={"sv": "Boende"})
    more = {"arena": "torget", "topic": topic.pk, "age_band": "18_24", "urgency": "same_day"}
    row = row_of(send(**more))
    assert (row.arena, row.topic, row.age_band) == (square, topic, "18_24")
    assert (row.urgency, row.urgency_rank) == ("same_day", 1)
    event = Event.objects.get(deed="helprequest.register")
    assert event.facts == {"channel": "outreach_note", "with_person": True}
    assert Event.objects.get(deed="helprequest.submit").facts["arena"] == "torget"


def test_how_they_want_to_be_called_is_kept_as_they_say(send):
    told = send(
        way="phone", phone="070-174 06 05", code_word="kastanj", hours="evening", is_shared="on"
    ).context["told"]
    said = reaching.read_contact(admitting.admit(told.code))
    assert (said["phone"], said["code_word"]) == ("+46701740605", "kastanj")
    assert (said["way"], said["hours"], said["is_shared"]) == ("phone", "evening", True)
    assert (said["voicemail_ok"], said["say_who_ok"]) == (False, False)


def test_nobodys_number_is_kept_where_the_person_is_not_there(send):
    send(way="somebody", phone="070-174 06 05")
    contact = SafeContact.objects.get()
    assert (contact.way, contact.phone) == ("none", None)


@pytest.mark.parametrize("way", ["none", "somebody"])
def test_sending_again_is_one_request_and_the_same_code(send, way):
    ticket = tickets.new()
    first, second = (send(ticket, way=way) for _ in range(2))
    assert first.context["told"].code == second.context["told"].code
    assert HelpRequest.objects.count() == 1
    assert Event.objects.filter(deed="helprequest.submit").count() == 1


def test_two_tries_at_the_same_moment_are_one_request(amina, north):
    """The second looked before the first had saved: the database says no, and it looks again."""
    told = {"ticket": tickets.new(), "story": STORY, "about": "self", "age_band": "unknown"}
    first = registering.record(by=amina, channel="outreach_note", **told)
    truly = receiving._earlier
    with mock.patch.object(receiving, "_earlier", side_effect=[None, truly(told["ticket"])]):
        second = registering.record(by=amina, channel="outreach_note", **told)
    assert (first.help_request, first.code) == (second.help_request, second.code)
    assert (first.is_new, second.is_new) == (True, False)


def test_where_nobody_has_a_code_a_changed_text_is_not_lost_in_silence(send):
    ticket = tickets.new()
    send(ticket, way="place")
    again = send(ticket, way="place", story="Något annat.")
    request = reverse("desk:request", args=[row_of(again).pk])
    assert f'href="{request}"' in again.content.decode()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"way": ""}, "way"), ({"way": "email"}, "way"), ({"way": "phone", "phone": "hej"}, "phone"),
     ({"arena": "stängd"}, "arena"), ({"urgency": "now"}, "urgency")],
)  # fmt: skip
def test_what_is_wrong_loses_nothing_and_keeps_the_ticket(send, wrong, field):
    ticket = tickets.new()
    response = send(ticket, **wrong)
    assert response.context["form"].has_error(field)
    assert STORY in response.content.decode()
    assert ticket in response.content.decode()
    assert not HelpRequest.objects.exists()


def test_a_session_that_has_ended_keeps_the_words_and_the_ticket(client, north):
    ticket = tickets.new()
    kept = client.post(reverse("desk:outreach"), NOTE | {"ticket": ticket})
    assert kept.status_code == 401
    assert STORY in kept.content.decode()
    assert ticket in kept.content.decode()


def test_the_place_may_stand_in_the_address(at, amina, square):
    page = at(amina).get(reverse("desk:outreach"), {"arena": "torget"}).content.decode()
    assert '<option value="torget" selected>' in page


def test_the_page_for_one_more_note_has_the_same_place(at, amina, square):
    address = reverse("desk:outreach") + "?arena=torget"
    page = at(amina).post(address, NOTE | {"ticket": tickets.new()}).content.decode()
    assert f'href="{address}" data-test="again"' in page


def test_a_partner_writes_no_notes_at_our_desk(at, stina):
    assert at(stina).get(reverse("desk:outreach")).status_code == 403


def test_what_sounds_like_danger_is_more_urgent_than_what_was_chosen(send):
    row = row_of(send(story="Han säger att han ska ta livet av sig ikväll.", urgency="normal"))
    assert row.urgency in ("emergency", "same_day")
