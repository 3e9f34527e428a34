"""A partner's no is no end: somebody of ours says what happens next, within a working day."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from audit.guard import OutOfReach, Refused, place_of
from audit.models import Event, Outgoing
from intake.services import triaging
from referrals.models import NextAct, NextStep, NextStepRule, Referral, WhyBack
from referrals.models.codes import DeclineReason, ReturnReason
from referrals.models.coming_back import AT_FIRST
from referrals.services import (
    answering,
    chasing,
    drafting,
    going_on,
    lining_up,
    pairing,
    sending,
    withdrawing,
)
from referrals.views.tasks import tasks_of
from tests.referrals.conftest import a_draft, consent_to, in_line, send


def step_of(referral) -> NextStep:
    return NextStep.objects.get(referral=referral)


def notices(name) -> list[str]:
    sent = Outgoing.objects.filter(notice=f"referrals.{name}")
    return sorted(sent.values_list("to", flat=True))


def later(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


@pytest.fixture
def back(clock, opened, clara):
    """Said no to on a Monday morning, for lack of room."""
    return answering.decline(opened.pk, reason="capacity", by=clara)


@pytest.fixture
def another(help_request, school, amina, stina):
    """The same request's question to the school, ready to be sent."""
    row = a_draft(help_request, school, amina)
    given = consent_to(school, help_request, amina)
    return drafting.set_consent_basis(row.pk, consent_pk=given.pk, by=amina)


def test_every_reason_a_partner_can_give_has_a_next_step():
    given = {*DeclineReason.values, *ReturnReason.values, WhyBack.UNANSWERED}
    assert given == set(WhyBack.values) == set(AT_FIRST)


@pytest.mark.parametrize(
    ("state", "why"),
    [("declined", "capacity"), ("returned", "capacity"), ("expired", "unanswered")],
)
def test_whatever_comes_back_is_to_be_decided_within_a_working_day(clock, story, draft, state, why):
    row = story.bring(draft, state)
    step = step_of(row)
    assert (step.why, step.proposed, step.act, step.nth) == (why, "other", "", 1)
    assert going_on._ours().worked(row.ended_at, step.due_at) <= timedelta(hours=9)
    assert step.due_at > row.ended_at


@pytest.mark.parametrize("state", ["closed", "recalled", "withdrawn"])
def test_what_did_not_come_back_asks_for_nothing(story, draft, amina, state):
    row = story.bring(draft, state)
    assert not NextStep.objects.exists()
    with pytest.raises(ValidationError):
        going_on.decide(row.pk, step="nobody", by=amina)


def test_it_is_in_the_day_of_whoever_has_the_request_until_it_is_decided(back, amina, lena):
    triaging.take(back.help_request_id, by=amina)
    assert [task.reference for task in tasks_of(place_of(amina))] == [back.reference]
    assert not tasks_of(place_of(lena))
    going_on.decide(back.pk, step="nobody", by=amina)
    assert not tasks_of(place_of(amina))
    step = step_of(back)
    assert (step.act, step.due_at, step.decided_by) == ("nobody", None, amina)
    line = Event.objects.get(deed="referral.next_step")
    assert line.facts == {"act": "nobody", "why": "capacity"}


def test_nobody_decides_about_another_teams(back, bjorn, clara):
    with pytest.raises(OutOfReach):
        going_on.decide(back.pk, step="nobody", by=bjorn)
    with pytest.raises(Refused):
        going_on.decide(back.pk, step="nobody", by=clara)


@pytest.mark.parametrize("act", ["", "ended", "hope"])
def test_what_is_no_choice_is_refused_and_nothing_changes(back, amina, act):
    with pytest.raises(ValidationError):
        going_on.decide(back.pk, step=act, by=amina)
    assert step_of(back).act == ""


def test_the_lead_is_told_once_when_nobody_has_decided_in_time(back, clock, lena):
    assert going_on.sweep() == 0
    clock.move_to("2027-03-02 09:01+01:00")
    assert [going_on.sweep() for _time in range(2)] == [1, 0]
    assert notices("STEP_LATE") == [f"accounts.user/{lena.pk}"]
    assert step_of(back).is_due, "told is not decided"


def test_asked_again_on_a_day_it_comes_back_that_morning(back, clock, amina):
    going_on.decide(back.pk, step="later", on=date(2027, 3, 15), by=amina)
    assert timezone.localtime(step_of(back).due_at).isoformat() == "2027-03-15T08:00:00+01:00"
    clock.move_to("2027-03-14 23:00+01:00")
    assert going_on.sweep() == 0
    clock.move_to("2027-03-15 08:01+01:00")
    assert [going_on.sweep() for _time in range(2)] == [1, 0]
    step = step_of(back)
    assert (step.act, step.decided_by, len(notices("LOOK"))) == ("", None, 1)
    assert timezone.localdate(step.due_at) == date(2027, 3, 16)


@pytest.mark.parametrize("days", [None, -1, 0, 181])
def test_a_later_day_is_after_today_and_within_half_a_year(back, amina, days):
    with pytest.raises(ValidationError) as refusal:
        going_on.decide(back.pk, step="later", on=None if days is None else later(days), by=amina)
    assert "on" in refusal.value.error_dict


