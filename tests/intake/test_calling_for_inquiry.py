"""What is learnt about an adult and could lead to a measure is assessed, not parked (SoL 14:2)."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from audit.guard import OutOfReach
from audit.models import Event
from intake.models import ForInquiry, HelpRequest, InquiryOutcome, Note
from intake.services import (
    calling_for_inquiry,
    erasing,
    putting_off,
    reading,
    triaging,
)

WHY = "Enheten för vuxna öppnade i dag."


@pytest.fixture
def called(taken, amina):
    reading.begin(taken.pk, purpose="triage", by=amina)
    calling_for_inquiry.call_for_inquiry(taken.pk, by=amina)
    return taken


def a_monday():
    day = timezone.localdate() + timedelta(days=7)
    return day + timedelta(days=(7 - day.weekday()) % 7)


def settle(row, by, outcome="opened", text=WHY):
    return calling_for_inquiry.settle_inquiry(row.pk, outcome=outcome, text=text, by=by)


def put_off(row, by):
    return putting_off.put_off(row.pk, until=a_monday(), why="call", by=by)


def close(row, by):
    return triaging.close(row.pk, reason="advised", children="none", by=by)


@pytest.mark.parametrize("deed", [put_off, close])
@pytest.mark.parametrize("outcome", InquiryOutcome)
def test_it_is_neither_parked_nor_closed_before_it_is_settled(called, amina, deed, outcome):
    with pytest.raises(ValidationError) as refusal:
        deed(called, amina)
    assert refusal.value.code == "for_inquiry"
    settle(called, amina, outcome)
    assert deed(called, amina)


def test_it_is_said_and_settled_through_the_page_by_name(taken, amina, at, page):
    desk = at(amina)
    assert page("inquiry", taken) in desk.get(page("request", taken)).content.decode()
    desk.post(page("inquiry", taken))
    assert 'data-test="to-assess"' in desk.get(page("mine")).content.decode()
    refused = desk.post(page("inquiry", taken), {"text": WHY})
    assert refused.context["form"].has_error("outcome")
    assert WHY in refused.content.decode()
    desk.post(page("inquiry", taken), {"outcome": "runs", "text": WHY})
    row = ForInquiry.objects.get()
    assert (row.outcome, row.raised_by, row.settled_by) == ("runs", amina, amina)
    assert 'data-test="to-assess"' not in desk.get(page("mine")).content.decode()
    assert Event.objects.filter(deed="helprequest.settle_inquiry").count() == 1


def test_the_reasons_are_a_sealed_note(called, amina):
    settle(called, amina)
    assert WHY.encode() not in bytes(Note.objects.get().text)
    _row, noted = reading.read_notes(called.pk, by=amina, purpose="follow_up")
    assert [one.text for one in noted] == [WHY]


def test_twice_changes_nothing(called, amina):
    with pytest.raises(ValidationError) as refusal:
        calling_for_inquiry.call_for_inquiry(called.pk, by=amina)
    assert refusal.value.code == "raised"
    settle(called, amina)
    with pytest.raises(ValidationError) as refusal:
        settle(called, amina)
    assert refusal.value.code == "not_raised"


def test_another_team_neither_says_nor_settles_it(called, bjorn):
    with pytest.raises(OutOfReach):
        settle(called, bjorn)
    with pytest.raises(OutOfReach):
        calling_for_inquiry.call_for_inquiry(called.pk, by=bjorn)


def test_it_is_not_disposed_of_unsettled(called):
    assert str(erasing.FOR_INQUIRY) in erasing.in_the_way(called)


def test_the_database_keeps_no_outcome_without_a_name(called):
    with pytest.raises(IntegrityError), transaction.atomic():
        ForInquiry.objects.update(outcome="opened")
    assert HelpRequest.objects.get(pk=called.pk).status == "open"
