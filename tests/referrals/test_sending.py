"""What you preview is what they get, and nobody else gets it."""

from datetime import time, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from audit import guard
from audit.models import Event, Outgoing
from audit.moves import MoveNotAllowed
from intake.services import reaching
from partners.models import ClosedDays, OpeningHours
from referrals.models import Referral, ReferralGrant, Tombstone
from referrals.services import answering, drafting, reading, sending
from tests.referrals.conftest import GOALS, SITUATION, a_draft, approve, send, submit


def codes(refusal) -> set[str]:
    return {error.code for error in refusal.value.error_list}


def to_police(help_request, police, police_ground, by):
    row = a_draft(help_request, police, by, goals=[], situation="", items=["name"])
    drafting.set_ground_basis(row.pk, ground_pk=police_ground.pk, reasons="Därför", by=by)
    return row


def test_a_digest_of_something_else_blocks_sending(draft, amina):
    seen = drafting.preview(draft.pk, by=amina).digest
    drafting.revise(
        draft.pk, goals=GOALS, situation=SITUATION, items=["name"], access=[], urgency="normal",
        by=amina,
    )  # fmt: skip
    with pytest.raises(ValidationError) as refusal:
        sending.send(draft.pk, previewed=seen, by=amina)
    assert refusal.value.code == "not_as_previewed"


def test_the_digest_names_the_basis_and_the_envelope_too(draft, ground, amina):
    before = drafting.preview(draft.pk, by=amina).digest
    drafting.set_ground_basis(draft.pk, ground_pk=ground.pk, reasons="Därför", by=amina)
    assert drafting.preview(draft.pk, by=amina).digest != before
    told = draft.package.digest()
    draft.urgency = "same_day"
    assert draft.package.digest() != told


def test_rules_for_contact_that_were_changed_meanwhile_stop_it(draft, amina, resident):
    reaching.change(resident, way="email", email="k@example.org", is_shared=True)
    with pytest.raises(ValidationError) as refusal:
        send(draft, amina)
    assert codes(refusal) == {"gate_rules"}
    words = {"goals": GOALS, "situation": SITUATION, "items": ["email"]}
    drafting.revise(draft.pk, access=[], urgency="normal", by=amina, **words)
    assert send(draft, amina).package.rules["is_shared"]


def test_a_change_asks_the_second_person_anew(help_request, police, police_ground, amina, lena):
    row = submit(to_police(help_request, police, police_ground, amina), amina)
    asked = Outgoing.objects.filter(notice="referrals.TO_APPROVE")
    assert asked.count() == 1
    sending.hand_back(row.pk, reason_code="too_much", by=lena)
    words = {"goals": [], "situation": "", "items": ["phone"]}
    submit(drafting.revise(row.pk, access=[], urgency="normal", by=amina, **words), amina)
    assert asked.count() == 2


def test_what_is_served_is_what_was_sent_and_what_the_trail_says(accepted, clara):
    line = Event.objects.get(deed="referral.send")
    assert line.facts["package"] == accepted.sent_digest == accepted.package.digest()
    opened = reading.open_package(accepted.pk, by=clara, purpose="referral")
    assert opened.texts["situation"] == SITUATION


def test_it_comes_within_the_partners_reach_when_it_is_sent_and_not_before(draft, amina, clara):
    assert not Referral.objects.visible_to(clara).exists()
    send(draft, amina)
    assert Referral.objects.visible_to(clara).get() == draft


def test_another_partner_cannot_see_that_it_exists(sent, dag, petra):
    for stranger in (dag, petra):
        assert not Referral.objects.visible_to(stranger).exists()
        with pytest.raises(guard.OutOfReach):
            reading.envelope(sent.pk, by=stranger)


def test_the_partner_is_told_to_look_and_nothing_more(sent, youth_centre):
    notice = Outgoing.objects.get(to=f"partners.organisation/{youth_centre.pk}")
    assert notice.notice == "referrals.ASKED"


def test_unmet_gates_are_all_named(help_request, youth_centre, amina):
    row = a_draft(help_request, youth_centre, amina, goals=[])
    with pytest.raises(ValidationError) as refusal:
        send(row, amina)
    assert codes(refusal) == {"gate_basis", "gate_goal"}


def test_a_closed_request_is_not_referred(draft, help_request, amina):
    type(help_request).objects.filter(pk=help_request.pk).update(
        status="closed", closed_at=timezone.now()
    )
    with pytest.raises(ValidationError) as refusal:
        send(draft, amina)
    assert codes(refusal) == {"gate_request"}


def test_something_urgent_is_not_sent_to_somebody_on_holiday(draft, youth_centre, amina):
    today = timezone.localdate()
    ClosedDays.objects.create(organisation=youth_centre, first=today, last=today + timedelta(30))
    drafting.revise(
        draft.pk, goals=GOALS, situation=SITUATION, items=[], access=[], urgency="same_day",
        by=amina,
    )  # fmt: skip
    with pytest.raises(ValidationError) as refusal:
        send(draft, amina)
    assert codes(refusal) == {"gate_hours"}


def test_police_need_a_second_person_for_exactly_this(
    help_request, police, police_ground, amina, lena
):
    row = to_police(help_request, police, police_ground, amina)
    with pytest.raises(ValidationError) as refusal:
        send(row, amina)
    assert codes(refusal) == {"gate_approval"}
    approve(row, amina, lena)
    assert send(row, amina).status == "sent"