def test_asking_somebody_else_is_the_next_step(back, school, amina):
    service = school.services.get()
    sending.try_next(back.pk, to_pk=school.pk, service_pk=service.pk, by=amina)
    assert (step_of(back).act, step_of(back).decided_by) == ("other", amina)


def test_so_is_the_next_one_in_an_agreed_order_which_the_clock_asks(
    clock, sent, another, amina, clara
):
    in_line(another, sent, amina)
    answering.decline(sent.pk, reason="capacity", by=clara)
    assert step_of(sent).is_due
    lining_up.sweep()
    assert (step_of(sent).act, step_of(sent).decided_by) == ("other", None)


def test_while_others_are_asked_it_is_proposed_to_wait_for_them(clock, sent, another, amina, clara):
    send(another, amina)
    pairing.put_together(sent.pk, with_pks=[another.pk], by=amina)
    answering.decline(sent.pk, reason="capacity", by=clara)
    assert step_of(sent).proposed == "wait"


def test_when_the_request_ends_nothing_more_is_to_be_decided(back, amina, resident):
    withdrawing.take_back_request(resident)
    assert (step_of(back).act, step_of(back).due_at) == ("ended", None)


def test_so_it_is_when_we_close_it(back, amina):
    triaging.take(back.help_request_id, by=amina)
    triaging.close(back.help_request_id, reason="advised", children="none", by=amina)
    assert (step_of(back).act, step_of(back).decided_by) == ("ended", amina)


def test_the_lead_is_called_when_a_request_has_come_back_more_than_twice(
    clock, draft, help_request, youth_centre, consent, amina, clara, lena
):
    for nth in (1, 2, 3):
        row = draft
        if nth > 1:
            row = a_draft(help_request, youth_centre, amina)
            row = drafting.set_consent_basis(row.pk, consent_pk=consent.pk, by=amina)
        send(row, amina)
        answering.decline(row.pk, reason="capacity", by=clara)
        assert (step_of(row).nth, step_of(row).is_often) == (nth, nth > 2)
        assert len(notices("MANY_TIMES")) == (1 if nth > 2 else 0)
    assert notices("MANY_TIMES") == [f"accounts.user/{lena.pk}"]


def test_what_is_proposed_and_how_soon_is_the_municipalitys(clock, opened, clara):
    today = timezone.localdate()
    rules = (("talk", 3, today), ("nobody", 1, today + timedelta(days=1)))
    for version, (act, days, day) in enumerate(rules, 1):
        NextStepRule.objects.create(
            code="capacity", version=version, act=act, days=days, valid_from=day
        )
    answering.decline(opened.pk, reason="capacity", by=clara)
    step = step_of(opened)
    assert (step.proposed, timezone.localdate(step.due_at)) == ("talk", date(2027, 3, 4))


def test_the_database_refuses_a_step_that_nobody_decides_and_nothing_is_due_about(back):
    for values in (
        {"due_at": None},
        {"act": "nobody"},
        {"act": "other", "decided_at": timezone.now()},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            NextStep.objects.filter(referral=back).update(**values)


# --- The pages -----------------------------------------------------------------------------------


def test_the_list_shows_what_is_to_be_decided_first_and_only_ones_own(at, back, amina, bjorn):
    url = reverse("desk:next_steps")
    assert [row.pk for row in at(amina).get(url).context["page"]] == [back.pk]
    assert not at(bjorn).get(url).context["page"].object_list
    going_on.decide(back.pk, step="nobody", by=amina)
    for show, many in (("", 0), ("late", 0), ("often", 0), ("nobody", 1), ("all", 1), ("?", 0)):
        shown = at(amina).get(url, {"show": show}).context["page"].object_list
        assert len(shown) == many, show


def test_it_is_decided_on_its_page_which_keeps_what_was_chosen(at, back, amina, clock):
    client, url = at(amina), reverse("desk:referral_step", args=[back.pk])
    page = client.get(url)
    assert page.context["form"].initial["step"] == "other"
    assert "(frivilligt)" not in page.content.decode()
    refused = client.post(url, {"step": "later", "on": "2027-02-28"})
    assert "on" in refused.context["form"].errors
    assert 'value="2027-02-28"' in refused.content.decode()
    assert client.post(url, {"step": "talk"}).headers["Location"] == reverse(
        "desk:referral", args=[back.pk]
    )
    assert step_of(back).act == NextAct.TALK


def test_choosing_somebody_else_leads_on_to_whom(at, back, amina):
    url = reverse("desk:referral_step", args=[back.pk])
    answer = at(amina).post(url, {"step": "other"})
    assert answer.headers["Location"] == reverse("desk:referral_next", args=[back.pk])


def test_without_a_step_there_is_no_page(at, sent, amina):
    assert at(amina).get(reverse("desk:referral_step", args=[sent.pk])).status_code == 404


def test_nothing_of_a_referral_that_came_back_is_lost_to_the_sweeper(clock, sent):
    """Run twice, or after a crash, it does nothing new."""
    chasing.sweep(timezone.now() + timedelta(days=60))
    assert Referral.objects.get(pk=sent.pk).status == "expired"
    assert chasing.sweep(timezone.now() + timedelta(days=60)) == 0
    assert NextStep.objects.count() == 1
