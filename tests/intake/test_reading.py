"""Opening a request: a right, a row in reach and a purpose – and one line that names it all."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from audit.guard import OutOfReach, Refused
from audit.models import Event, Letter
from audit.sealing import sealer
from audit.trail import name_of
from config.accounts.roles import Role
from intake import tickets
from intake.models import HelpRequest, Message
from intake.services import admitting, conversing, noting, reading, triaging
from tests.conftest import STORY, _person

CONTROL = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")


def opened_events():
    return Event.objects.filter(deed__endswith=".opened")


def open_with(client, page, row, purpose="triage", part="words"):
    return client.post(page("open", row), {"purpose": purpose, "part": part})


def test_reading_shows_the_words_and_says_why_in_one_line(told, taken, amina):
    conversing.write(admitting.admit(told.code), text="Mer att säga.", ticket=tickets.new())
    noting.note(taken.pk, text="Ring inte före nio.", by=amina)
    before = opened_events().count()
    opened = reading.read(taken.pk, by=amina, purpose="triage")
    assert opened.story == STORY
    assert opened.contact["email"] == "kim@example.org"
    assert [said.text for said in opened.messages] == ["Mer att säga."]
    assert [said.text for said in opened.notes] == ["Ring inte före nio."]
    event = opened_events().latest("pk")
    assert opened_events().count() == before + 1
    assert (event.deed, event.purpose) == ("helprequest.opened", "triage")
    assert len(event.facts["opened"]) == 6


def test_the_words_are_in_no_repr(help_request, amina):
    opened = reading.read(help_request.pk, by=amina, purpose="triage")
    assert STORY not in repr(opened)
    assert "kim@example.org" not in repr(opened)


@pytest.mark.parametrize(
    ("who", "refusal"),
    [("bjorn", OutOfReach), ("rut", OutOfReach), ("stina", Refused), ("clara", Refused),
     ("loke", Refused), ("adam", Refused), ("sofia", Refused)],
)  # fmt: skip
def test_nobody_else_reads_it(help_request, who, refusal, request):
    with pytest.raises(refusal):
        reading.read(help_request.pk, by=request.getfixturevalue(who), purpose="triage")
    assert not opened_events().exists()


@pytest.mark.parametrize(
    ("who", "status"), [("bjorn", 404), ("rut", 404), ("stina", 403), ("loke", 403)]
)
def test_nobody_else_gets_past_its_pages(at, page, help_request, who, status, request):
    client = at(request.getfixturevalue(who))
    assert client.get(page("request", help_request)).status_code == status
    assert open_with(client, page, help_request).status_code == status
    for name in ("notes", "consents", "weigh", "answer", "close", "hand_over"):
        assert client.post(page(name, help_request)).status_code == status, name


def test_the_first_reading_keeps_the_promise_and_the_next_does_not_move_it(
    help_request, amina, lena
):
    reading.read(help_request.pk, by=amina, purpose="triage")
    help_request.refresh_from_db()
    first = help_request.first_read_at
    with time_machine.travel(timezone.now() + timedelta(hours=1), tick=False):
        reading.read(help_request.pk, by=lena, purpose="cover")
    help_request.refresh_from_db()
    assert help_request.first_read_at == first is not None


def test_the_persons_messages_are_read_when_somebody_read_them(told, taken, amina):
    conversing.write(admitting.admit(told.code), text="Är ni där?", ticket=tickets.new())
    reading.read(taken.pk, by=amina, purpose="answer")
    assert Message.objects.get().read_at is not None


def test_what_comes_in_while_somebody_reads_stays_unread(monkeypatch, told, taken, amina):
    """It is on nobody's page yet. Marked as read, nobody would ever look for it."""
    resident = admitting.admit(told.code)
    seen = conversing.write(resident, text="Är ni där?", ticket=tickets.new())
    opens = reading.vault.unseal_all

    def opening(*args, **facts):
        Message.objects.create(
            help_request=taken, writer=Message.Writer.PERSON, written_at=timezone.now(),
            text=Message.objects.get(pk=seen.pk).text,
        )  # fmt: skip
        return opens(*args, **facts)

    monkeypatch.setattr(reading.vault, "unseal_all", opening)
    opened = reading.read(taken.pk, by=amina, purpose="answer")
    assert len(opened.messages) == 1
    assert [one.is_unread for one in Message.objects.order_by("written_at")] == [False, True]


def test_without_a_purpose_the_page_asks_for_one_and_shows_no_word(at, page, help_request, amina):
    client = at(amina)
    assert client.get(page("words", help_request)).url == page("open", help_request)
    asked = client.get(page("open", help_request))
    refused = open_with(client, page, help_request, purpose="curiosity")
    facts = client.get(page("request", help_request))
    for response in (asked, refused, facts):
        assert STORY not in response.content.decode()
    assert not opened_events().exists()


