"""A pause keeps the partner's time, lets it read and nothing else, and ends on a day."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from audit.models import Outgoing
from referrals.models import Referral
from referrals.services import chasing, following_up, pausing, reading, reporting, sending
from tests.referrals.conftest import a_day, results_of


def left(row) -> timedelta:
    return row.calendar().worked(timezone.now(), row.due_at)


@pytest.fixture
def paused(active, clara):
    return pausing.pause(active.pk, reason="away", review_at=a_day(30), by=clara)


def test_the_time_that_was_left_is_left_afterwards(clock, active, clara, amina):
    clock.move_to("2027-03-03 12:00+01:00")
    before = left(active)
    pausing.pause(active.pk, reason="away", review_at=a_day(30), by=clara)
    clock.move_to("2027-03-18 15:00+01:00")
    row = pausing.resume_from_us(active.pk, by=amina)
    assert (left(row), row.time_left, row.review_at, row.pause_reason) == (before, None, None, "")


def test_nobody_is_chased_until_the_day_and_then_both_look(clock, paused):
    assert chasing.sweep(paused.due_at - timedelta(minutes=1)) == 0
    chasing.sweep(paused.due_at)
    told = Outgoing.objects.values_list("notice", flat=True)
    assert {"referrals.LOOK", "referrals.WAITING"} <= set(told)
    row = Referral.objects.get(pk=paused.pk)
    assert (row.timed_as(), row.is_paused) == ("review", True)
    for _sweep in range(3):
        chasing.sweep(timezone.now() + timedelta(days=200))
    row.refresh_from_db()
    assert (row.status, row.with_lead) == ("active", True)


def test_a_paused_referral_is_read_and_handed_back_and_nothing_else(paused, clara, carl):
    assert reading.open_package(paused.pk, by=clara, purpose="referral").goals
    steps = dict.fromkeys(results_of(paused), "begun")
    for deed in (
        lambda: reporting.progress(paused.pk, steps=steps, by=clara),
        lambda: reporting.report(paused.pk, results=results_of(paused), by=clara),
        lambda: pausing.pause(paused.pk, reason="away", review_at=a_day(9), by=clara),
    ):
        with pytest.raises(ValidationError) as refusal:
            deed()
        assert refusal.value.code == "paused"
    assert following_up.give_back(paused.pk, reason="capacity", by=carl).review_at is None


@pytest.mark.parametrize("days", [0, 91])
def test_a_pause_lasts_ninety_days_at_most(days, active, clara):
    with pytest.raises(ValidationError) as refusal:
        pausing.pause(active.pk, reason="away", review_at=a_day(days), by=clara)
    assert "review_at" in refusal.value.error_dict


def test_what_is_not_paused_is_not_resumed(active, clara):
    with pytest.raises(ValidationError) as refusal:
        pausing.resume(active.pk, by=clara)
    assert refusal.value.code == "not_paused"


def test_our_pause_is_told_to_the_partner_and_theirs_to_us(active, clara, amina):
    pausing.pause_from_us(active.pk, reason="person", review_at=a_day(9), by=amina)
    assert Outgoing.objects.filter(notice="referrals.NEWS_FOR_PARTNER").count() == 1
    before = Outgoing.objects.filter(notice="referrals.NEWS").count()
    pausing.resume(active.pk, by=clara)
    assert Outgoing.objects.filter(notice="referrals.NEWS").count() == before + 1


def test_a_paused_referral_can_still_be_recalled(paused, amina):
    assert sending.recall(paused.pk, reason="changed", by=amina).status == "recalled"
