"""Put off until a day: it comes back by itself, once; a word from the person brings it back."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from audit import trail
from audit.guard import place_of
from audit.models import Event, Outgoing
from intake import tickets
from intake.models import HelpRequest
from intake.services import (
    admitting,
    answering,
    assigning,
    conversing,
    planning,
    putting_off,
    reading,
    triaging,
)

TUESDAY = "2026-03-03 10:00+01:00"
FRIDAY = date(2026, 3, 6)


def fresh(row):
    return HelpRequest.objects.get(pk=row.pk)


@pytest.fixture
def on_tuesday():
    with time_machine.travel(TUESDAY, tick=False) as clock:
        yield clock


@pytest.fixture
def read(on_tuesday, taken, amina):
    reading.read(taken.pk, by=amina, purpose="triage")
    return taken


@pytest.fixture
def later(read, amina):
    return putting_off.put_off(read.pk, until=FRIDAY, why="call", by=amina)


def returned() -> int:
    return Outgoing.objects.filter(notice="intake.BACK_AGAIN").count()


def test_it_stays_with_whoever_has_it_and_stands_last(later, amina, tell, on_tuesday):
    other = triaging.take(tell().help_request.pk, by=amina)
    assert [row.pk for row in planning.rows_of(place_of(amina))] == [other.pk, later.pk]
    assert fresh(later).assigned_to == amina
    assert Event.objects.get(deed="helprequest.put_off").facts == {
        "until": "2026-03-06", "why": "call",
    }  # fmt: skip


def test_it_comes_back_on_the_day_exactly_once(later, amina, on_tuesday):
    assert putting_off.sweep(FRIDAY - timedelta(days=1)) == 0
    assert fresh(later).put_off_until == FRIDAY
    assert [putting_off.sweep(FRIDAY), putting_off.sweep(FRIDAY)] == [1, 0]
    assert fresh(later).put_off_until is None
    assert returned() == 1
    assert Outgoing.objects.get(notice="intake.BACK_AGAIN").to == trail.name_of(amina)


def test_a_worker_that_slept_over_the_day_brings_it_back_late_but_once(later):
    assert putting_off.sweep(FRIDAY + timedelta(days=4)) == 1
    assert returned() == 1


def test_on_its_day_the_list_says_so_before_the_clock_has_come(later, amina, on_tuesday):
    on_tuesday.move_to("2026-03-06 00:10+01:00")
    assert [row.next for row in planning.rows_of(place_of(amina))] == [planning.Next.ANSWER]


def test_a_word_from_the_person_brings_it_back_at_once(later, told, amina):
    conversing.write(admitting.admit(told.code), text="Det brådskar.", ticket=tickets.new())
    assert fresh(later).put_off_until is None
    assert [row.next for row in planning.rows_of(place_of(amina))] == [planning.Next.HEAR]
    assert putting_off.sweep(FRIDAY) == 0


def test_whatever_happens_to_it_brings_it_back(later, amina, lena):
    assigning.give_to(later.pk, colleague=lena, by=lena)
    assert fresh(later).put_off_until is None


def test_what_nobody_has_read_is_not_put_off(on_tuesday, taken, told, amina):
    with pytest.raises(ValidationError) as refusal:
        putting_off.put_off(taken.pk, until=FRIDAY, why="call", by=amina)
    assert refusal.value.code == "unread"
    reading.read(taken.pk, by=amina, purpose="triage")
    conversing.write(admitting.admit(told.code), text="En sak till.", ticket=tickets.new())
    with pytest.raises(ValidationError) as refusal:
        putting_off.put_off(taken.pk, until=FRIDAY, why="call", by=amina)
    assert refusal.value.code == "unread"


@pytest.mark.parametrize("urgency", ["emergency", "same_day"])
def test_what_is_urgent_is_not_put_off(read, amina, urgency):
    triaging.weigh(read.pk, urgency=urgency, by=amina)
    with pytest.raises(ValidationError) as refusal:
        putting_off.put_off(read.pk, until=FRIDAY, why="call", by=amina)
    assert refusal.value.code == "urgent"


@pytest.mark.parametrize(
    ("until", "code"),
    [
        (date(2026, 3, 3), "not_then"),
        (date(2026, 3, 2), "not_then"),
        (date(2026, 6, 2), "not_then"),
        (date(2026, 3, 7), "closed"),  # Saturday
        (date(2026, 4, 3), "closed"),  # Good Friday
    ],
)
def test_a_day_is_a_working_day_within_three_months(read, amina, until, code):
    with pytest.raises(ValidationError) as refusal:
        putting_off.put_off(read.pk, until=until, why="person", by=amina)
    assert [one.code for one in refusal.value.error_dict["until"]] == [code]


@pytest.mark.parametrize("until", [date(2026, 3, 4), date(2026, 6, 1)])
def test_the_first_and_the_last_day_that_can_be_chosen(read, amina, until):
    row = putting_off.put_off(read.pk, until=until, why="person", by=amina)
    assert row.put_off_until == until


def test_only_whoever_has_it_or_leads_the_team(help_request, amina, lena, on_tuesday):
    row = triaging.take(help_request.pk, by=lena)
    reading.read(row.pk, by=lena, purpose="triage")
    with pytest.raises(ValidationError) as refusal:
        putting_off.put_off(row.pk, until=FRIDAY, why="call", by=amina)
    assert refusal.value.code == "not_yours"
    assert putting_off.put_off(row.pk, until=FRIDAY, why="call", by=lena).put_off_until == FRIDAY


def test_the_page_says_until_when_and_takes_it_back(at, page, later, amina, on_tuesday):
    client = at(amina)
    assert "bring-back" in client.get(page("request", later)).content.decode()
    assert client.post(page("bring_back", later)).status_code == 302
    assert fresh(later).put_off_until is None
    assert client.post(page("bring_back", later)).status_code == 409


def test_a_wrong_day_is_said_and_what_was_chosen_stays(at, page, read, amina, on_tuesday):
    answer = at(amina).post(page("put_off", read), {"until": "2026-03-07", "why": "call"})
    form = answer.context["form"]
    assert "9" in str(form.errors["until"])
    assert form["why"].value() == "call"
    assert at(amina).post(page("put_off", read), {"until": "2026-03-06", "why": "call"}).url


def test_no_path_puts_off_what_nobody_has(help_request):
    with pytest.raises(IntegrityError), transaction.atomic():
        HelpRequest.objects.update(put_off_until=FRIDAY, put_off_for="call")


def test_an_answer_brings_it_back_too(later, amina):
    answering.answer(later.pk, text="Hej.", by=amina)
    assert fresh(later).put_off_until is None
