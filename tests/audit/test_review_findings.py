"""What a reviewer finds: in codes, never about themselves, never over a colleague's finding."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from audit.actors import CLOCK
from audit.guard import OutOfReach, Refused, note_refusal
from audit.models import Event, Item
from audit.services import figures, findings, rounds
from audit.services.findings import Chosen
from config.accounts.services import joining
from intake.services import reading

DAY = timedelta(days=1)


@pytest.fixture
def lisa(house):
    """The second reviewer."""
    return joining.join(
        by=CLOCK, email="lisa@tallsunda.example", name="Lisa", role="log_reviewer",
        organisation=house, teams=[], password=None,
    )  # fmt: skip


@pytest.fixture
def drawn(help_request, amina, lena, loke):
    """A round with three items: Amina's read, Lena's read, and Loke's refusals."""
    for by in (amina, lena):
        reading.read(help_request.pk, by=by, purpose="triage")
    for _n in range(3):
        note_refusal(loke, None, 404)
    today = timezone.localdate()
    with time_machine.travel(timezone.now() + DAY, tick=False):
        return rounds.draw(first=today, last=today, by=loke)


def of(somebody) -> Item:
    return Item.objects.get(actor=f"user/{somebody.pk}")


def test_a_finding_says_what_when_by_whom_and_is_a_line(drawn, amina, loke):
    item = findings.find(of(amina).pk, finding="talk", reason="no_task", turn=0, by=loke)
    assert (item.finding, item.reason, item.found_by) == ("talk", "no_task", f"user/{loke.pk}")
    assert item.found_at is not None
    line = Event.objects.get(deed="review.find")
    assert (line.actor, line.about) == (f"user/{loke.pk}", f"audit.item/{item.pk}")
    assert line.facts == {"finding": "talk", "reason": "no_task", "line": item.number, "turn": 1}


@pytest.mark.parametrize(
    "given", [{"finding": ""}, {"finding": "fine"}, {"finding": "talk", "reason": "Kim"}]
)
def test_only_codes_are_taken(drawn, amina, loke, given):
    with pytest.raises(ValidationError):
        findings.find(of(amina).pk, turn=0, by=loke, **given)
    assert of(amina).finding == ""


def test_nobody_reviews_themselves_a_colleague_does(drawn, loke, lisa):
    item = of(loke)
    for act in (
        findings.look_at,
        lambda pk, by: findings.find(pk, finding="explained", turn=0, by=by),
    ):
        with pytest.raises(OutOfReach):
            act(item.pk, by=loke)
    assert (
        findings.find(item.pk, finding="explained", turn=0, by=lisa).found_by == f"user/{lisa.pk}"
    )


def test_the_database_itself_refuses_a_finding_about_oneself(drawn, loke):
    item = of(loke)
    item.finding, item.found_by, item.found_at = "explained", f"user/{loke.pk}", timezone.now()
    with pytest.raises(IntegrityError), transaction.atomic():
        item.save()


def test_with_one_reviewer_their_own_item_waits_and_is_counted(drawn, loke, lisa):
    _round, page = findings.look(drawn.pk, Chosen(), 1, by=loke)
    assert f"user/{loke.pk}" not in {item.actor for item in page}
    assert findings.waiting_for_another(by=loke) == 1
    assert findings.waiting_for_another(by=lisa) == 0
    (row,) = findings.rounds(1, by=loke)
    assert (row.total, row.waiting, row.for_another) == (3, 3, 1)


def test_two_at_once_do_not_overwrite_each_other(drawn, amina, loke, lisa):
    findings.find(of(amina).pk, finding="incident", turn=0, by=lisa)
    with pytest.raises(ValidationError):
        findings.find(of(amina).pk, finding="explained", turn=0, by=loke)
    assert (of(amina).finding, of(amina).found_by) == ("incident", f"user/{lisa.pk}")


def test_after_the_talk_another_finding_stands_beside_the_first(drawn, amina, loke, lisa):
    findings.find(of(amina).pk, finding="talk", turn=0, by=lisa)
    first = of(amina).first_found_at
    findings.find(of(amina).pk, finding="explained", reason="cover", turn=1, by=loke)
    item, before = findings.look_at(of(amina).pk, by=loke)
    assert [line.facts["finding"] for line in before] == ["talk", "explained"]
    assert (item.finding, item.first_found_at) == ("explained", first)


