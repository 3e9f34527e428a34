"""Accepted for later: the package stays shut, the day is looked at, and moved twice at most."""

from datetime import date, timedelta
from functools import partial

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from audit.models import Event, Outgoing
from referrals.models import Referral
from referrals.services import (
    answering,
    chasing,
    following_up,
    reading,
    sending,
    sharing,
    so_far,
    starting,
    trying,
)
from referrals.services.disclosing import has_begun
from tests.referrals.conftest import a_day

START = date(2027, 4, 26)  # a Monday, eight weeks away; ten working days before is 12 April


def notices(name) -> int:
    return Outgoing.objects.filter(notice=f"referrals.{name}").count()


def due(row) -> str:
    return timezone.localtime(row.due_at).isoformat()[:16]


@pytest.fixture
def waiting(clock, opened, clara):
    return answering.accept(opened.pk, expected_start=START, by=clara)


def test_it_opens_ten_working_days_before_and_not_a_day_sooner(clock, waiting, clara):
    assert waiting.opens_on == date(2027, 4, 12)
    clock.move_to("2027-04-11 23:59+02:00")
    with pytest.raises(ValidationError) as refusal:
        reading.open_package(waiting.pk, by=clara, purpose="referral")
    assert refusal.value.code == "not_begun"
    clock.move_to("2027-04-12 00:00+02:00")
    assert reading.open_package(waiting.pk, by=clara, purpose="referral").texts["name"]


@pytest.mark.parametrize("deed", [following_up.start, partial(trying.attempt, way="phone")])
def test_nobody_is_contacted_before_it_opens(deed, waiting, clara):
    with pytest.raises(ValidationError) as refusal:
        deed(waiting.pk, by=clara)
    assert refusal.value.code == "not_begun"


def test_both_sides_look_every_ten_working_days_and_on_the_day(clock, waiting):
    looks, row = [], waiting
    while row.timed_as() == "waiting":
        looks.append(due(row))
        chasing.sweep(row.due_at)
        row = Referral.objects.get(pk=row.pk)
    assert looks == [
        "2027-03-15T09:00", "2027-03-31T09:00", "2027-04-14T09:00", "2027-04-26T08:00",
    ]  # fmt: skip
    assert (notices("LOOK"), notices("WAITING"), notices("LATE")) == (4, 4, 0)
    assert due(row) == "2027-05-03T08:00"  # from the day on, five days to make contact


def test_a_day_that_passes_in_silence_ends_with_a_lead(clock, waiting):
    for days in (60, 90):
        chasing.sweep(timezone.now() + timedelta(days=days))
    waiting.refresh_from_db()
    assert (waiting.status, waiting.with_lead) == ("accepted", True)


@pytest.mark.parametrize("days", [-1, 184])
def test_the_day_is_within_half_a_year(days, opened, clara):
    with pytest.raises(ValidationError) as refusal:
        answering.accept(opened.pk, expected_start=a_day(days), by=clara)
    assert "expected_start" in refusal.value.error_dict
    opened.refresh_from_db()
    assert opened.status == "opened"


def test_a_start_today_opens_at_once(opened, clara):
    assert has_begun(answering.accept(opened.pk, expected_start=a_day(0), by=clara))


def test_the_day_is_moved_twice_and_then_it_is_ours_to_choose(waiting, clara):
    for days in (7, 14):
        starting.reschedule(waiting.pk, expected_start=START + timedelta(days=days), by=clara)
    with pytest.raises(ValidationError) as refusal:
        starting.reschedule(waiting.pk, expected_start=START, by=clara)
    assert refusal.value.code == "moved_twice"
    assert notices("MOVED") == 2
    moved = Event.objects.filter(deed="referral.reschedule").latest("pk")
    assert (moved.facts["start_before"], moved.facts["start"]) == ("2027-05-03", "2027-05-10")


@pytest.mark.parametrize(("has_read", "said"), [(False, "later"), (True, "told")])
def test_the_person_reads_what_was_told_also_if_the_day_is_moved_then(
    has_read, said, clock, waiting, clara, resident
):
    clock.move_to("2027-04-12 08:00+02:00")
    if has_read:
        reading.open_package(waiting.pk, by=clara, purpose="referral")
    starting.reschedule(waiting.pk, expected_start=START + timedelta(days=28), by=clara)
    assert [one.told for one in sharing.shared_with_person(resident)] == [said]


@pytest.mark.parametrize("passed", ["2027-03-08 08:00+01:00", "2027-04-13 08:00+02:00"])
def test_what_ended_before_they_opened_it_was_not_told(passed, clock, waiting, amina, resident):
    """Neither while it was shut nor afterwards: nobody has read it, and nobody will."""
    clock.move_to(passed)
    sending.recall(waiting.pk, reason="changed", by=amina)
    assert [one.told for one in sharing.shared_with_person(resident)] == ["unread"]


def test_the_person_is_not_told_to_expect_them_before_that_day(clock, waiting, resident):
    """When both sides look at it is no day to the person."""
    assert not so_far.so_far(resident).partners
    clock.move_to("2027-04-26 09:00+02:00")
    chasing.sweep()
    waiting.refresh_from_db()
    (until,) = so_far.so_far(resident).partners
    assert until.until == waiting.due_at


def test_without_a_day_there_is_none_to_move(accepted, clara):
    with pytest.raises(ValidationError) as refusal:
        starting.reschedule(accepted.pk, expected_start=a_day(20), by=clara)
    assert refusal.value.code == "no_start"


def test_there_is_no_page_to_move_a_day_that_was_never_agreed_on(accepted, clara, at):
    """It would name no day. A colleague may have begun, or moved it twice, since it was shown."""
    shown = at(clara).get(reverse("portal:reschedule", args=[accepted.pk]))
    assert (shown.status_code, "Ta kontakt nu" in shown.content.decode()) == (409, True)
