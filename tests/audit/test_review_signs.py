"""What stands out: each sign on the line it is meant for, and not on the one beside it."""

from collections import Counter
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine

from audit import guard, signs, trail
from audit.actors import CLOCK
from audit.models import Event, SignWeight
from audit.services import rounds, surroundings
from audit.signs import Surroundings, day_of
from config.accounts.services import joining
from intake import circumstances
from intake.models import HelpRequest
from intake.services import conflicting, protecting, reading, triaging
from partners.models import ClosedDays

MONDAY = datetime(2026, 3, 2, 10, 0, tzinfo=ZoneInfo("Europe/Stockholm"))


def a_line(deed="helprequest.opened", about="intake.helprequest/1", **facts):
    return Event(
        pk=1, at=MONDAY, actor="user/7", deed=deed, about=about, channel="desk",
        organisation="1", decision=facts.pop("decision", "allowed"), facts=facts,
    )  # fmt: skip


def around(**known):
    return Surroundings(**{"is_at_work": lambda organisation, at: True} | known)


@pytest.mark.parametrize(
    ("code", "line", "other"),
    [
        ("no_task", {"task": 0}, {"task": 1}),
        ("after_closing", {"closed": 1}, {"closed": 0}),
        ("protected", {"protected": 1}, {"protected": 0}),
        ("glass", {"glass": 1}, {"glass": 0}),
        ("long_list", {"deed": "x.list", "count": 101}, {"deed": "x.list", "count": 100}),
        ("long_list", {"deed": "log.export", "lines": 5000}, {"deed": "log.export"}),
    ],
)  # fmt: skip
def test_a_sign_is_read_off_the_line_itself(code, line, other):
    assert code in signs.found_on(a_line(**line), around())
    assert code not in signs.found_on(a_line(**other), around())


def test_a_line_without_facts_has_no_signs():
    assert signs.found_on(a_line(), around()) == []


def test_hours_are_those_of_the_readers_own_organisation_and_machines_have_none():
    asleep = around(is_at_work=lambda organisation, at: False)
    assert signs.found_on(a_line(), asleep) == ["out_of_hours"]
    machine = a_line()
    machine.channel = "api"
    assert signs.found_on(machine, asleep) == []
    assert signs.found_on(a_line(deed="helprequest.list"), asleep) == []


def test_who_said_that_they_are_related_stands_out_and_so_do_their_colleagues_without_a_task():
    line, row = a_line(task=0), "intake.helprequest/1"
    own = around(related={("user/7", row)}, related_colleagues={row: {"user/7"}})
    theirs = around(related={("user/8", row)}, related_colleagues={row: {"user/8"}})
    assert "declared" in signs.found_on(line, own)
    assert "colleague" not in signs.found_on(line, own)
    assert "colleague" in signs.found_on(line, theirs)
    assert "declared" not in signs.found_on(line, theirs)
    assert "colleague" not in signs.found_on(a_line(task=1), theirs)


@pytest.mark.parametrize(("code", "default"), [("many_reads", 20), ("refused_often", 3)])
def test_what_is_counted_counts_from_the_municipalitys_own_number(code, default):
    line = a_line(decision="refused" if code == "refused_often" else "allowed")
    counts = "refusals" if code == "refused_often" else "rows_read"
    for number, least, is_found in (
        (default, None, True),
        (default - 1, None, False),
        (2, 2, True),
    ):
        known = around(**{counts: Counter({day_of(line): number})})
        known.from_number = {code: least} if least else {}
        assert (code in signs.found_on(line, known)) is is_found


def test_every_sign_has_words_and_may_be_weighed(db):
    field = SignWeight._meta.get_field("code")
    assert {code for code, _label in field.choices} == set(signs.SIGNS)
    assert all(str(one.label) for one in signs.SIGNS.values())


# --- What the line itself says, written when somebody reads ------------------------------------


def facts_of(help_request, by, purpose="triage") -> dict:
    reading.read(help_request.pk, by=by, purpose=purpose)
    found = Event.objects.filter(deed="helprequest.opened", actor=f"user/{by.pk}").latest("pk")
    return {name: found.facts[name] for name in ("assigned", "task", "closed", "glass")}


@pytest.fixture
def berit(house, north):
    return joining.join(
        by=CLOCK, email="berit@tallsunda.example", name="Berit", role="social_worker",
        organisation=house, teams=[north], password=None,
    )  # fmt: skip


def test_while_nobody_has_it_everybody_in_the_team_has_a_task(help_request, amina):
    assert facts_of(help_request, amina) == {"assigned": 0, "task": 1, "closed": 0, "glass": 0}


def test_once_somebody_has_it_a_colleague_has_none_but_the_lead_has(
    help_request, amina, berit, lena
):
    triaging.take(help_request.pk, by=amina)
    assert facts_of(help_request, amina)["assigned"] == 1
    assert facts_of(help_request, berit) == {"assigned": 0, "task": 0, "closed": 0, "glass": 0}
    assert facts_of(help_request, lena)["task"] == 1


def test_after_closing_the_line_says_so(help_request, amina):
    triaging.take(help_request.pk, by=amina)
    triaging.close(help_request.pk, reason="advised", children="none", by=amina)
    assert facts_of(help_request, amina)["closed"] == 1


