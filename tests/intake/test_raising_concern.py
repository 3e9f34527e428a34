"""Concern for a child: a record of its own kind, with its own readers and its first time."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from audit import guard, trail
from audit.guard import OutOfReach, Refused
from audit.models import Event, Letter, Outgoing
from audit.moves import MoveNotAllowed
from audit.trail import name_of
from intake import tickets
from intake.lifecycle import Status
from intake.models import ConcernReport, HelpRequest, Registration
from intake.services import (
    admitting,
    assessing,
    conversing,
    filing,
    raising_concern,
    reading,
    registering,
)
from tests.conftest import STORY

CONCERN = "Hon har blåmärken och vill inte gå hem."


@pytest.fixture
def report(reception, stina):
    return raising_concern.report(
        ticket=tickets.new(), concern=CONCERN, child="Lo, 8 år", reached_at="070-174 06 05",
        by=stina,
    )  # fmt: skip


def address(name, row=None):
    return reverse(f"desk:{name}", args=[row.pk] if row else [])


def test_a_report_goes_to_the_reception_and_into_no_queue(report, reception, north, amina, rut):
    assert report.unit == reception.group
    assert report.must_report
    assert not HelpRequest.objects.exists()
    assert list(ConcernReport.objects.visible_to(rut)) == [report]
    assert not ConcernReport.objects.visible_to(amina).exists()
    assert Outgoing.objects.get().to == f"partners.team/{reception.pk}"


def test_only_the_reception_reaches_it(at, report, amina, lena, rut, sofia):
    for who, status in ((amina, 404), (lena, 404), (rut, 200), (sofia, 403)):
        assert at(who).get(address("concern", report)).status_code == status
    assert not at(amina).get(address("concerns")).context["page"].object_list
    for name in ("open_concern", "assess_concern", "file_concern"):
        assert at(amina).post(address(name, report)).status_code == 404
    with pytest.raises(OutOfReach):
        reading.read_concern(report.pk, by=amina, purpose="concern")


def test_the_list_opens_nothing_and_shows_what_opens(at, report, rut):
    client = at(rut)
    response = client.get(address("concerns"))
    assert [row.pk for row in response.context["page"].object_list] == [report.pk]
    seen = response.content.decode() + client.get(address("concern", report)).content.decode()
    assert CONCERN not in seen
    assert "Lo, 8" not in seen
    assert not Event.objects.filter(deed__endswith=".opened").exists()


def test_it_opens_with_a_purpose_and_a_line(at, report, rut):
    client = at(rut)
    assert client.get(address("concern_words", report)).status_code == 302
    client.post(address("open_concern", report), {"purpose": "concern"})
    seen = client.get(address("concern_words", report)).content.decode()
    assert CONCERN in seen
    assert "Lo, 8 år" in seen
    event = Event.objects.get(deed="concernreport.opened")
    assert (event.actor, event.purpose) == (f"user/{rut.pk}", "concern")


def test_the_same_form_sent_twice_is_one_report(reception, stina):
    ticket = tickets.new()
    sent = [raising_concern.report(ticket=ticket, concern=CONCERN, by=stina).pk for _ in range(2)]
    assert len(set(sent)) == ConcernReport.objects.count() == Registration.objects.count() == 1


def test_a_voluntary_organisation_ought_to_report_and_is_not_bound(reception, dag):
    assert not raising_concern.report(ticket=tickets.new(), concern=CONCERN, by=dag).must_report


def test_whoever_has_no_right_reports_nothing_here(reception, loke):
    with pytest.raises(Refused):
        raising_concern.report(ticket=tickets.new(), concern=CONCERN, by=loke)


def test_handed_over_it_keeps_its_time_and_leaves_the_queue(
    at, page, help_request, reception, amina, rut
):
    with time_machine.travel(timezone.now() + timedelta(hours=5), tick=False):
        report = raising_concern.hand_over(help_request.pk, concern=CONCERN, by=amina)
        now = timezone.now()
    row = HelpRequest.objects.get()
    assert report.received_at == row.received_at
    assert (row.status, row.closed_at, row.unit) == (Status.HANDED_OVER, now, reception.group)
    assert not HelpRequest.objects.visible_to(amina).exists()
    assert at(amina).get(page("request", row)).status_code == 404
    assert at(rut).get(page("request", row)).status_code == 200
    assert at(rut).get(page("queue")).context["page"].object_list == []


def test_without_a_reception_what_was_written_is_shown_to_be_sent_again(
    at, page, help_request, amina
):
    answer = at(amina).post(page("hand_over", help_request), {"concern": CONCERN})
    assert answer.status_code == 503
    assert CONCERN in answer.content.decode()
    assert HelpRequest.objects.get().status == Status.NEW


def test_the_report_has_a_copy_of_its_own_under_its_own_key(
    told, help_request, amina, rut, reception
):
    conversing.write(admitting.admit(told.code), text="Han slog mig.", ticket=tickets.new())
    report = raising_concern.hand_over(help_request.pk, concern=CONCERN, child="Lo", by=amina)
    Letter.objects.filter(about=name_of(help_request)).delete()
    _row, words, _judged = reading.read_concern(report.pk, by=rut, purpose="concern")
    assert words["child"] == "Lo"
    for text in (CONCERN, STORY, "Han slog mig."):
        assert text in words["concern"]
    assert "kim@example.org" in words["reached_at"]
    opened = Event.objects.get(deed="helprequest.opened")
    assert (opened.actor, opened.purpose) == (f"user/{amina.pk}", "concern")


def test_the_code_does_not_open_the_report(told, help_request, amina, reception):
    report = raising_concern.hand_over(help_request.pk, concern=CONCERN, by=amina)
    assert Letter.objects.filter(about=name_of(report)).count() == 1


def test_nobody_it_was_lent_to_keeps_it(help_request, south, reception, amina, bjorn):
    @trail.act
    def lend():
        guard.grant(south.group, help_request, by=amina)

    lend()
    raising_concern.hand_over(help_request.pk, concern=CONCERN, by=amina)
    assert not HelpRequest.objects.visible_to(bjorn).exists()


def test_once_handed_over_not_again(help_request, reception, amina, rut):
    raising_concern.hand_over(help_request.pk, concern=CONCERN, by=amina)
    with pytest.raises(MoveNotAllowed):
        raising_concern.hand_over(help_request.pk, concern=CONCERN, by=rut)
    assert ConcernReport.objects.count() == 1


def test_it_says_what_the_concern_is(at, page, help_request, reception, amina):
    with pytest.raises(ValidationError):
        raising_concern.hand_over(help_request.pk, concern=" ", by=amina)
    typed = {"concern": "", "child": "Lo, åtta år"}
    response = at(amina).post(page("hand_over", help_request), typed)
    assert "Lo, åtta år" in response.content.decode()
    assert HelpRequest.objects.get().status == Status.NEW
    assert at(amina).post(page("hand_over", help_request), {"concern": CONCERN}).status_code == 302
    assert HelpRequest.objects.get().status == Status.HANDED_OVER


def test_what_the_school_registered_as_a_request_is_handled_when_the_reception_has_it(
    north, reception, stina, amina, rut
):
    told = registering.register(
        by=stina, with_person=False, no_suspicion=True, ticket=tickets.new(),
        story="En elev mår dåligt.", about="pupil", age_band="12_14",
    )  # fmt: skip
    report = raising_concern.hand_over(told.help_request.pk, concern=CONCERN, by=amina)
    registered = Registration.objects.get()
    assert (registered.state, registered.is_concern) == ("received", False)
    assessing.assess(report.pk, outcome="not_at_once", reasons="Trygg i dag.", by=rut)
    assessing.decide(report.pk, decision="opened", reasons="Det utreds.", by=rut)
    filing.hand_over(report.pk, case_number="IFO-2026-0017", by=rut)
    registered.refresh_from_db()
    assert registered.state == "handled"
