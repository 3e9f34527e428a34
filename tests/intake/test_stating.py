"""What the person takes back and may be about a child: it ends for them, and is not lost to us."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from audit import trail
from audit.guard import OutOfReach
from audit.models import Event, Outgoing
from audit.moves import MoveNotAllowed
from intake import tickets
from intake.lifecycle import Status
from intake.models import About, AgeBand, Escalation, HelpRequest
from intake.services import (
    admitting,
    conversing,
    erasing,
    guarding,
    raising_concern,
    reading,
    stating,
    triaging,
    withdrawing,
)

CHILD = {"about": About.SELF, "age_band": AgeBand.FROM_12}


def take_back(told) -> HelpRequest:
    resident = admitting.admit(told.code)
    trail.act(lambda: withdrawing.end(withdrawing.hold(resident), by=resident))()
    return HelpRequest.objects.get(pk=told.help_request.pk)


@pytest.fixture
def told_by_child(tell):
    return tell("Pappa blir arg. Glöm det.", **CHILD)


@pytest.fixture
def withdrawn(told_by_child):
    return take_back(told_by_child)


@pytest.fixture
def read(withdrawn, amina):
    return reading.begin(withdrawn.pk, purpose="triage", by=amina)


@pytest.mark.parametrize(
    ("codes", "is_asked"),
    [
        (CHILD, True), ({"about": About.FAMILY, "age_band": AgeBand.UNKNOWN}, True),
        ({"about": About.SELF, "age_band": AgeBand.FROM_25}, False),
    ],
)  # fmt: skip
def test_only_what_may_be_about_a_child_waits_for_a_word(tell, codes, is_asked):
    row = take_back(tell(**codes))
    assert row.status == Status.CLOSED
    assert (row.no_suspicion_asked_at is not None) is is_asked


def test_somebody_says_so_by_name(read, amina, at, page):
    desk = at(amina)
    assert read.reference in desk.get(page("mine")).content.decode()
    assert page("state_no_suspicion", read) in desk.get(page("request", read)).content.decode()
    desk.post(page("state_no_suspicion", read), {"no_suspicion": "on"})
    row = HelpRequest.objects.get(pk=read.pk)
    assert (row.no_suspicion_by, row.no_suspicion_asked_at) == (amina, None)
    assert Event.objects.get(deed="helprequest.state_no_suspicion").actor == f"user/{amina.pk}"
    assert read.reference not in desk.get(page("mine")).content.decode()
    assert amina.name in desk.get(page("request", read)).content.decode()


def test_nobody_says_so_in_silence(read, amina, at, page):
    refused = at(amina).post(page("state_no_suspicion", read), {})
    assert refused.context["form"].has_error("no_suspicion")
    assert HelpRequest.objects.get(pk=read.pk).no_suspicion_by is None


def test_nobody_says_so_of_what_nobody_has_read(withdrawn, amina):
    with pytest.raises(ValidationError) as refusal:
        stating.state_no_suspicion(withdrawn.pk, no_suspicion=True, by=amina)
    assert refusal.value.code == "unread"


def test_nobody_says_so_of_what_was_written_last_and_not_read(told_by_child, amina):
    reading.begin(told_by_child.help_request.pk, purpose="triage", by=amina)
    resident = admitting.admit(told_by_child.code)
    conversing.write(resident, text="Han slår mig.", ticket=tickets.new())
    row = take_back(told_by_child)
    with pytest.raises(ValidationError) as refusal:
        stating.state_no_suspicion(row.pk, no_suspicion=True, by=amina)
    assert refusal.value.code == "unread"


def test_it_is_said_once_and_not_by_another_team(read, amina, bjorn):
    with pytest.raises(OutOfReach):
        stating.state_no_suspicion(read.pk, no_suspicion=True, by=bjorn)
    stating.state_no_suspicion(read.pk, no_suspicion=True, by=amina)
    with pytest.raises(ValidationError):
        stating.state_no_suspicion(read.pk, no_suspicion=True, by=amina)


def test_whoever_suspects_harm_hands_it_over_though_it_was_taken_back(read, amina, rut):
    report = raising_concern.hand_over(read.pk, concern="Barnet kan fara illa.", by=amina)
    row = HelpRequest.objects.get(pk=read.pk)
    assert (row.status, row.no_suspicion_asked_at) == (Status.HANDED_OVER, None)
    assert report.received_at == row.received_at


def test_a_statement_does_not_stand_in_the_way_of_a_later_suspicion(read, amina, rut):
    stating.state_no_suspicion(read.pk, no_suspicion=True, by=amina)
    raising_concern.hand_over(read.pk, concern="Skolan ringde.", by=amina)
    assert HelpRequest.objects.get(pk=read.pk).no_suspicion_by is None


def test_if_the_person_writes_again_it_is_an_open_request_again(told_by_child, read, amina):
    resident = admitting.admit(told_by_child.code)
    conversing.write(resident, text="Jag vill ändå.", ticket=tickets.new())
    row = HelpRequest.objects.get(pk=read.pk)
    assert (row.status, row.no_suspicion_asked_at) == (Status.NEW, None)


def test_it_is_not_erased_before_somebody_has_said_so(read, amina):
    assert str(erasing.STATEMENT) in erasing.in_the_way(read)
    done = stating.state_no_suspicion(read.pk, no_suspicion=True, by=amina)
    assert erasing.in_the_way(done) == []


def test_nothing_that_is_erased_is_handed_over(read, amina):
    stating.state_no_suspicion(read.pk, no_suspicion=True, by=amina)
    HelpRequest.objects.filter(pk=read.pk).update(erased_at=timezone.now())
    with pytest.raises((ValidationError, MoveNotAllowed)):
        raising_concern.hand_over(read.pk, concern="Oro.", by=amina)


def test_what_waits_too_long_is_told_to_the_lead_then_the_manager_once_each(read, amina, lena):
    now = timezone.now() + timedelta(hours=2)
    for _twice in range(2):
        guarding.sweep(now)
    row = Escalation.objects.get(kind=Escalation.Kind.CHILD)
    assert row.lead_told_at
    guarding.sweep(now + timedelta(hours=2))
    told = Outgoing.objects.filter(notice__startswith="intake.UNREAD_")
    assert told.count() == len(set(told.values_list("notice", "to")))
    stating.state_no_suspicion(read.pk, no_suspicion=True, by=amina)
    guarding.sweep(now + timedelta(hours=3))
    assert Escalation.objects.get(pk=row.pk).ended_at


def test_the_database_keeps_no_statement_of_what_still_runs(told_by_child):
    rows = HelpRequest.objects.filter(pk=told_by_child.help_request.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(no_suspicion_asked_at=timezone.now())


def test_a_closed_request_may_turn_out_to_be_a_concern(taken, amina, rut):
    triaging.close(taken.pk, reason="advised", children="none", by=amina)
    raising_concern.hand_over(taken.pk, concern="Det framkom senare.", by=amina)
    assert HelpRequest.objects.get(pk=taken.pk).status == Status.HANDED_OVER
