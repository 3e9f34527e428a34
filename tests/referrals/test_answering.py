"""Questions and answers, yes and no."""

import uuid
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from audit import guard
from audit.models import Outgoing
from audit.moves import MoveNotAllowed
from config.accounts.roles import Role
from referrals.services import (
    answering,
    drafting,
    following_up,
    reading,
    reporting,
    sending,
    trying,
)
from tests.conftest import _person
from tests.referrals.conftest import a_draft, consent_to, results_of, send


def say(row, text, by):
    question = row.questions.get(answered_at=None)
    return answering.answer(row.pk, question_pk=question.pk, text=text, by=by)


def test_an_answer_goes_forward_sealed_and_is_read_with_the_package(asked, amina, clara):
    row = say(asked, "På tisdagar.", amina)
    assert row.status == "opened"
    assert b"tisdag" not in bytes(row.questions.get().answer)
    answering.accept(row.pk, by=clara)
    opened = reading.open_package(row.pk, by=clara, purpose="referral")
    assert [text for _question, text in opened.questions] == ["På tisdagar."]


def test_three_questions_are_enough(asked, amina, clara):
    for _round in range(2):
        say(asked, "Svar", amina)
        answering.ask(asked.pk, code="scope", by=clara)
    say(asked, "Svar", amina)
    with pytest.raises(ValidationError) as refusal:
        answering.ask(asked.pk, code="scope", by=clara)
    assert refusal.value.code == "too_many_questions"


def test_an_answer_needs_words_and_a_question_of_this_referral(asked, amina):
    with pytest.raises(ValidationError):
        say(asked, "  ", amina)
    with pytest.raises(guard.OutOfReach):
        answering.answer(asked.pk, question_pk=uuid.uuid4(), text="Ja", by=amina)


def test_an_answer_stays_within_the_consent(help_request, youth_centre, amina, clara):
    row = a_draft(help_request, youth_centre, amina, items=["name"])
    consent = consent_to(youth_centre, help_request, amina)
    drafting.set_consent_basis(row.pk, consent_pk=consent.pk, by=amina)
    send(row, amina)
    asked = answering.ask(row.pk, code="scope", by=clara)
    consent.items = ["name"]
    consent.save()
    with pytest.raises(ValidationError) as refusal:
        say(asked, "Ord", amina)
    assert refusal.value.code == "not_covered"
    assert say(asked, "", amina).status == "opened", "it does not wait with us for ever"


def test_our_silence_does_not_eat_the_partners_time(clock, opened, amina, clara):
    clock.move_to("2027-03-02 09:00+01:00")
    answering.ask(opened.pk, code="scope", by=clara)
    clock.move_to("2027-03-05 09:00+01:00")
    row = say(opened, "Svar", amina)
    assert timezone.localtime(row.due_at).isoformat() == "2027-03-09T09:00:00+01:00"
    assert row.time_left is None


def test_an_answered_partner_has_at_least_half_a_day(clock, opened, amina, clara):
    clock.move_to("2027-03-04 08:30+01:00")
    answering.ask(opened.pk, code="scope", by=clara)
    clock.move_to("2027-03-04 09:00+01:00")
    row = say(opened, "Svar", amina)
    assert row.due_at - timezone.now() == timedelta(hours=4)


def test_a_no_says_why_and_may_suggest(sent, clara, school, youth_centre):
    row = answering.decline(
        sent.pk, reason="wrong_service", suggested_pk=school.services.get().pk, by=clara
    )
    assert (row.decline_reason, row.suggested) == ("wrong_service", school.services.get())
    assert Outgoing.objects.filter(notice="referrals.BACK").exists()


@pytest.mark.parametrize("wrong", [{"reason": "tired"}, {"reason": "area", "suggested_pk": 9999}])
def test_a_no_is_a_code(wrong, sent, clara):
    with pytest.raises(ValidationError):
        answering.decline(sent.pk, by=clara, **wrong)
    sent.refresh_from_db()
    assert sent.status == "sent"


def test_two_say_yes_and_one_is_told_that_it_is_done(opened, clara, carl):
    answering.accept(opened.pk, by=clara)
    with pytest.raises(MoveNotAllowed):
        answering.accept(opened.pk, by=carl)


@pytest.mark.parametrize(
    "results",
    [{}, {0: ("met", "")}, {0: ("met", ""), 1: ("partly", "")}, {0: ("met", ""), 1: ("so", "")}],
)
def test_every_goal_has_a_result_and_all_but_the_reached_a_reason(results, active, clara):
    goals = list(active.goals.values_list("pk", flat=True))
    with pytest.raises(ValidationError):
        reporting.report(
            active.pk, results={goals[n]: said for n, said in results.items()}, by=clara
        )
    assert set(active.goals.values_list("result", flat=True)) == {""}


def test_a_result_belongs_to_a_goal_of_this_referral(active, clara):
    with pytest.raises(guard.OutOfReach):
        reporting.report(
            active.pk, results={**results_of(active), uuid.uuid4(): ("met", "")}, by=clara
        )


def test_three_attempts_without_contact_are_told_to_us(clock, accepted, clara):
    for _attempt in range(3):
        trying.attempt(accepted.pk, way="email", by=clara)
    assert Outgoing.objects.filter(notice="referrals.NOT_REACHED").count() == 1


def test_the_lead_gives_it_to_one_of_their_own_only(accepted, carl, clara, dag):
    assert following_up.assign(accepted.pk, to_user_pk=clara.pk, by=carl).assigned_to == clara
    with pytest.raises(ValidationError):
        following_up.assign(accepted.pk, to_user_pk=dag.pk, by=carl)


def test_nobody_is_given_it_who_could_not_open_it(accepted, carl, clara, youth_centre):
    """A registrar reads no referrals, and a machine is nobody."""
    registrar = _person("rita", Role.REGISTRAR, youth_centre)
    machine = _person("system", Role.PARTNER_SYSTEM, youth_centre)
    for somebody in (registrar, machine):
        with pytest.raises(ValidationError):
            following_up.assign(accepted.pk, to_user_pk=somebody.pk, by=carl)
    assert following_up.members(accepted) == [carl, clara]


def test_the_sender_is_told_without_a_word_of_what(reported, north):
    ours = Outgoing.objects.filter(to=f"partners.team/{north.pk}", notice__startswith="referrals.")
    assert set(ours.values_list("notice", flat=True)) == {"referrals.NEWS"}
    assert ours.count() == 2


def test_a_recalled_referral_is_told_to_the_partner(sent, amina, youth_centre):
    sending.recall(sent.pk, reason="changed", by=amina)
    told = Outgoing.objects.filter(to=f"partners.organisation/{youth_centre.pk}")
    assert set(told.values_list("notice", flat=True)) == {"referrals.ASKED", "referrals.ENDED"}
