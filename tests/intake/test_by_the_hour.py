"""When a resident did something is kept by the hour, and the order of things all the same."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.apps import apps
from django.db import models
from django.utils import timezone

from audit import coarse, outbox
from audit.actors import ANYBODY, CLOCK
from audit.models import Event, Outgoing
from intake import tickets
from intake.models import HelpRequest, Message, Remark
from intake.services import (
    admitting,
    answering,
    conversing,
    promising,
    raising_concern,
    remarking,
    triaging,
)
from referrals.services import so_far, withdrawing

STOCKHOLM = ZoneInfo("Europe/Stockholm")
TEN = datetime(2026, 11, 23, 9, tzinfo=UTC)  # a Monday, ten o'clock in Sweden
A_SECOND = timedelta(seconds=1)


def minutes(count: int):
    return time_machine.travel(TEN + timedelta(minutes=count, seconds=17), tick=False)


def told_at(tell, minute: int):
    with minutes(minute):
        return tell(contact={"way": "email", "email": "kim@example.org"})


def moments_of(row) -> list[datetime]:
    """Every moment in a row, whatever the column is called."""
    fields = [one for one in row._meta.concrete_fields if isinstance(one, models.DateTimeField)]
    return [value for one in fields if (value := getattr(row, one.name))]


def test_no_row_and_no_line_of_a_resident_says_more_than_the_hour(tell, reception):
    """Looked for in every table, not only in those one thinks of."""
    told = told_at(tell, 41)
    with minutes(43):
        resident = admitting.admit(told.code)
        conversing.write(resident, text="En sak till.", ticket=tickets.new())
        conversing.read_thread(resident)
        remarking.send(by=ANYBODY, ticket=tickets.new(), text="Knappen syns inte.")
        raising_concern.tell(by=ANYBODY, ticket=tickets.new(), concern="Oro.", must_report=False)
        outbox.deliver()
        withdrawing.take_back_request(resident)
    found = {
        f"{model._meta.label} {moment}"
        for model in apps.get_models()
        if model._meta.app_label in ("audit", "intake")
        for row in model._default_manager.all()
        for moment in moments_of(row)
        if TEN + A_SECOND < moment < TEN + timedelta(hours=1)
    }
    waiting = Outgoing.objects.filter(state="queued")
    assert not found - {f"audit.Outgoing {one.due_at}" for one in waiting}
    assert Event.objects.filter(at=TEN).exists()


def test_the_order_of_the_thread_is_kept(tell, amina):
    told = told_at(tell, 5)
    with minutes(10):
        triaging.take(told.help_request.pk, by=amina)
    with minutes(20):
        answering.answer(told.help_request.pk, text="Hej!", by=amina)
    with minutes(40):
        resident = admitting.admit(told.code)
        conversing.write(resident, text="Tack.", ticket=tickets.new())
        conversing.write(resident, text="En sak till.", ticket=tickets.new())
    with minutes(50):
        answering.answer(told.help_request.pk, text="Självklart.", by=amina)
        thread = conversing.read_thread(resident)
        steps = [step.when for step in so_far.so_far(resident).steps]
    assert [one.text for one in thread.said[1:]] == ["Hej!", "Tack.", "En sak till.", "Självklart."]
    assert steps == sorted(steps)
    mine = Message.objects.filter(writer="person").latest("written_at").written_at
    assert mine - (TEN + timedelta(minutes=20, seconds=17)) < A_SECOND  # right behind our answer


def test_the_queue_keeps_who_came_first_within_the_hour(tell):
    first, second, third = (told_at(tell, minute).help_request for minute in (55, 20, 3))
    times = [HelpRequest.objects.get(pk=one.pk).received_at for one in (first, second, third)]
    assert times == sorted(times)
    assert times[-1] - times[0] < A_SECOND


@pytest.mark.parametrize(
    ("clock", "kept"),
    [
        ("10:40", "10:00"),
        ("08:10", "08:00"),
        ("07:40", "07:00"),
        ("17:20", "17:00"),
        ("22:59", "22:00"),
    ],
)
def test_what_came_in_is_rounded_down(house, clock, kept):
    def at(time):
        return datetime.fromisoformat(f"2026-11-23T{time}:59+01:00")

    assert promising.received(at(clock)) == at(kept).replace(second=0)


@pytest.mark.parametrize("urgency", ["normal", "same_day"])
@pytest.mark.parametrize("opens_at", [8, 8.5])
def test_no_promise_gets_longer_and_none_is_over_before_it_is_given(house, urgency, opens_at):
    hour, half = int(opens_at), int(opens_at % 1 * 60)
    house.opening_hours.update(opens=f"{hour:02d}:{half:02d}", closes="16:30")
    for minute in range(0, 24 * 60, 7):
        now = datetime(2026, 11, 23, tzinfo=STOCKHOLM) + timedelta(minutes=minute)
        exact = promising.promise(now, urgency)
        given = promising.promise(promising.received(now), urgency)
        assert now - timedelta(hours=1) < given <= exact
        assert exact - given < timedelta(hours=1)


def test_a_visitor_who_tries_to_sign_in_is_watched_to_the_second(db):
    """Accounts are no residents': whoever guesses a password stands in the log as ever."""
    with minutes(41):
        exact = coarse.of_line(ANYBODY, "account.sign_in_failed", "accounts")
        assert exact == timezone.now()
        assert coarse.of_line(ANYBODY, "receipt.refused", "mailbox") == TEN
        assert coarse.of_line(CLOCK, "outbox.sent", "command") == TEN
        assert coarse.of_line(CLOCK, "seal.alarm", "command") == timezone.now()


def test_a_remark_bears_the_hour(house, north):
    with minutes(41):
        remarking.send(by=ANYBODY, ticket=tickets.new(), text="Knappen syns inte.")
    assert Remark.objects.get().received_at == TEN
