from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from unittest import mock

import pytest
from django.core.cache import caches
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection

from audit import trail, vault
from audit.actors import ANYBODY
from audit.models import Event, Letter, Outgoing
from audit.vault import NoPrivateKey, box, receipts
from intake import tickets
from intake.models import About, Channel, HelpRequest, Message, Receipt, SafeContact, Way
from intake.services import (
    admitting,
    conversing,
    greeting,
    heeding,
    reaching,
    receiving,
    routing,
)  # fmt: skip
from partners.models import Area, Team
from tests.conftest import STORY


def send(ticket, story=STORY, **more):
    return receiving.submit(
        by=ANYBODY, ticket=ticket, story=story, about=About.SELF, channel=Channel.WEB, **more
    )


@pytest.fixture
def ticket():
    return receipts.new_ticket()


def thread_of(told):
    return [one.text for one in conversing.read_thread(admitting.admit(told.code)).said]


def test_the_words_lie_sealed_and_the_code_lies_nowhere(told):
    row = HelpRequest.objects.get()
    assert STORY.encode() not in bytes(row.story)
    secret = receipts.read(told.code)[1]
    for model in (HelpRequest, Receipt, SafeContact, Letter, Event, Outgoing):
        for values in model.objects.values_list():
            assert secret not in repr(values)
            assert b"Kim" not in b"".join(v for v in values if isinstance(v, bytes))


def test_the_team_of_the_area_is_told_that_something_waits(told, north):
    posted = Outgoing.objects.get()
    assert posted.to == f"partners.team/{north.pk}"
    assert posted.notice == "intake.NEW_REQUEST"
    assert told.help_request.unit_id == north.group_id


def test_the_same_form_sent_twice_is_one_request_with_one_code(north, ticket):
    first, second = send(ticket), send(ticket)
    assert (first.is_new, second.is_new) == (True, False)
    assert second.code == first.code
    assert HelpRequest.objects.count() == 1
    assert not Message.objects.exists()


def test_two_that_arrive_at_the_same_moment_are_told_apart_by_the_database(north, ticket):
    first = send(ticket)
    found = receiving._earlier(ticket)
    with mock.patch.object(receiving, "_earlier", side_effect=[None, found]) as looked:
        second = send(ticket)
    assert looked.call_count == 2
    assert second.code == first.code
    assert HelpRequest.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_team_that_is_no_more_loses_nothing(north, ticket):
    """What is kept for a minute may be old; the database says so, and it is asked again."""
    gone = Team(pk=north.pk + 999, group_id=north.group_id + 999)
    old = replace(greeting.front(), routes={None: gone})
    caches["nearby"].set(greeting.NAME, old)
    assert send(ticket).help_request.unit_id == north.group_id
    assert Event.objects.filter(deed="helprequest.submit").count() == 1


def test_an_area_goes_to_its_own_area_team_and_the_rest_to_the_one_for_it(
    areas, south, north, reception
):
    reception.areas.set(areas.values())
    east = Area.objects.create(code="east", name="East")
    assert routing.team_for(areas["south"]) == south
    assert routing.team_for(areas["north"]) == north
    assert routing.team_for(east) == routing.team_for(None) == north


def test_who_left_no_details_leaves_no_key_for_them(north, ticket):
    told = send(ticket)
    assert not Letter.objects.filter(about__startswith="intake.safecontact").exists()
    contact = reaching.read_contact(admitting.admit(told.code))
    assert (contact["phone"], contact["name"]) == ("", "")


@pytest.mark.postgresql_only
@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite lets one write at a time")
@pytest.mark.django_db(transaction=True)
def test_two_clicks_in_the_same_instant_are_one_request(north, ticket):
    def click(_):
        try:
            return send(ticket).code
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as hands:
        codes = set(hands.map(click, range(8)))
    assert len(codes) == 1
    assert HelpRequest.objects.count() == 1


