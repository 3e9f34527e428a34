"""How far it has come, how it went, said again, and objected to once."""

import uuid
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from audit import guard
from audit.models import Event, Outgoing
from referrals.models import Referral
from referrals.services import chasing, following_up, reporting
from tests.referrals.conftest import results_of


def due(row) -> str:
    return timezone.localtime(row.due_at).isoformat()[:16]


def say(row, by, result="met", reason=""):
    return reporting.amend(row.pk, results=results_of(row, result, reason), by=by)


@pytest.fixture
def contested(clock, reported, amina):
    return reporting.contest(reported.pk, reason="incomplete", by=amina)


def test_progress_is_a_step_for_each_goal_and_begins_the_time_anew(clock, active, clara):
    first, second = results_of(active)
    clock.move_to("2027-03-10 09:00+01:00")
    row = reporting.progress(active.pk, steps={first: "half_way", second: "begun"}, by=clara)
    assert list(row.goals.values_list("progress", flat=True)) == ["half_way", "begun"]
    assert due(row) == "2027-04-09T09:00"
    assert Event.objects.get(deed="referral.progress").facts["steps"] == ["half_way", "begun"]


@pytest.mark.parametrize("wrong", ["", "excellent"])
def test_progress_is_a_code_for_every_goal(wrong, active, clara):
    first, second = results_of(active)
    with pytest.raises(ValidationError):
        reporting.progress(active.pk, steps={first: "begun", second: wrong}, by=clara)
    with pytest.raises(ValidationError):
        reporting.progress(active.pk, steps={first: "begun"}, by=clara)
    with pytest.raises(guard.OutOfReach):
        reporting.progress(
            active.pk, steps={first: "begun", second: "begun", uuid.uuid4(): "begun"}, by=clara
        )
    assert set(active.goals.values_list("progress", flat=True)) == {""}


def test_every_version_of_a_report_is_kept(reported, clara):
    row = say(reported, clara, "partly", "time")
    kept = [report.results for report in row.reports.all()]
    assert [[codes[1:] for codes in results] for results in kept] == [
        [["met", ""], ["met", ""]], [["partly", "time"], ["partly", "time"]],
    ]  # fmt: skip
    assert set(row.goals.values_list("result", flat=True)) == {"partly"}


def test_an_objection_gives_the_partner_five_days_and_then_it_is_ours(clock, contested):
    assert (contested.holder, due(contested)) == ("partner", "2027-03-08T09:00")
    assert Outgoing.objects.filter(notice="referrals.LOOK_AGAIN").exists()
    chasing.sweep(contested.due_at)
    row = Referral.objects.get(pk=contested.pk)
    assert (row.status, row.holder, due(row)) == ("reported", "us", "2027-03-15T09:00")


def test_the_partners_answer_brings_it_back_to_us(contested, clara):
    row = say(contested, clara)
    assert (row.status, row.holder, row.reports.count()) == ("reported", "us", 2)


def test_we_object_once(contested, clara, amina):
    say(contested, clara)
    with pytest.raises(ValidationError) as refusal:
        reporting.contest(contested.pk, reason="incomplete", by=amina)
    assert refusal.value.code == "contested"


def test_an_objection_that_nobody_answers_is_ours_to_decide_and_never_the_clocks(clock, contested):
    for days in (9, 30, 300):
        chasing.sweep(timezone.now() + timedelta(days=days))
    contested.refresh_from_db()
    assert (contested.status, contested.holder, contested.with_lead) == ("reported", "us", True)


def test_two_views_of_whether_it_helped(reported, amina):
    row = following_up.acknowledge(reported.pk, our_view="helped", persons_view="partly", by=amina)
    assert (row.our_view, row.persons_view) == ("helped", "partly")


def test_a_report_that_was_changed_meanwhile_is_read_again_first(at, reported, amina, clara):
    client, page = at(amina), reverse("desk:referral_acknowledge", args=[reported.pk])
    seen = client.get(page).context["form"]["version"].value()
    reporting.amend(reported.pk, results=results_of(reported, "not", "time"), by=clara)
    late = client.post(page, {"version": seen, "our_view": "helped"})
    assert late.context["form"].non_field_errors()
    assert late.context["form"]["our_view"].value() == "helped"
    again = late.context["form"]["version"].value()
    assert client.post(page, {"version": again, "our_view": "helped"}).status_code == 302
    reported.refresh_from_db()
    assert reported.status == "closed"


def test_not_to_know_is_an_answer(reported, amina):
    row = following_up.acknowledge(reported.pk, by=amina)
    assert (row.our_view, row.persons_view) == ("unknown", "unknown")


def test_what_is_handed_back_says_what_was_done_and_booked(active, carl, school):
    row = following_up.give_back(
        active.pk, reason="needs_more", work_done="some", appointments="stand",
        suggested_pk=school.services.get().pk, by=carl,
    )  # fmt: skip
    assert (row.work_done, row.appointments) == ("some", "stand")
    assert row.suggested == school.services.get()


def test_why_a_goal_was_not_reached_is_not_called_optional(at, active, clara):
    """Nobody is refused for leaving empty what the page said may be left empty."""
    shown = at(clara).get(reverse("portal:report", args=[active.pk])).content.decode()
    assert "Om inte helt uppnått: varför?" in shown
    assert "(frivilligt)" not in shown
