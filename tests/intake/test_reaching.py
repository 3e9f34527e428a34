from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core import mail

from audit import outbox, trail
from audit.models import Event, Outgoing, OutgoingState
from intake.models import Hours, SafeContact, Way
from intake.services import admitting, reaching

STOCKHOLM = ZoneInfo("Europe/Stockholm")
NOON = datetime(2026, 11, 20, 12, tzinfo=STOCKHOLM)
NIGHT = datetime(2026, 11, 20, 23, 30, tzinfo=STOCKHOLM)


@pytest.fixture
def resident(told):
    return admitting.admit(told.code)


@trail.act
def tell(help_request, by):
    Outgoing.objects.all().delete()
    outbox.post(help_request.safe_contact, "intake.ANSWERED", about=help_request, by=by)


def deliver(moment):
    with time_machine.travel(moment, tick=False):
        outbox.deliver()
    return Outgoing.objects.get()


def opened():
    return Event.objects.filter(deed="safecontact.opened", role="clock")


def test_somebody_who_asked_for_it_is_told_that_there_is_a_message(help_request, amina):
    with time_machine.travel(NOON, tick=False):
        tell(help_request, amina)
    assert deliver(NOON).state == OutgoingState.SENT
    (sent,) = mail.outbox
    assert sent.to == ["kim@example.org"]
    event = opened().get()
    assert (event.actor, event.purpose) == ("clock", "notify")
    assert event.subject == help_request.subject


def test_the_notice_says_neither_who_nor_what(help_request, amina):
    with time_machine.travel(NOON, tick=False):
        tell(help_request, amina)
    deliver(NOON)
    text = mail.outbox[0].subject + mail.outbox[0].body
    for word in ("Kim", "hyra", help_request.reference, "social", "North", str(help_request.pk)):
        assert word.lower() not in text.lower()


def test_at_night_it_waits_and_the_address_stays_sealed(help_request, amina):
    with time_machine.travel(NIGHT, tick=False):
        tell(help_request, amina)
    waiting = deliver(NIGHT)
    assert waiting.state == OutgoingState.QUEUED
    assert waiting.due_at > NIGHT
    assert not mail.outbox
    assert not opened().exists()


@pytest.mark.parametrize("way", [Way.NONE, Way.PHONE])
def test_whoever_did_not_ask_for_e_mail_gets_none(help_request, amina, resident, way):
    reaching.change(resident, way=way, phone="+46701740605", email="kim@example.org")
    with time_machine.travel(NOON, tick=False):
        tell(help_request, amina)
    assert deliver(NOON).state == OutgoingState.HELD
    assert not mail.outbox
    assert not opened().exists()


def test_a_change_holds_for_what_is_already_on_its_way(help_request, amina, resident):
    with time_machine.travel(NOON, tick=False):
        tell(help_request, amina)
    reaching.change(resident, way=Way.NONE)
    assert deliver(NOON).state == OutgoingState.HELD


def test_the_person_reads_and_changes_how_they_are_reached(resident):
    reaching.change(
        resident, way=Way.PHONE, hours=Hours.EVENING, phone="+46701740605", name="Mira",
        voicemail_ok=True,
    )  # fmt: skip
    now = reaching.read_contact(resident)
    assert (now["way"], now["hours"], now["phone"]) == ("phone", "evening", "+46701740605")
    assert (now["name"], now["email"], now["voicemail_ok"]) == ("Mira", "", True)
    change = Event.objects.get(deed="safecontact.change")
    assert change.actor == resident.name
    assert "701740605" not in repr(change.facts)


def test_a_request_that_is_gone_is_nowhere_to_be_reached(db):
    assert reaching.person(SafeContact().pk) is None