def test_a_protected_identity_is_noted_on_every_read(help_request, amina):
    reading.read(help_request.pk, by=amina, purpose="triage")
    protecting.protect(help_request.pk, by=amina)
    reading.read(help_request.pk, by=amina, purpose="triage")
    lines = Event.objects.filter(deed="helprequest.opened").order_by("pk")
    assert [line.facts["protected"] for line in lines] == [0, 1]


def test_through_the_glass_nobody_has_a_task(help_request, bjorn):
    @trail.act
    def break_it():
        guard.grant(guard.group_of_one(bjorn), help_request, by=bjorn, source=circumstances.GLASS)

    break_it()
    assert facts_of(help_request, bjorn) == {"assigned": 0, "task": 0, "closed": 0, "glass": 1}


@pytest.mark.parametrize(
    ("reader", "person", "is_same"),
    [
        ("Amina Berg", "Kim BERG", True), ("Amina Berg", "Kim Berg-Lund", True),
        ("Amina Öberg-Berg", "berg", True), ("Amina Berg", "Kim Bergström", False),
        ("Amina Berg", "Amina Lund", False), ("Amina", "Amina Lund", False), ("", "", False),
        ("Amina O\u0308berg", "Kim \u00d6berg", True),
    ],
)  # fmt: skip
def test_a_namesake_shares_a_surname_not_a_first_name(reader, person, is_same):
    assert circumstances.is_namesake(reader, person) is is_same


def test_a_namesake_leaves_a_mark_and_the_mark_no_name(help_request, amina, lena):
    amina.name = "Amina Exempel"
    amina.save()
    reading.read(help_request.pk, by=amina, purpose="triage")
    reading.read(help_request.pk, by=lena, purpose="cover")
    mark = Event.objects.get(deed="helprequest.same_name")
    assert (mark.actor, mark.facts) == (f"user/{amina.pk}", {})
    events = list(Event.objects.order_by("pk"))
    marked = surroundings.around(events, {}).namesakes
    read = Event.objects.get(deed="helprequest.opened", actor=f"user/{amina.pk}")
    assert marked == {read.pk}


# --- Seen against the rest of the log ------------------------------------------------------------


def candidates():
    events = list(Event.objects.filter(rounds.LOOKED_AT).order_by("pk"))
    found = rounds.candidates(events, surroundings.weights_on(MONDAY.date()))
    return {(one.event.actor, code) for one in found for code in one.signs}


def test_holidays_and_closed_days_are_out_of_hours(help_request, amina, house):
    late = MONDAY.replace(hour=20)
    twelfth_night = MONDAY.replace(month=1, day=6)
    ClosedDays.objects.create(organisation=house, first="2026-03-09", last="2026-03-09")
    for moment, is_out in (
        (MONDAY, False), (late, True), (twelfth_night, True), (MONDAY.replace(day=9), True)
    ):  # fmt: skip
        with time_machine.travel(moment, tick=False):
            reading.read(help_request.pk, by=amina, purpose="triage")
        event = Event.objects.filter(deed="helprequest.opened").latest("pk")
        known = surroundings.around([event], {})
        assert ("out_of_hours" in signs.found_on(event, known)) is is_out, moment


def test_somebody_who_read_and_then_stands_aside_is_asked_about_it(help_request, amina):
    reading.read(help_request.pk, by=amina, purpose="triage")
    conflicting.declare(help_request.pk, by=amina)
    assert (f"user/{amina.pk}", "declared") in candidates()


def test_the_first_read_from_another_unit_stands_out_the_second_does_not(
    help_request, amina, lena, bjorn, south
):
    reading.read(help_request.pk, by=amina, purpose="triage")
    HelpRequest.objects.filter(pk=help_request.pk).update(unit=south.group)
    for _n in range(2):
        reading.read(help_request.pk, by=bjorn, purpose="triage")
    HelpRequest.objects.filter(pk=help_request.pk).update(unit=lena.groups.first())
    reading.read(help_request.pk, by=lena, purpose="cover")
    known = surroundings.around(list(Event.objects.order_by("pk")), {})
    first = Event.objects.filter(deed="helprequest.opened", actor=f"user/{bjorn.pk}").earliest("pk")
    assert known.new_to_the_unit == {first.pk}


def test_a_unit_that_read_it_long_ago_is_not_new(help_request, amina, bjorn, south):
    HelpRequest.objects.filter(pk=help_request.pk).update(unit=south.group)
    reading.read(help_request.pk, by=bjorn, purpose="triage")
    HelpRequest.objects.filter(pk=help_request.pk).update(unit=amina.groups.first())
    reading.read(help_request.pk, by=amina, purpose="triage")
    last = Event.objects.filter(actor=f"user/{amina.pk}").latest("pk")
    assert surroundings.around([last], {}).new_to_the_unit == {last.pk}
    HelpRequest.objects.filter(pk=help_request.pk).update(unit=south.group)
    reading.read(help_request.pk, by=bjorn, purpose="follow_up")
    again = Event.objects.filter(actor=f"user/{bjorn.pk}").latest("pk")
    assert surroundings.around([again], {}).new_to_the_unit == set()


def test_three_refusals_a_day_become_one_item(amina):
    for _n in range(3):
        guard.note_refusal(amina, None, 404)
    events = list(Event.objects.filter(rounds.LOOKED_AT))
    (one,) = rounds.candidates(events, surroundings.weights_on(MONDAY.date()))
    assert (one.about, one.times, one.signs) == (rounds.REFUSED, 3, ["refused_often"])
