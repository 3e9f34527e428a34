"""An agreed order: the clock asks the next one when one says no – and only exactly as agreed."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from audit.guard import place_of
from audit.models import Event, Outgoing
from intake.models import Item
from intake.services import protecting
from referrals.models import LegalGround, Referral, ReferralGrant
from referrals.services import (
    answering,
    chasing,
    drafting,
    lining_up,
    pairing,
    sending,
    withdrawing,
)
from referrals.views.tasks import tasks_of
from tests.referrals.conftest import (
    GOALS,
    a_day,
    a_draft,
    approve,
    consent_to,
    in_line,
    send,
)

REASON = {"reason": "capacity"}


@pytest.fixture
def other(help_request, debt_advice, amina, dag):
    """A second draft, to the debt advice, on a consent of its own: nothing is missing."""
    row = a_draft(help_request, debt_advice, amina)
    given = consent_to(debt_advice, help_request, amina)
    return drafting.set_consent_basis(row.pk, consent_pk=given.pk, by=amina)


@pytest.fixture
def lined(sent, other, amina):
    return in_line(other, sent, amina)


def notices(name) -> int:
    return Outgoing.objects.filter(notice=f"referrals.{name}").count()


def now(row) -> Referral:
    row.refresh_from_db()
    return row


def test_the_next_one_is_asked_when_one_says_no(sent, lined, clara, dag, amina):
    assert lining_up.sweep() == 0
    answering.decline(sent.pk, by=clara, **REASON)
    assert [lining_up.sweep() for _time in range(2)] == [1, 0]
    assert (now(lined).status, lined.sent_digest) == ("sent", lined.agreed_digest)
    assert ReferralGrant.objects.filter(content_object=lined, group=lined.to.group).exists()
    assert answering.open_envelope(lined.pk, by=dag).status == "opened"
    line = Event.objects.get(deed="referral.send", about=f"referrals.referral/{lined.pk}")
    assert (line.actor, line.facts["agreed_by"]) == ("clock", amina.pk)
    assert (notices("NEXT_SENT"), notices("NOT_SENT")) == (1, 0)


def test_silence_is_a_no(clock, sent, lined):
    chasing.sweep(timezone.now() + (a_day(30) - a_day(0)))
    assert now(sent).status == "expired"
    lining_up.sweep()
    assert now(lined).status == "sent"


def test_a_consent_taken_back_meanwhile_stops_it(sent, lined, clara, amina):
    """The draft that rested on it is thrown away with it, and nobody is asked."""
    withdrawing.record_wish(lined.basis.consent_id, by=amina)
    answering.decline(sent.pk, by=clara, **REASON)
    assert lining_up.sweep() == 0
    assert not Referral.objects.filter(pk=lined.pk).exists()


def test_marked_as_a_protected_identity_since_nothing_leaves_by_itself(
    sent, other, second_ground, clara, dag, amina, lena
):
    """Approved it was, on a ground that asks for it, and agreed on as of anybody. Nobody has
    looked twice since.
    """
    LegalGround.objects.filter(pk=second_ground.pk).update(
        recipients=[other.to.kind], may_tell=[str(item) for item in Item]
    )
    drafting.set_ground_basis(other.pk, ground_pk=second_ground.pk, reasons="Därför.", by=amina)
    approve(other, amina, lena)
    in_line(now(other), sent, amina)
    protecting.protect(other.help_request_id, by=amina)
    answering.decline(sent.pk, by=clara, **REASON)
    assert lining_up.sweep() == 1
    assert (now(other).status, other.after) == ("draft", None)
    line = Event.objects.get(deed="referral.break_off")
    assert line.facts["because"] == "protected_since"
    assert (notices("NEXT_SENT"), notices("NOT_SENT")) == (0, 1)


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"basis__consent__valid_until": a_day(-1)}, "gate_basis_holds"),
        ({"basis__consent__items": ["name"]}, "gate_covers"),
        ({"to__agreement_until": a_day(-1)}, "gate_partner"),
        ({"help_request__is_protected": True}, "gate_approval"),
        ({"service__is_active": False}, "gate_service"),
    ],
)
def test_what_is_not_as_agreed_any_more_is_a_persons_to_decide(changed, why, sent, lined, clara):
    answering.decline(sent.pk, by=clara, **REASON)
    ((path, value),) = changed.items()
    *way, column = path.split("__")
    row = lined
    for step in way:
        row = getattr(row, step)
    type(row).objects.filter(pk=row.pk).update(**{column: value})
    assert lining_up.sweep() == 1
    assert (now(lined).status, lined.after, lined.holder) == ("draft", None, "us")
    line = Event.objects.get(deed="referral.break_off")
    assert (line.actor, line.facts["because"]) == ("clock", why)
    assert (notices("NEXT_SENT"), notices("NOT_SENT")) == (0, 1)


@pytest.mark.parametrize("end", ["accept", "recall", "withdraw"])
def test_after_anything_but_a_no_nobody_else_is_asked(end, sent, lined, clara, amina):
    {
        "accept": lambda: answering.accept(sent.pk, by=clara),
        "recall": lambda: sending.recall(sent.pk, reason="changed", by=amina),
        "withdraw": lambda: withdrawing.withdraw(sent.pk, by=amina),
    }[end]()
    lining_up.sweep()
    assert (now(lined).status, lined.after) == ("draft", None)
    assert Event.objects.get(deed="referral.break_off").facts["because"] == "no_need"


@pytest.fixture
def last(help_request, school, sent, other, amina):
    """The youth centre and debt advice are asked at once, and the school if the first says no."""
    send(other, amina)
    pairing.put_together(sent.pk, with_pks=[other.pk], by=amina)
    row = a_draft(help_request, school, amina)
    given = consent_to(school, help_request, amina)
    return in_line(drafting.set_consent_basis(row.pk, consent_pk=given.pk, by=amina), sent, amina)


def test_of_those_asked_at_once_all_have_said_no_before_the_next_is_asked(
    last, sent, other, clara, dag
):
    answering.decline(sent.pk, by=clara, **REASON)
    assert lining_up.sweep() == 0
    assert (now(last).status, last.after) == ("draft", sent)
    answering.decline(other.pk, by=dag, **REASON)
    assert lining_up.sweep() == 1
    assert now(last).status == "sent"


def test_a_yes_of_one_of_them_is_a_yes(last, sent, other, clara, dag):
    answering.decline(sent.pk, by=clara, **REASON)
    answering.accept(other.pk, reservation=True, by=dag)
    assert lining_up.sweep() == 1
    assert (now(last).status, last.after) == ("draft", None)
    assert Event.objects.get(deed="referral.break_off").facts["because"] == "no_need"


def test_a_question_in_between_changes_nothing(sent, lined, clara):
    answering.ask(sent.pk, code="scope", by=clara)
    assert lining_up.sweep() == 0
    assert now(lined).after == sent


def test_whoever_writes_in_it_has_agreed_to_nothing(sent, lined, clara, amina):
    drafting.revise(
        lined.pk, goals=GOALS, situation="Annat", items=[], access=[], urgency="normal", by=amina
    )
    assert (now(lined).after, lined.agreed_digest, lined.agreed_by) == (None, "", None)
    answering.decline(sent.pk, by=clara, **REASON)
    assert lining_up.sweep() == 0


def test_three_in_a_row(help_request, sent, lined, school, amina, clara, dag):
    third = a_draft(help_request, school, amina)
    given = consent_to(school, help_request, amina)
    third = drafting.set_consent_basis(third.pk, consent_pk=given.pk, by=amina)
    in_line(third, lined, amina)
    answering.decline(sent.pk, by=clara, **REASON)
    assert lining_up.sweep() == 1
    assert (now(lined).status, now(third).status) == ("sent", "draft")
    answering.decline(lined.pk, by=dag, **REASON)
    lining_up.sweep()
    assert now(third).status == "sent"


def test_what_waited_for_a_draft_that_is_thrown_away_waits_for_nothing(
    help_request, sent, lined, school, amina
):
    third = a_draft(help_request, school, amina)
    given = consent_to(school, help_request, amina)
    third = drafting.set_consent_basis(third.pk, consent_pk=given.pk, by=amina)
    in_line(third, lined, amina)
    drafting.discard(lined.pk, by=amina)
    assert now(third).after is None
    assert notices("NOT_SENT") == 1


def test_it_is_agreed_only_on_what_was_seen_and_lacks_nothing(sent, other, amina):
    with pytest.raises(ValidationError) as refusal:
        lining_up.agree(other.pk, after_pk=sent.pk, previewed="0" * 64, by=amina)
    assert refusal.value.code == "not_as_previewed"
    protecting.protect(other.help_request_id, by=amina)
    with pytest.raises(ValidationError) as refusal:
        in_line(other, sent, amina)
    assert refusal.value.error_list[0].code == "gate_approval"


def test_nobody_follows_one_that_is_not_under_way_or_is_asked_together(draft, other, amina, clara):
    with pytest.raises(ValidationError):
        in_line(other, draft, amina)  # a draft that nobody has sent
    send(draft, amina)
    pairing.put_together(other.pk, with_pks=[draft.pk], by=amina)
    with pytest.raises(ValidationError):
        in_line(other, draft, amina)
    pairing.put_together(other.pk, with_pks=[], by=amina)
    answering.accept(draft.pk, by=clara)
    with pytest.raises(ValidationError):
        in_line(other, draft, amina)


def test_a_line_has_no_circle_and_no_fork(help_request, sent, lined, school, amina):
    third = a_draft(help_request, school, amina)
    given = consent_to(school, help_request, amina)
    third = drafting.set_consent_basis(third.pk, consent_pk=given.pk, by=amina)
    with pytest.raises(ValidationError):
        in_line(third, sent, amina)
    in_line(third, lined, amina)
    with pytest.raises(ValidationError):
        in_line(lined, third, amina)


def test_nothing_follows_itself(sent, other, amina):
    with pytest.raises(ValidationError):
        in_line(other, other, amina)


def test_while_it_waits_it_is_nobodys_to_finish(sent, lined, amina):
    """It is sent by itself; broken off, it stands in its author's day again."""
    assert not tasks_of(place_of(amina))
    lining_up.break_off(lined.pk, by=amina)
    assert [task.reference for task in tasks_of(place_of(amina))] == [lined.reference]


