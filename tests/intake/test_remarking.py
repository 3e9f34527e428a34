"""Whoever could not use the pages may say so without an account; a lead reads it and sees to it."""

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError

from audit.actors import ANYBODY
from audit.guard import OutOfReach, Refused
from audit.models import Event, Letter, Outgoing
from audit.trail import name_of
from intake import tickets
from intake.models import Remark
from intake.services import receiving, remarking
from tests.intake.visitor import text_in

PAGE, TEXT = "/accessibility/", "Knappen Skicka syns inte i min skärmläsare."
FROM_HERE = {"HTTP_ORIGIN": "http://testserver"}


@pytest.fixture
def remark(north):
    return remarking.send(by=ANYBODY, ticket=tickets.new(), text=TEXT, reply_to="kim@example.org")


def sent(client, **fields):
    return client.post(PAGE, {"ticket": tickets.new(), **fields}, **FROM_HERE)


def test_the_statement_has_a_door_under_it_and_needs_no_cookie(client, house, north):
    page = client.get(PAGE)
    assert "tangentbord" in text_in(page)
    assert 'data-test="remark"' in page.content.decode()
    assert "Tack" in text_in(sent(client, text=TEXT))
    assert not client.cookies
    row = Remark.objects.get()
    assert TEXT.encode() not in bytes(row.text)
    assert row.reply_to is None
    assert Event.objects.get(deed="remark.submit").actor == "anonymous"
    assert Outgoing.objects.get().notice == "intake.REMARK"


def test_what_was_typed_comes_back_with_what_is_wrong(client, house, north):
    page = sent(client, text=TEXT, reply_to="kim at example")
    assert TEXT in text_in(page)
    assert "kim at example" in text_in(page)
    assert "ser inte ut som en e-postadress" in text_in(page)
    assert "Skriv något" in text_in(sent(client, text="  "))
    assert not Remark.objects.exists()


def test_the_language_can_be_changed_under_way(client, house, north):
    page = sent(client, text=TEXT, language="en")
    assert TEXT in text_in(page)
    assert "What does not work for you?" in text_in(page)
    assert not Remark.objects.exists()


def test_nothing_is_lost_when_it_cannot_be_saved(client, house, north, monkeypatch):
    def broken(**_told):
        raise DatabaseError

    monkeypatch.setattr(remarking, "send", broken)
    page = sent(client, text=TEXT)
    assert page.status_code == 503
    assert TEXT in text_in(page)


def test_another_site_sends_nothing(client, house, north):
    page = client.post(PAGE, {"text": TEXT}, HTTP_ORIGIN="https://elsewhere.example")
    assert page.status_code == 200
    assert not Remark.objects.exists()


def test_a_flood_is_asked_to_wait_and_loses_nothing(client, house, north, settings):
    settings.SUBMISSIONS_PER_HOUR = 1
    sent(client, text=TEXT)
    page = sent(client, text="En sak till.")
    assert page.status_code == 429
    assert "En sak till." in text_in(page)
    assert Remark.objects.count() == 1


def test_the_same_form_twice_is_one_remark(client, house, north):
    ticket = tickets.new()
    for _n in range(2):
        sent(client, text=TEXT, ticket=ticket)
    assert Remark.objects.count() == 1


def test_a_lead_reads_it_and_the_log_says_so(remark, lena):
    _row, words = remarking.read(remark.pk, by=lena)
    assert words == {"text": TEXT, "reply_to": "kim@example.org"}
    line = Event.objects.get(deed="remark.opened")
    assert (line.actor, line.purpose) == (f"user/{lena.pk}", "follow_up")


def test_nobody_else_reads_it(remark, amina, adam, lena, south):
    for by in (amina, adam):
        with pytest.raises(Refused):
            remarking.read(remark.pk, by=by)
    lena.groups.clear()
    with pytest.raises(OutOfReach):
        remarking.read(remark.pk, by=lena)
    with pytest.raises(OutOfReach):
        remarking.deal_with(remark.pk, by=lena)


def test_when_it_is_dealt_with_the_words_are_gone(remark, lena):
    remarking.deal_with(remark.pk, by=lena)
    row, words = remarking.read(remark.pk, by=lena)
    assert words == {}
    assert bytes(row.text) == b""
    assert row.dealt_with_by == lena
    assert not Letter.objects.filter(about=name_of(row)).exists()
    with pytest.raises(ValidationError):
        remarking.deal_with(remark.pk, by=lena)


def test_the_pages_of_a_lead(client, remark, lena, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    client.force_login(lena)
    listed = client.get("/desk/remarks/")
    assert str(remark.pk) in listed.content.decode()
    assert TEXT not in text_in(listed)
    assert TEXT in text_in(client.get(f"/desk/remarks/{remark.pk}/"))
    client.post(f"/desk/remarks/{remark.pk}/dealt-with/")
    assert TEXT not in text_in(client.get(f"/desk/remarks/{remark.pk}/"))
    assert lena.name in text_in(client.get("/desk/remarks/"))


def test_it_is_no_request(remark):
    with pytest.raises(ValidationError):
        receiving.submit(
            by=ANYBODY, ticket=tickets.new(), story="", about="self", channel="web_form"
        )
    assert Event.objects.filter(deed="helprequest.submit").count() == 0