def test_nobody_waits_while_a_text_is_weighed_and_sealed(north, ticket, monkeypatch):
    """Both take time and no database, so they come before the act."""
    seen = []

    def outside(step):
        def done(*told, **how):
            with pytest.raises(trail.NoAct):
                trail.record(ANYBODY, "helprequest.submit", "intake.helprequest/0")
            seen.append(step)
            return step(*told, **how)

        return done

    steps = ((heeding, "signs_in"), (receipts, "private_key"), (box, "encrypt"), (box, "drop"))
    for room, name in steps:
        monkeypatch.setattr(room, name, outside(getattr(room, name)))
    send(ticket)
    assert len(seen) == 5  # one text, and its key to us and to the sender


def test_what_keeps_colliding_is_said_and_not_tried_for_ever(north, ticket):
    with (
        mock.patch.object(receiving, "_keep", side_effect=IntegrityError) as tried,
        pytest.raises(IntegrityError),
    ):
        send(ticket)
    assert tried.call_count == 3


def test_another_text_in_the_same_form_is_added_and_nothing_is_lost(north, ticket):
    first = send(ticket)
    send(ticket, "Och elen är avstängd.")
    third = send(ticket, "Och elen är avstängd.")
    assert third.code == first.code
    assert thread_of(first) == [STORY, "Och elen är avstängd."]


def test_the_senders_own_key_compares_the_texts_and_leaves_a_line(north, ticket, settings):
    settings.LOTSEN_ROLE = "public"
    told = send(ticket)
    send(ticket, "Mer.")
    opened = Event.objects.get(deed="helprequest.opened")
    assert opened.actor == f"receipt/{told.help_request.receipt.pk}"
    assert (opened.role, opened.purpose) == ("resident", "sent_again")


def test_a_changed_wish_in_the_same_form_holds(north, ticket):
    told = send(ticket, contact={"way": Way.PHONE, "phone": "+46701740605"})
    send(ticket, contact={"way": Way.NONE, "phone": ""})
    contact = reaching.read_contact(admitting.admit(told.code))
    assert (contact["way"], contact["phone"]) == (Way.NONE, "")
    assert Event.objects.filter(deed="safecontact.change").count() == 1


def test_an_unchanged_form_changes_no_wish(north, ticket):
    contact = {"way": Way.PHONE, "phone": "+46701740605", "voicemail_ok": False, "wishes": ""}
    send(ticket, contact=contact)
    send(ticket, contact=contact)
    assert not Event.objects.filter(deed="safecontact.change").exists()


def test_the_process_that_took_it_in_cannot_open_it(told, amina, settings):
    settings.LOTSEN_ROLE = "public"

    @trail.act
    def read():
        return vault.unseal(told.help_request, "story", by=amina, purpose="triage")

    with pytest.raises(NoPrivateKey):
        read()


@pytest.mark.parametrize("story", ["", "  \n\t ", "\x00\x01", "\u200b\u200e ", "x" * 20_001])
def test_nothing_and_endlessness_are_refused(north, ticket, story):
    with pytest.raises(ValidationError):
        send(ticket, story)
    assert not HelpRequest.objects.exists()


@pytest.mark.parametrize(
    "story", ["🆘", "😢" * 500, "x" * 20_000, "مساعدة", "a\n\n\tb", "850709-9805"]
)
def test_whatever_somebody_can_write_is_kept_as_it_was(north, ticket, story):
    assert thread_of(send(ticket, story)) == [story]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("a\x00b", "ab"), ("a\r\nb\rc", "a\nb\nc"), ("\x1b[31mred", "[31mred"), ("a\ud800b", "ab")],
)
def test_control_characters_go_and_line_breaks_stay(north, ticket, typed, kept):
    assert thread_of(send(ticket, typed)) == [kept]


def test_a_ticket_that_we_could_not_have_made_is_not_ours():
    assert tickets.is_ours(tickets.new())
    for guessable in ("", "a", "x" * 31, "x" * 33, "å" * 32, "a b" * 11, None):
        assert not tickets.is_ours(guessable)


def test_the_trail_tells_that_it_came_and_none_of_what_was_said(told):
    event = Event.objects.get(deed="helprequest.submit")
    assert (event.actor, event.role) == ("anonymous", "anybody")
    assert event.subject == told.help_request.subject
    everything = "".join(f"{one.facts}{one.about}{one.actor}" for one in Event.objects.all())
    assert "hyran" not in everything
    assert "kim@" not in everything
