from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.exceptions import ValidationError

from audit.models import Event
from intake.forms.contact import number_here
from intake.models import Channel, ContactAttempt, Days, Hours, SafeContact, Way
from intake.services import admitting, calling, reaching

STOCKHOLM = ZoneInfo("Europe/Stockholm")
FRIDAY_TWO = datetime(2026, 11, 20, 14, tzinfo=STOCKHOLM)
FRIDAY_EVENING = datetime(2026, 11, 20, 18, 20, tzinfo=STOCKHOLM)
NUMBER, AS_WRITTEN = "+46701740605", "070-174 06 05"


@pytest.mark.parametrize(
    ("kept", "shown"),
    [
        (NUMBER, AS_WRITTEN), ("+4721050505", "+47 21 05 05 05"), ("112", "112"),
        ("08-465 004 11", "08-465 004 11"), ("växeln", "växeln"), ("", ""),
    ],
)  # fmt: skip
def test_a_number_is_shown_as_people_here_write_it(kept, shown):
    assert number_here(kept) == shown


@pytest.fixture
def by_phone(tell):
    """Kim wants to be called in the afternoon, and has chosen a code word."""
    contact = {
        "way": Way.PHONE, "phone": NUMBER, "hours": Hours.AFTERNOON, "days": Days.WEEKDAYS,
        "code_word": "Blåbär", "wishes": "Ring från dolt nummer.", "name": "Kim",
    }  # fmt: skip
    return tell(contact=contact, channel=Channel.WEB)


@pytest.fixture
def row(by_phone):
    return by_phone.help_request


def at_time(moment):
    return time_machine.travel(moment, tick=False)


def opened(*names):
    """How often those texts of the person's were opened, by staff."""
    reads = Event.objects.filter(deed="safecontact.opened", role="social_worker")
    fields = [one.rsplit("/", 1)[1] for event in reads for one in event.facts["opened"]]
    return [fields.count(name) for name in names]


def test_the_rules_and_the_code_word_come_before_the_number(at, page, row, amina):
    with at_time(FRIDAY_TWO):
        text = at(amina).get(page("call", row)).content.decode()
    assert "Blåbär" in text
    assert "Ring från dolt nummer." in text
    assert "701740605" not in text
    assert NUMBER not in text
    assert AS_WRITTEN not in text
    assert opened("phone", "code_word") == [0, 1]


def test_the_number_opens_after_the_yes_and_the_log_says_why(at, page, row, amina):
    with at_time(FRIDAY_TWO):
        client = at(amina)
        client.post(page("call", row), {"revision": 0, "understood": "on"})
        text = client.get(page("number", row)).content.decode()
    assert AS_WRITTEN in text
    assert opened("phone") == [1]
    read = Event.objects.filter(deed="safecontact.opened").latest("pk")
    assert (read.purpose, read.subject) == ("contact", row.subject)


def test_without_the_yes_there_is_no_number(at, page, row, amina):
    client = at(amina)
    with at_time(FRIDAY_TWO):
        refused = client.post(page("call", row), {"revision": 0})
        assert client.get(page("number", row)).url == page("call", row)
    assert refused.status_code == 200
    assert opened("phone") == [0]
    assert not ContactAttempt.objects.exists()


def test_outside_the_hours_it_warns_and_takes_a_coded_reason(at, page, row, amina):
    client = at(amina)
    with at_time(FRIDAY_EVENING):
        warned = client.get(page("call", row)).content.decode()
        client.post(page("call", row), {"revision": 0, "understood": "on"})
        assert not ContactAttempt.objects.exists()
        client.post(page("call", row), {"revision": 0, "understood": "on", "reason": "life"})
    assert "18.20" in warned
    assert "23 november" in warned  # Monday the 23rd: neither in the evening nor at the weekend
    attempt = ContactAttempt.objects.get()
    assert attempt.reason == "life"
    assert Event.objects.get(deed="helprequest.call").facts["outside"] == "life"


def test_the_reason_is_asked_for_without_any_page_too(row, amina):
    with at_time(FRIDAY_EVENING), pytest.raises(ValidationError):
        calling.acknowledge(row.pk, revision=0, by=amina)
    assert not ContactAttempt.objects.exists()


def test_a_change_between_the_rules_and_the_call_must_be_read_first(row, by_phone, amina):
    resident = admitting.admit(by_phone.code)
    with at_time(FRIDAY_TWO):
        calling.acknowledge(row.pk, revision=0, by=amina)
        reaching.change(resident, way=Way.PHONE, phone=NUMBER, hours=Hours.ANY)
        assert calling.open_number(row.pk, by=amina) is None
        with pytest.raises(ValidationError):
            calling.acknowledge(row.pk, revision=0, by=amina)
        calling.acknowledge(row.pk, revision=1, by=amina)
        assert calling.open_number(row.pk, by=amina).details["phone"] == NUMBER


def test_whoever_does_not_want_to_be_called_is_not(row, by_phone, amina):
    with at_time(FRIDAY_TWO):
        calling.acknowledge(row.pk, revision=0, by=amina)
        reaching.change(admitting.admit(by_phone.code), way=Way.NONE)
        assert calling.open_number(row.pk, by=amina) is None
        with pytest.raises(ValidationError):
            calling.prepare(row.pk, by=amina)
    assert opened("phone") == [0]


def test_the_yes_lasts_for_half_an_hour(row, amina):
    with at_time(FRIDAY_TWO):
        calling.acknowledge(row.pk, revision=0, by=amina)
    with at_time(FRIDAY_TWO + timedelta(minutes=31)):
        assert calling.open_number(row.pk, by=amina) is None


def test_a_colleague_says_their_own_yes(row, amina, lena):
    with at_time(FRIDAY_TWO):
        calling.acknowledge(row.pk, revision=0, by=amina)
        assert calling.open_number(row.pk, by=lena) is None


def test_how_it_went_is_a_code_and_the_person_sees_that_we_called(row, by_phone, amina, client):
    with at_time(FRIDAY_TWO):
        calling.acknowledge(row.pk, revision=0, by=amina)
        calling.end(row.pk, outcome="wrong_person", by=amina)
        with pytest.raises(ValidationError):
            calling.end(row.pk, outcome="reached", by=amina)
    assert ContactAttempt.objects.get().outcome == "wrong_person"
    event = Event.objects.get(deed="helprequest.called")
    assert (event.facts["outcome"], event.subject) == ("wrong_person", row.subject)
    client.post("/mailbox/", {"code": by_phone.code})
    assert "Ringde personen" in client.get("/mailbox/who/").content.decode()


def test_reading_the_words_does_not_open_the_number(at, page, row, amina):
    client = at(amina)
    client.post(page("open", row), {"purpose": "triage"})
    text = client.get(page("words", row)).content.decode()
    assert NUMBER not in text
    assert AS_WRITTEN not in text
    assert page("call", row) in text
    opened_now = Event.objects.get(deed="helprequest.opened").facts["opened"]
    assert not [place for place in opened_now if place.endswith("/phone")]


def test_a_shared_phone_never_gets_a_message_whatever_was_ticked(by_phone):
    resident = admitting.admit(by_phone.code)
    reaching.change(
        resident, way=Way.PHONE, phone=NUMBER, is_shared=True, voicemail_ok=True, say_who_ok=True
    )
    contact = SafeContact.objects.get()
    assert (contact.voicemail_ok, contact.say_who_ok) == (False, False)
