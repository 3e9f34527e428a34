"""My day: the next thing to do with each, and what colleagues and partners wait for."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit.guard import place_of
from audit.models import Event
from intake import tickets
from intake.models import ContactAttempt, Way
from intake.services import (
    admitting,
    answering,
    calling,
    conversing,
    offering,
    planning,
    reading,
    triaging,
)
from tests.intake.test_queue import queries_of

CALL_ME = {"way": Way.PHONE, "phone": "070-174 06 05"}


def steps(user) -> list[tuple]:
    return [(row.pk, planning.Next(row.next)) for row in planning.rows_of(place_of(user))]


def test_the_next_step_follows_from_what_has_happened(tell, amina):
    told = tell(contact=CALL_ME)
    row = triaging.take(told.help_request.pk, by=amina)
    assert steps(amina) == [(row.pk, planning.Next.READ)]
    reading.read(row.pk, by=amina, purpose="triage")
    assert steps(amina) == [(row.pk, planning.Next.CALL)]
    calling.acknowledge(row.pk, revision=0, reason="asked", by=amina)
    assert steps(amina) == [(row.pk, planning.Next.SAY_HOW)]
    ContactAttempt.objects.all().delete()
    answering.answer(row.pk, text="Hej.", by=amina)
    assert steps(amina) == [(row.pk, planning.Next.WAIT)]
    conversing.write(admitting.admit(told.code), text="Ja tack.", ticket=tickets.new())
    assert steps(amina) == [(row.pk, planning.Next.HEAR)]


def test_whoever_wrote_first_stands_above_what_can_wait(tell, amina):
    told, other = tell(), tell()
    for one in (told, other):
        triaging.take(one.help_request.pk, by=amina)
        reading.read(one.help_request.pk, by=amina, purpose="triage")
    conversing.write(admitting.admit(other.code), text="Ett ord.", ticket=tickets.new())
    assert [pk for pk, _step in steps(amina)] == [other.help_request.pk, told.help_request.pk]


def test_nothing_to_do_says_where_to_begin(at, page, amina):
    seen = at(amina).get(page("mine")).content.decode()
    assert page("queue") in seen
    assert "asked-of-me" not in seen


def test_the_day_takes_no_more_queries_however_much_there_is(at, page, tell, amina, lena, areas):
    client = at(amina)
    client.get(page("mine"))  # what a process asks once
    few = queries_of(client, page("mine"))
    for number in range(24):
        mine, hers = (
            triaging.take(tell(area=areas["north"]).help_request.pk, by=who)
            for who in (amina, lena)
        )
        if number % 2:
            offering.offer(mine.pk, receiver=lena, by=amina)
            offering.offer(hers.pk, receiver=amina, by=lena)
    assert queries_of(client, page("mine")) == few <= 17


def test_where_somebody_stands_is_asked_once(at, page, lena):
    """She leads a team, so that all that the day can ask is asked."""
    client = at(lena)
    with CaptureQueriesContext(connection) as captured:
        client.get(page("mine"))
    assert len([one for one in captured if one["sql"].startswith('SELECT "auth_group"."id"')]) == 1


def test_no_words_are_fetched(at, page, tell, amina, lena):
    row = triaging.take(tell().help_request.pk, by=lena)
    offering.offer(row.pk, receiver=amina, by=lena)
    triaging.take(tell().help_request.pk, by=amina)
    with CaptureQueriesContext(connection) as captured:
        at(amina).get(page("mine"))
    assert not [one for one in captured.captured_queries if '"story"' in one["sql"]]
    assert not Event.objects.filter(deed__endswith=".opened").exists()