def test_while_it_waits_nobody_is_reminded_of_the_draft(clock, sent, lined):
    chasing.sweep(timezone.now() + (a_day(30) - a_day(0)))
    assert notices("WAITING_FOR_US") == 0


def test_it_is_agreed_beside_the_preview_and_ended_with_one_press(at, sent, other, amina):
    client, page = at(amina), reverse("desk:referral_preview", args=[other.pk])
    shown = client.get(page)
    assert [str(key) for key, _label in shown.context["agree"].fields["after_pk"].choices] == [
        str(sent.pk)
    ]
    agree = reverse("desk:referral_agree", args=[other.pk])
    missing = client.post(agree, {"previewed": shown.context["seen"].digest})
    assert "after_pk" in missing.context["agree"].errors
    client.post(agree, {"previewed": shown.context["seen"].digest, "after_pk": str(sent.pk)})
    assert now(other).after == sent
    assert sent.reference in client.get(page).content.decode()
    client.post(reverse("desk:referral_break_off", args=[other.pk]))
    assert now(other).after is None
    assert client.post(reverse("desk:referral_break_off", args=[other.pk])).status_code == 409


def test_whoever_sends_it_now_waits_for_nobody(sent, lined, clara, amina):
    assert (send(lined, amina).status, now(lined).after) == ("sent", None)


def test_the_list_says_whose_answer_it_waits_for_and_not_that_it_is_our_turn(lined, amina, at):
    """Only the one before can move it on; beside “nothing to do” nobody is told to do it."""
    lists = ("desk:referrals",), ("desk:request_referrals", lined.help_request_id)
    for name, *keys in lists:
        shown = at(amina).get(reverse(name, args=keys)).content.decode()
        line = shown.split(f'data-row="{lined.pk}"')[1].split("</tr>")[0]
        assert "Samverkansparten före" in line
        assert not re.search(r">\s*Oss\s*<", line)
