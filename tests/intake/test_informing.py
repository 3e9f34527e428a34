"""Feedback to who was bound to report: one of three things, in time, and nothing else."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from audit.actors import ANYBODY
from audit.guard import OutOfReach
from audit.moves import MoveNotAllowed
from intake import tickets
from intake.models import ConcernReport, Judgement, Registration, Telling
from intake.services import assessing, informing, raising_concern
from tests.stage import cast


@cast
def report(reception, stina):
    return raising_concern.report(ticket=tickets.new(), concern="Oro för Lo.", by=stina)


@cast
def phoned(reception):
    """A nurse has used the public form: she is bound to report, and has no account."""
    told = raising_concern.tell(
        ticket=tickets.new(), concern="Oro.", must_report=True, by=ANYBODY, reached_at="BVC"
    )
    return told.report


def decide(report, by, decision="not_opened"):
    assessing.assess(report.pk, outcome="not_at_once", reasons="Trygg i dag.", by=by)
    return assessing.decide(report.pk, decision=decision, reasons="HEMLIGT SKÄL", by=by)


def registration():
    return Registration.objects.get()


def test_who_reported_asks_in_the_portal_and_is_told_one_of_three_things(at, report, rut, stina):
    client, url = at(stina), reverse("portal:registrations")
    ask = reverse("portal:ask_to_be_told", args=[registration().pk])
    assert client.post(ask).status_code == 302
    assert Telling.objects.get().due_on is None  # nothing to tell yet
    decided = decide(report, rut)
    week = timezone.localdate(decided.decided_at) + timedelta(days=7)
    assert Telling.objects.get().due_on == week
    assert ConcernReport.objects.get().due_on == week
    english = {"Accept-Language": "en"}
    assert "Inquiry not opened" not in client.get(url, headers=english).content.decode()
    assert at(rut).post(reverse("desk:tell_reporter", args=[report.pk])).status_code == 302
    seen = client.get(url, headers=english).content.decode()
    assert registration().told == "not_opened"
    assert "Inquiry not opened" in seen
    assert "HEMLIGT" not in seen
    assert ConcernReport.objects.get().due_on is None


def test_asked_twice_it_counts_from_the_first_time(report, stina, rut):
    first = informing.ask(registration().pk, by=stina).asked_at
    with time_machine.travel(timezone.now() + timedelta(days=2), tick=False):
        assert informing.ask(registration().pk, by=stina).asked_at == first
    assert Telling.objects.get().asked_at - first < timedelta(seconds=5)


def test_another_organisation_cannot_ask(report, clara, dag):
    for who in (clara, dag):
        with pytest.raises(OutOfReach):
            informing.ask(registration().pk, by=who)


def test_who_is_not_bound_to_report_is_not_told(reception, dag, rut):
    report = raising_concern.report(ticket=tickets.new(), concern="Oro.", by=dag)
    decide(report, rut)
    for deed in (informing.note_asked, informing.tell):
        with pytest.raises(ValidationError) as refused:
            deed(report.pk, by=rut)
        assert refused.value.code == "not_bound"
    with pytest.raises(ValidationError):
        informing.ask(registration().pk, by=dag)


def test_a_report_of_our_own_has_nobody_to_tell(help_request, reception, amina, rut):
    report = raising_concern.hand_over(help_request.pk, concern="Oro.", by=amina)
    with pytest.raises(ValidationError):
        informing.note_asked(report.pk, by=rut)


def test_nothing_is_told_before_it_is_decided(report, rut):
    for deed in (informing.tell, lambda pk, by: informing.withhold(pk, reasons="Fara.", by=by)):
        with pytest.raises(ValidationError) as refused:
            deed(report.pk, by=rut)
        assert refused.value.code == "not_decided"
    assert registration().told == ""


def test_without_an_account_it_is_noted_who_told_them_by_phone(phoned, rut):
    informing.note_asked(phoned.pk, by=rut)
    decide(phoned, rut, "opened")
    informing.tell(phoned.pk, by=rut)
    telling = Telling.objects.get()
    assert (telling.how, telling.ended_by, telling.status) == ("phone", rut, "told")
    with pytest.raises(MoveNotAllowed):
        informing.tell(phoned.pk, by=rut)


def test_they_may_be_told_without_having_asked(report, rut):
    decide(report, rut, "already_runs")
    informing.tell(report.pk, by=rut)
    assert registration().told == "already_runs"


def test_asked_for_after_the_decision_it_is_due_at_once(phoned, rut):
    decide(phoned, rut)
    with time_machine.travel(timezone.now() + timedelta(days=3), tick=False):
        informing.note_asked(phoned.pk, by=rut)
        assert Telling.objects.get().due_on == timezone.localdate()


def test_unless_it_is_unsuitable_and_then_with_reasons(report, stina, rut):
    informing.ask(registration().pk, by=stina)
    decide(report, rut)
    with pytest.raises(ValidationError):
        informing.withhold(report.pk, reasons=" ", by=rut)
    informing.withhold(report.pk, reasons="Det kan utsätta barnet för fara.", by=rut)
    assert Telling.objects.get().status == "withheld"
    assert registration().told == ""
    assert Judgement.objects.get(kind="not_told").made_by == rut
    with pytest.raises(MoveNotAllowed):
        informing.tell(report.pk, by=rut)


def test_who_may_not_ask_has_no_button(at, reception, stina, dag):
    raising_concern.report(ticket=tickets.new(), concern="Oro.", by=dag)
    ask = reverse("portal:ask_to_be_told", args=[registration().pk])
    assert ask not in at(dag).get(reverse("portal:registrations")).content.decode()
    assert at(dag).post(ask).status_code == 409