def test_a_change_makes_the_approval_fall(help_request, police, police_ground, amina, lena):
    row = to_police(help_request, police, police_ground, amina)
    approve(row, amina, lena)
    drafting.revise(
        row.pk, goals=[], situation="", items=["name", "email"], access=[], urgency="normal",
        by=amina,
    )  # fmt: skip
    with pytest.raises(ValidationError) as refusal:
        send(row, amina)
    assert codes(refusal) == {"gate_approval"}


def test_nobody_approves_what_they_wrote_or_decided(
    help_request, police, police_ground, amina, lena
):
    row = to_police(help_request, police, police_ground, lena)
    digest = drafting.preview(row.pk, by=lena).digest
    with pytest.raises(ValidationError) as refusal:
        sending.approve(row.pk, digest=digest, by=lena)
    assert refusal.value.code == "own_draft"
    drafting.set_ground_basis(row.pk, ground_pk=police_ground.pk, reasons="Ny", by=amina)
    with pytest.raises(ValidationError):
        sending.approve(row.pk, digest=drafting.preview(row.pk, by=lena).digest, by=lena)


def test_who_changes_a_colleagues_draft_cannot_approve_it(
    help_request, police, police_ground, amina, lena
):
    row = to_police(help_request, police, police_ground, amina)
    drafting.revise(
        row.pk, goals=[], situation="", items=["name"], access=[], urgency="normal", by=lena
    )
    with pytest.raises(ValidationError):
        sending.approve(row.pk, digest=drafting.preview(row.pk, by=lena).digest, by=lena)


def test_an_approval_of_another_text_is_refused(help_request, police, police_ground, amina, lena):
    row = submit(to_police(help_request, police, police_ground, amina), amina)
    with pytest.raises(ValidationError) as refusal:
        sending.approve(row.pk, digest="0" * 64, by=lena)
    assert refusal.value.code == "not_as_previewed"


def test_what_is_handed_back_waits_no_longer_for_the_second_person(
    help_request, police, police_ground, amina, lena
):
    row = submit(to_police(help_request, police, police_ground, amina), amina)
    waiting = Referral.objects.visible_to(lena).awaiting_approval()
    assert waiting.get() == row
    sending.hand_back(row.pk, reason_code="too_much", by=lena)
    assert not waiting.all().exists()
    submit(row, amina)
    assert waiting.all().exists()


def test_the_leads_are_told_that_something_waits_for_them(
    help_request, police, police_ground, amina, lena
):
    submit(to_police(help_request, police, police_ground, amina), amina)
    assert Outgoing.objects.get(notice="referrals.TO_APPROVE").to == f"accounts.user/{lena.pk}"


def test_reported_is_recalled_only_because_it_was_sent_in_error(reported, amina, clara):
    with pytest.raises(MoveNotAllowed):
        sending.recall(reported.pk, reason="changed", by=amina)
    sending.recall(reported.pk, reason="sent_in_error", by=amina)
    assert Tombstone.objects.get().must_confirm == "deleted"


@pytest.mark.parametrize(("state", "must"), [("opened", ""), ("accepted", "stopped")])
def test_after_the_package_was_open_the_partner_confirms(state, must, story, draft, amina):
    sending.recall(story.bring(draft, state).pk, reason="changed", by=amina)
    assert Tombstone.objects.get().must_confirm == must


def test_trying_somebody_else_takes_the_words_along_and_no_basis(sent, clara, amina, debt_advice):
    answering.decline(sent.pk, reason="capacity", by=clara)
    service = debt_advice.services.get()
    row = sending.try_next(sent.pk, to_pk=debt_advice.pk, service_pk=service.pk, by=amina)
    assert (row.successor_of, row.to, row.basis) == (sent, debt_advice, None)
    opened = reading.open_own(row.pk, by=amina, purpose="referral")
    assert opened.texts["situation"] == SITUATION
    assert opened.texts["email"] == "kim@example.org"
    assert [text for _goal, text in opened.goals] == GOALS
    with pytest.raises(ValidationError):
        sending.try_next(sent.pk, to_pk=debt_advice.pk, service_pk=service.pk, by=amina)


def test_grants_hold_only_while_it_is_at_the_partner(draft, story):
    story.bring(draft, "closed")
    assert not ReferralGrant.objects.exists()


def test_opening_hours_of_the_partner_set_the_due_time(draft, youth_centre, amina):
    for weekday in range(7):
        OpeningHours.objects.create(
            organisation=youth_centre, weekday=weekday, opens=time(14), closes=time(20)
        )
    row = send(draft, amina)
    local = timezone.localtime(row.due_at)
    assert time(14) <= local.time() <= time(20)
    assert local.weekday() < 5, "it never falls on a day when we are closed"


def test_sending_stays_within_its_queries_and_fetches_no_word_of_the_persons(
    draft, amina, django_assert_max_num_queries
):
    digest = drafting.preview(draft.pk, by=amina).digest
    with django_assert_max_num_queries(29) as asked:
        sending.send(draft.pk, previewed=digest, by=amina)
    assert not any('"story"' in query["sql"] for query in asked.captured_queries)
