from datetime import datetime, timedelta
from unittest.mock import patch
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core import mail
from django.test import override_settings
from django.utils import timezone

from audit import outbox, trail
from audit.models import Event, Outgoing, OutgoingState
from audit.outbox import doors
from audit.vault import NoPrivateKey
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


def test_an_address_that_somebody_else_reads_gets_no_notice(help_request, amina, resident):
    with time_machine.travel(NOON, tick=False):
        tell(help_request, amina)
    reaching.change(resident, way=Way.EMAIL, email="kim@example.org", is_shared=True)
    held = deliver(NOON)
    assert (held.state, held.reason) == (OutgoingState.HELD, "shared")
    assert not mail.outbox
    assert not opened().exists()


def test_on_a_day_that_was_not_given_it_waits(help_request, amina, resident):
    with time_machine.travel(NOON, tick=False):
        tell(help_request, amina)
    reaching.change(resident, way=Way.EMAIL, email="kim@example.org", days="weekend")
    assert deliver(NOON).due_at.astimezone(STOCKHOLM).strftime("%a %H") == "Sat 07"
    assert not mail.outbox


# --- One notice and the others --------------------------------------------------------------------


def states() -> dict[str, str]:
    return dict(Outgoing.objects.values_list("to", "state"))


def test_a_notice_whose_address_does_not_open_holds_up_no_other(help_request, amina, lena):
    """The key is away: staff must still be told, of that above all."""
    with time_machine.travel(NOON, tick=False):
        tell(help_request, amina)
        tell_too(lena, amina)
        with override_settings(VAULT_KEYS="/nowhere"), pytest.raises(NoPrivateKey):
            outbox.deliver()
        person, colleague = trail.name_of(help_request.safe_contact), trail.name_of(lena)
        assert states() == {person: OutgoingState.QUEUED, colleague: OutgoingState.SENT}
        assert outbox.deliver() == 0
    deliver_all(NOON + timedelta(minutes=5))
    assert states()[person] == OutgoingState.SENT


@trail.act
def tell_too(user, by):
    outbox.post(user, "intake.NAMED", about=user, by=by)


def deliver_all(moment):
    with time_machine.travel(moment, tick=False):
        return outbox.deliver()


def test_hours_that_end_while_notices_go_out_lose_none(help_request, amina, lena):
    """The one before took its time: now it is a second past the hour that the person chose."""
    SafeContact.objects.update(hours=Hours.FORENOON)
    with time_machine.travel(NOON.replace(hour=11, minute=59), tick=False) as clock:
        tell_too(lena, amina)
        tell_also(help_request, amina)

        def slowly(*letter):
            clock.move_to(NOON)

        with patch("audit.outbox.carriers.send", slowly):
            outbox.deliver()
    person = Outgoing.objects.get(notice="intake.ANSWERED")
    assert person.state == OutgoingState.QUEUED
    assert timezone.localtime(person.due_at).hour == 9


@trail.act
def tell_also(help_request, by):
    outbox.post(help_request.safe_contact, "intake.ANSWERED", about=help_request, by=by)


def test_no_transaction_is_open_while_a_mail_server_takes_its_time(help_request, amina):
    """On SQLite an open one would let nobody else write, for as long as the server likes."""
    open_acts = []

    def sending(*letter):
        open_acts.append(trail._act.get() is not None)

    with time_machine.travel(NOON, tick=False):
        tell(help_request, amina)
        with patch("audit.outbox.carriers.send", sending):
            outbox.deliver()
    assert open_acts == [False]
    assert Outgoing.objects.get().state == OutgoingState.SENT


def test_two_workers_send_one_notice_once(help_request, amina):
    def meanwhile(*letter):
        sent.append(letter)
        assert outbox.deliver() == 0

    sent = []
    with time_machine.travel(NOON, tick=False):
        tell(help_request, amina)
        with patch("audit.outbox.carriers.send", meanwhile):
            outbox.deliver()
    assert len(sent) == 1


def test_who_was_killed_in_between_sends_it_once_more(help_request, amina):
    with time_machine.travel(NOON, tick=False):
        tell(help_request, amina)
        with (
            patch("audit.outbox.carriers.send", side_effect=KeyboardInterrupt),
            pytest.raises(KeyboardInterrupt),
        ):
            outbox.deliver()
    assert deliver(NOON + timedelta(minutes=5)).state == OutgoingState.QUEUED
    assert deliver(NOON + timedelta(minutes=11)).state == OutgoingState.SENT


def test_what_no_server_takes_is_tried_ever_more_seldom_and_then_shown(amina, lena):
    tries = []
    with time_machine.travel(NOON, tick=False) as clock:
        tell_too(lena, amina)
        with patch("audit.outbox.carriers.send", side_effect=OSError("lena@tallsunda.example")):
            while (waits := Outgoing.objects.get()).state == OutgoingState.QUEUED:
                clock.move_to(waits.due_at)
                tries.append(timezone.now())
                assert outbox.deliver() == (len(tries) == doors.TRIES)
    assert (waits.state, waits.reason) == (OutgoingState.FAILED, "undeliverable")
    gaps = [b - a for a, b in zip(tries, tries[1:], strict=False)]
    assert gaps == [timedelta(minutes=2**nth) for nth in range(1, doors.TRIES)]
    facts = Event.objects.filter(deed__startswith="outbox.").values_list("facts", flat=True)
    assert "tallsunda" not in str(list(facts))