def test_the_next_one_is_further_down_and_then_from_the_beginning(drawn, amina, lena, loke):
    first, second = sorted((of(amina), of(lena)), key=lambda item: item.position)
    assert findings.first_waiting(drawn, by=loke) == first
    assert findings.next_after(first, by=loke) == second
    assert findings.next_after(second, by=loke) == first
    for item in (first, second):
        findings.find(item.pk, finding="explained", turn=0, by=loke)
    assert findings.next_after(second, by=loke) is None


def test_looking_is_a_line_too(drawn, amina, loke):
    findings.look(drawn.pk, Chosen(state="waiting"), 1, by=loke)
    findings.look_at(of(amina).pk, by=loke)
    seen = Event.objects.filter(deed="review.viewed").order_by("pk")
    assert [line.about.split("/")[0] for line in seen] == ["audit.round", "audit.item"]
    assert seen[0].facts["state"] == "waiting"


@pytest.mark.parametrize("who", ["amina", "lena", "adam", "sofia"])
def test_nobody_else_reviews(drawn, amina, who, request):
    by = request.getfixturevalue(who)
    for act in (
        lambda: findings.find(of(amina).pk, finding="explained", turn=0, by=by),
        lambda: findings.look_at(of(amina).pk, by=by),
        lambda: findings.look(drawn.pk, Chosen(), 1, by=by),
        lambda: findings.protocol(drawn.pk, by=by),
        lambda: findings.rounds(1, by=by),
        lambda: figures.figures(by=by),
    ):
        with pytest.raises(Refused):
            act()


@pytest.mark.parametrize(
    ("chosen", "count"),
    [({"state": "waiting"}, 1), ({"state": "talk"}, 1), ({"how": "chance"}, 2),
     ({"how": "risk"}, 0), ({"sign": "glass"}, 0), ({}, 2)],
)  # fmt: skip
def test_the_queue_can_be_narrowed(drawn, amina, loke, chosen, count):
    findings.find(of(amina).pk, finding="talk", turn=0, by=loke)
    _round, page = findings.look(drawn.pk, Chosen(**chosen), 1, by=loke)
    assert len(page) == count
    _round, page = findings.look(drawn.pk, Chosen(actor=f"user/{amina.pk}"), 1, by=loke)
    assert [item.actor for item in page] == [f"user/{amina.pk}"]


# --- Figures -------------------------------------------------------------------------------------


def after(days):
    return time_machine.travel(timezone.now() + DAY + timedelta(days=days), tick=False)


def test_the_share_within_seven_days_counts_the_first_finding_and_what_is_overdue(
    drawn, amina, lena, loke, lisa
):
    with after(2):
        findings.find(of(amina).pk, finding="explained", turn=0, by=loke)
        (month,) = figures.figures(by=loke).months
        assert (month.items, month.reviewed, month.in_time, month.share) == (3, 1, 1, 100)
        assert not month.is_short
    with after(8):
        findings.find(of(lena).pk, finding="explained", turn=0, by=loke)
        (month,) = figures.figures(by=loke).months
        assert (month.reviewed, month.in_time, month.share) == (2, 1, 33)
        assert month.is_short


def test_late_is_what_nobody_has_reviewed_for_more_than_seven_days(drawn, amina, loke):
    with after(6.9):
        assert figures.late() == 0
    with after(7.1):
        assert figures.late() == 3
        findings.find(of(amina).pk, finding="explained", turn=0, by=loke)
        assert (figures.late(), figures.waiting()) == (2, 2)


def test_the_hit_rate_is_talks_and_incidents_of_what_was_reviewed(drawn, amina, lena, loke):
    Item.objects.filter(actor__in=[f"user/{amina.pk}", f"user/{lena.pk}"]).update(signs=["no_task"])
    rates = {one.code: one for one in figures.figures(by=loke).signs}
    assert (rates["no_task"].items, rates["no_task"].rate) == (2, None)
    findings.find(of(amina).pk, finding="incident", turn=0, by=loke)
    findings.find(of(lena).pk, finding="explained", turn=0, by=loke)
    rates = {one.code: one for one in figures.figures(by=loke).signs}
    assert (rates["no_task"].hits, rates["no_task"].rate) == (1, 50)
    assert rates["by_chance"].items == 3
    assert rates["glass"].rate is None
