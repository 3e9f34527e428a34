"""What the law asks of the reception: assess at once, decide in time, by somebody qualified."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from audit.actors import CLOCK
from audit.guard import OutOfReach, Refused
from audit.models import Event
from audit.moves import MoveNotAllowed
from config.accounts.roles import Role
from intake import tickets
from intake.lifecycle import ConcernStatus
from intake.models import ConcernLimit, ConcernReport, Judgement, Limit
from intake.services import assessing, qualifying, raising_concern, reading
from tests.conftest import _person
from tests.stage import cast

REASONS = "Hon är hos sin moster i natt."


@cast
def report(reception, stina):
    return raising_concern.report(ticket=tickets.new(), concern="Oro för Lo.", by=stina)


@cast
def assessed(report, rut):
    return assessing.assess(report.pk, outcome="not_at_once", reasons=REASONS, by=rut)


@cast
def lotta(house, reception):
    """Leads the reception. She has no registered qualification."""
    return _person("lotta", Role.TEAM_LEAD, house, [reception])


@cast
def unqualified(rut, adam):
    qualifying.end(rut.qualifications.get().pk, by=adam, until_on=date(2020, 2, 1))
    return rut


def test_assessed_and_decided_with_who_when_and_why(report, rut):
    assessing.assess(report.pk, outcome="at_once", reasons=REASONS, by=rut)
    decided = assessing.decide(report.pk, decision="opened", reasons="Det utreds.", by=rut)
    assert (decided.status, decided.decision) == (ConcernStatus.OPENED, "opened")
    _row, _words, judged = reading.read_concern(report.pk, by=rut, purpose="concern")
    assert [(one.row.kind, one.row.made_by, one.reasons) for one in judged] == [
        ("protection", rut, REASONS), ("decision", rut, "Det utreds."),
    ]  # fmt: skip
    assert judged[0].row.outcome == "at_once"
    deeds = ("concernreport.assess", "concernreport.open_inquiry")
    assert [event.facts["late"] for event in Event.objects.filter(deed__in=deeds)] == [0, 0]


@pytest.mark.parametrize("decision", ["opened", "not_opened", "already_runs"])
def test_each_of_the_three_can_be_decided(assessed, rut, decision):
    report = assessing.decide(assessed.pk, decision=decision, reasons="Därför.", by=rut)
    assert report.status == report.decision == decision


def test_without_reasons_nothing_is_assessed_and_what_was_chosen_comes_back(at, page, report, rut):
    answer = at(rut).post(page("assess_concern", report), {"outcome": "at_once", "reasons": " "})
    assert answer.status_code == 200
    assert answer.context["form"].errors["reasons"]
    assert "checked" in answer.content.decode()
    report.refresh_from_db()
    assert report.status == ConcernStatus.RECEIVED
    assert not Judgement.objects.exists()


def test_nothing_is_decided_before_the_need_of_protection_is_assessed(report, rut):
    with pytest.raises(MoveNotAllowed):
        assessing.decide(report.pk, decision="opened", reasons="Därför.", by=rut)


def test_assessed_or_decided_once(assessed, rut):
    with pytest.raises(MoveNotAllowed):
        assessing.assess(assessed.pk, outcome="at_once", reasons=REASONS, by=rut)
    assessing.decide(assessed.pk, decision="opened", reasons="Därför.", by=rut)
    with pytest.raises(MoveNotAllowed):
        assessing.decide(assessed.pk, decision="not_opened", reasons="Därför.", by=rut)


def test_only_who_is_registered_as_qualified_may_assess_and_decide(assessed, report, lotta):
    with pytest.raises(ValidationError) as refused:
        assessing.decide(report.pk, decision="opened", reasons="Därför.", by=lotta)
    assert refused.value.code == "not_qualified"
    qualifying.register(user_pk=lotta.pk, kind="other", from_on=timezone.localdate(), by=CLOCK)
    assert assessing.decide(report.pk, decision="opened", reasons="Därför.", by=lotta).decision


def test_whoever_is_not_qualified_sees_plainly_why(at, page, report, lotta, rut):
    seen = at(lotta).get(page("concern", report))
    assert str(qualifying.NOT_QUALIFIED) in seen.content.decode()
    assert not seen.context["may_assess"]
    assert not at(rut).get(page("concern", report)).context["why_not"]
    answer = at(lotta).post(
        page("assess_concern", report), {"outcome": "at_once", "reasons": REASONS}
    )
    assert REASONS in answer.content.decode()
    report.refresh_from_db()
    assert report.status == ConcernStatus.RECEIVED


def test_a_qualification_that_has_ended_does_not_count_any_more(report, unqualified):
    with pytest.raises(ValidationError) as refused:
        assessing.assess(report.pk, outcome="at_once", reasons=REASONS, by=unqualified)
    assert refused.value.code == "not_qualified"


def test_the_qualification_gives_no_reach_and_no_right(report, amina, stina):
    qualifying.register(user_pk=amina.pk, kind="socionom", from_on=date(2020, 1, 1), by=CLOCK)
    with pytest.raises(OutOfReach):
        assessing.assess(report.pk, outcome="at_once", reasons=REASONS, by=amina)
    with pytest.raises(Refused):
        assessing.assess(report.pk, outcome="at_once", reasons=REASONS, by=stina)


def test_the_reasons_lie_sealed(assessed):
    row = Judgement.objects.get()
    assert REASONS.encode() not in bytes(row.reasons)
    assert not any("moster" in str(event.facts) for event in Event.objects.all())


def test_it_is_said_when_an_assessment_came_late(report, rut):
    with time_machine.travel(timezone.now() + timedelta(days=3), tick=False):
        assessing.assess(report.pk, outcome="not_at_once", reasons=REASONS, by=rut)
    assert Event.objects.get(deed="concernreport.assess").facts["late"] == 1


def test_on_christmas_eve_at_ten_to_midnight_it_is_due_the_next_day(
    reception, stina, at, page, rut
):
    with time_machine.travel("2026-12-24 23:50+01:00", tick=False):
        report = raising_concern.report(ticket=tickets.new(), concern="Oro.", by=stina)
    assert (report.assess_on, report.decide_on) == (date(2026, 12, 25), date(2027, 1, 7))
    with time_machine.travel("2026-12-25 09:00+01:00", tick=False):
        row = at(rut).get(page("concerns")).context["page"].object_list[0]
        assert [clock.colour for clock in row.clocks] == ["warning", "info"]


def test_handed_over_from_a_request_the_days_count_from_when_the_person_wrote(
    help_request, reception, amina
):
    with time_machine.travel(timezone.now() + timedelta(days=5), tick=False):
        report = raising_concern.hand_over(help_request.pk, concern="Oro.", by=amina)
    received = timezone.localdate(help_request.received_at)
    assert report.decide_on == received + timedelta(days=14)
    assert report.assess_on <= received + timedelta(days=1)


def test_another_limit_holds_for_what_comes_later(report, reception, stina):
    ConcernLimit.objects.create(
        code=Limit.DECISION, version=1, amount=10, paragraph="SoL 20:2",
        valid_from=timezone.localdate(),
    )  # fmt: skip
    later = raising_concern.report(ticket=tickets.new(), concern="Mer oro.", by=stina)
    assert later.decide_on == report.decide_on - timedelta(days=4)
    report.refresh_from_db()
    assert report.decide_on == timezone.localdate(report.received_at) + timedelta(days=14)


def test_the_list_shows_what_falls_due_first(at, page, reception, stina, rut):
    first = raising_concern.report(ticket=tickets.new(), concern="Ett.", by=stina)
    with time_machine.travel(timezone.now() + timedelta(days=1), tick=False):
        second = raising_concern.report(ticket=tickets.new(), concern="Två.", by=stina)
        done = raising_concern.report(ticket=tickets.new(), concern="Tre.", by=stina)
        for report in (first, done):
            assessing.assess(report.pk, outcome="not_at_once", reasons=REASONS, by=rut)
        assessing.decide(done.pk, decision="not_opened", reasons="Därför.", by=rut)
        shown = at(rut).get(page("concerns")).context["page"].object_list
    assert [row.pk for row in shown] == [second.pk, first.pk, done.pk]
    assert ConcernReport.objects.get(pk=done.pk).due_on is None


def test_the_lead_gives_more_time_for_exceptional_reasons(assessed, lotta, rut):
    until = assessed.decide_on + timedelta(days=5)
    with pytest.raises(Refused):
        assessing.extend(assessed.pk, until=until, reasons="Därför.", by=rut)
    report = assessing.extend(assessed.pk, until=until, reasons="Barnet är på resa.", by=lotta)
    assert report.decide_on == report.due_on == until
    assert Judgement.objects.get(kind="extension").made_by == lotta
    event = Event.objects.get(deed="concernreport.extend")
    assert event.facts["until"] == until.isoformat()


@pytest.mark.parametrize(("days", "code"), [(0, "not_later"), (-1, "not_later"), (8, "too_long")])
def test_more_time_is_later_and_not_endless(assessed, lotta, days, code):
    until = assessed.decide_on + timedelta(days=days)
    with pytest.raises(ValidationError) as refused:
        assessing.extend(assessed.pk, until=until, reasons="Därför.", by=lotta)
    assert refused.value.error_dict["until"][0].code == code


def test_what_is_decided_gets_no_more_time(assessed, lotta, rut):
    assessing.decide(assessed.pk, decision="opened", reasons="Därför.", by=rut)
    until = assessed.decide_on + timedelta(days=1)
    with pytest.raises(ValidationError) as refused:
        assessing.extend(assessed.pk, until=until, reasons="Därför.", by=lotta)
    assert refused.value.code == "decided"


def test_the_database_refuses_a_decision_that_the_row_does_not_show(assessed):
    with pytest.raises(IntegrityError), transaction.atomic():
        ConcernReport.objects.filter(pk=assessed.pk).update(status="opened")
    with pytest.raises(IntegrityError), transaction.atomic():
        ConcernReport.objects.filter(pk=assessed.pk).update(decision="opened")
    with pytest.raises(IntegrityError), transaction.atomic():
        ConcernReport.objects.filter(pk=assessed.pk).update(status="handed_over")