def test_a_stated_purpose_holds_for_half_an_hour_and_every_showing_is_traced(
    at, page, help_request, amina
):
    client = at(amina)
    with time_machine.travel(timezone.now(), tick=False) as clock:
        assert open_with(client, page, help_request).url == page("words", help_request)
        for showing in (1, 2):
            response = client.get(page("words", help_request))
            assert STORY in response.content.decode()
            assert opened_events().count() == showing
        assert response.headers["Cache-Control"] == "no-store"
        clock.shift(timedelta(minutes=31))
        assert client.get(page("words", help_request)).status_code == 302
    assert opened_events().count() == 2


def test_saying_why_keeps_the_promise_and_showing_again_changes_nothing(
    at, page, told, taken, amina
):
    client = at(amina)
    open_with(client, page, taken)
    first = HelpRequest.objects.values().get()
    assert first["first_read_at"]
    assert client.get(page("words", taken)).status_code == 200
    assert HelpRequest.objects.values().get() == first


def test_something_new_takes_a_purpose_anew(at, page, told, taken, amina):
    client = at(amina)
    open_with(client, page, taken)
    conversing.write(admitting.admit(told.code), text="En sak till.", ticket=tickets.new())
    assert client.get(page("words", taken)).url == page("open", taken)
    assert Message.objects.get().read_at is None
    open_with(client, page, taken, purpose="answer")
    assert Message.objects.get().read_at
    assert "En sak till." in client.get(page("words", taken)).content.decode()


def test_a_purpose_for_one_request_opens_no_other(at, page, help_request, tell, amina):
    other = tell().help_request
    client = at(amina)
    open_with(client, page, help_request)
    assert client.get(page("words", other)).status_code == 302


def test_the_purpose_stated_last_is_offered_first(at, page, help_request, amina):
    client = at(amina)
    open_with(client, page, help_request, purpose="cover")
    form = client.get(page("request", help_request)).context["purpose_form"]
    assert form["purpose"].value() == "cover"


@pytest.mark.parametrize("who", ["amina", "colleague", "whoever is first"])
def test_opening_a_request_takes_at_most_fifteen_queries(
    at, page, told, taken, amina, north, house, settings, who
):
    reader = amina if who == "amina" else _person("malin", Role.SOCIAL_WORKER, house, [north])
    settings.SEAL_STALE_MINUTES = 15  # as in a real house
    sealer.seal()
    resident = admitting.admit(told.code)
    for number in range(8):
        conversing.write(resident, text=f"Sak {number}.", ticket=tickets.new())
        noting.note(taken.pk, text=f"Anteckning {number}.", by=amina)
    if who == "whoever is first":  # who weighs it on the same page
        triaging.release(taken.pk, by=amina)
    client = at(reader)
    open_with(client, page, taken)
    client.get(page("words", taken))  # what the house has written itself is then at hand
    with CaptureQueriesContext(connection) as captured:
        assert client.get(page("words", taken)).status_code == 200
    asked = [one for one in captured.captured_queries if not one["sql"].startswith(CONTROL)]
    assert len(asked) <= 15


def test_the_safe_contact_rules_come_before_the_words(at, page, help_request, amina):
    client = at(amina)
    open_with(client, page, help_request)
    seen = client.get(page("words", help_request)).content.decode()
    assert 0 < seen.index('data-test="rules"') < seen.index(STORY)


def test_only_notes_are_opened_under_notes(at, page, help_request, amina):
    noting.note(help_request.pk, text="Bara för oss.", by=amina)
    client = at(amina)
    assert client.get(page("notes", help_request)).url == f"{page('open', help_request)}?part=notes"
    assert open_with(client, page, help_request, part="notes").url == page("notes", help_request)
    seen = client.get(page("notes", help_request)).content.decode()
    assert "Bara för oss." in seen
    assert STORY not in seen
    opened = opened_events().get().facts["opened"]
    assert all(place.startswith("intake.note/") for place in opened)


def test_erased_words_are_said_to_be_erased(at, page, help_request, amina):
    client = at(amina)
    open_with(client, page, help_request)
    Letter.objects.filter(about=name_of(help_request)).delete()
    assert client.get(page("words", help_request)).status_code == 410


def test_looking_at_the_facts_leaves_a_line_too(at, page, help_request, amina):
    at(amina).get(page("request", help_request))
    assert Event.objects.filter(deed="helprequest.seen", actor=f"user/{amina.pk}").exists()


def test_a_closed_request_opens_as_before(taken, amina):
    triaging.close(taken.pk, reason="advised", children="none", by=amina)
    assert reading.read(taken.pk, by=amina, purpose="follow_up").story == STORY
