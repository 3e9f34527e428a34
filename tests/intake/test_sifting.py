"""What looks sent by a machine is set aside for a person to look at; nothing is refused."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from audit.actors import ANYBODY
from audit.guard import OutOfReach, Refused
from audit.models import Event, Outgoing
from intake import tickets
from intake.lifecycle import Status
from intake.models import About, Channel, CloseReason, HelpRequest, Suspicion
from intake.services import admitting, conversing, receiving, sifting, suspecting, triaging
from tests.intake.visitor import text_in

STORY = "Jag behöver hjälp med hyran."


@pytest.fixture
def set_aside(north):
    return sent(suspicion=Suspicion.FLOOD)


def sent(**more):
    return receiving.submit(
        by=ANYBODY, ticket=tickets.new(), story=STORY, about=About.SELF, channel=Channel.WEB,
        **more,
    )  # fmt: skip


def notices(name):
    return Outgoing.objects.filter(notice=f"intake.{name}").count()


def test_it_is_not_in_the_queue_but_its_code_opens_the_thread(set_aside, amina):
    assert not HelpRequest.objects.waiting().visible_to(amina).exists()
    thread = conversing.read_thread(admitting.admit(set_aside.code))
    assert [said.text for said in thread.said] == [STORY]
    line = Event.objects.get(deed="helprequest.submit")
    assert line.facts["set_aside"] == "flood"


def test_many_of_them_are_one_notice_an_hour(set_aside):
    for _n in range(3):
        sent(suspicion=Suspicion.FLOOD)
    assert (notices("SET_ASIDE"), notices("NEW_REQUEST")) == (1, 0)


def test_a_person_lets_it_in_from_when_it_came(set_aside, amina):
    before = set_aside.help_request.received_at
    row = sifting.let_in(set_aside.help_request.pk, by=amina)
    assert (row.status, row.set_aside_at, row.received_at) == (Status.NEW, None, before)
    assert HelpRequest.objects.waiting().visible_to(amina).get() == row
    with pytest.raises(ValidationError):
        sifting.let_in(row.pk, by=amina)


def test_what_may_be_about_a_child_is_dismissed_by_somebody_who_says_so(at, page, north, amina):
    row = receiving.submit(
        by=ANYBODY, ticket=tickets.new(), story=STORY, about=About.FAMILY, channel=Channel.WEB,
        suspicion=Suspicion.FLOOD,
    ).help_request  # fmt: skip
    client = at(amina)
    assert 'name="no_suspicion"' in client.get(page("request", row)).content.decode()
    assert client.post(page("dismiss", row)).status_code == 409
    assert HelpRequest.objects.get().status == Status.NEW
    client.post(page("dismiss", row), {"no_suspicion": "on"})
    row.refresh_from_db()
    assert (row.status, row.no_suspicion_by) == (Status.CLOSED, amina)


def test_whoever_takes_it_has_let_it_in(set_aside, amina):
    row = triaging.take(set_aside.help_request.pk, by=amina)
    assert (row.set_aside_at, row.set_aside_for) == (None, "")


def test_whoever_writes_of_danger_later_is_let_in_by_it(set_aside, amina):
    resident = admitting.admit(set_aside.code)
    conversing.write(resident, text="Tack.", ticket=tickets.new())
    assert not HelpRequest.objects.waiting().visible_to(amina).exists()
    conversing.write(resident, text="Jag vill inte leva längre.", ticket=tickets.new())
    row = HelpRequest.objects.waiting().visible_to(amina).get()
    assert (row.urgency, row.set_aside_for) == ("emergency", "")


def test_what_is_no_request_is_closed_and_opens_again_if_somebody_writes(set_aside, amina):
    row = sifting.dismiss(set_aside.help_request.pk, by=amina)
    assert (row.status, row.close_reason) == (Status.CLOSED, CloseReason.NO_REQUEST)
    resident = admitting.admit(set_aside.code)
    conversing.write(resident, text="Jag finns visst.", ticket=tickets.new())
    row.refresh_from_db()
    assert (row.status, row.set_aside_at) == (Status.NEW, None)
    assert HelpRequest.objects.waiting().visible_to(amina).exists()


def test_only_those_who_weigh_let_in(set_aside, bjorn, stina):
    for deed in (sifting.let_in, sifting.dismiss):
        with pytest.raises(OutOfReach):
            deed(set_aside.help_request.pk, by=bjorn)
        with pytest.raises(Refused):
            deed(set_aside.help_request.pk, by=stina)


def test_the_queue_says_how_many_wait_aside(set_aside, client, amina, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    client.force_login(amina)
    assert "1 är lagd åt sidan" in text_in(client.get("/desk/queue/"))
    listed = text_in(client.get("/desk/set-aside/"))
    assert set_aside.help_request.reference in listed
    assert STORY not in listed
    page = text_in(client.get(f"/desk/requests/{set_aside.help_request.pk}/"))
    assert "Släpp in den i kön" in page
    client.post(f"/desk/requests/{set_aside.help_request.pk}/let-in/")
    assert "lagd åt sidan" not in text_in(client.get("/desk/queue/"))
    assert "Inget är lagt åt sidan" in text_in(client.get("/desk/set-aside/"))


def test_the_database_holds_no_half_of_it(set_aside):
    rows = HelpRequest.objects.filter(pk=set_aside.help_request.pk)
    for change in ({"set_aside_for": ""}, {"set_aside_at": None}, {"status": "open"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**change)


def test_what_a_machine_does_is_told_from_what_a_person_does(monkeypatch, settings):
    settings.QUICKEST_SECONDS = 3
    ticket = tickets.new()
    opened = suspecting.opened(ticket)
    told = {"trap": "", "ticket": ticket, "opened_at": opened, "is_flood": False}
    assert suspecting.suspicion_of(**told) == Suspicion.FAST
    now = suspecting.time.time()
    for seconds, expected in ((2, Suspicion.FAST), (4, ""), (48 * 3600, "")):
        monkeypatch.setattr(suspecting.time, "time", lambda later=seconds: now + later)
        assert suspecting.suspicion_of(**told) == expected, seconds
    assert suspecting.suspicion_of(**{**told, "trap": "x"}) == Suspicion.TRAP
    assert suspecting.suspicion_of(**{**told, "is_flood": True}) == Suspicion.FLOOD
    for forged in ("", "1:x", suspecting.opened(tickets.new())):
        assert suspecting.suspicion_of(**{**told, "opened_at": forged}) == Suspicion.FAST
