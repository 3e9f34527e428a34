"""Whom to ask if the answer is no: drafts written beforehand, each agreed on by itself."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from audit.models import Event
from intake.models import HelpRequest
from referrals.models import Referral
from referrals.services import answering, drafting, lining_up, preparing, reading
from tests.referrals.conftest import GOALS, SITUATION, consent_to, in_line

REASON = {"reason": "capacity"}


def service(organisation):
    return organisation.services.get()


def prepare(first, by, *organisations) -> list[Referral]:
    chosen = [service(one).pk for one in organisations]
    return preparing.prepare(first.pk, service_pks=chosen, by=by)


def ready(row, organisation, by) -> Referral:
    """On a consent of its own."""
    given = consent_to(organisation, row.help_request, by)
    return drafting.set_consent_basis(row.pk, consent_pk=given.pk, by=by)


def test_each_gets_the_same_words_and_no_basis(sent, amina, school, debt_advice):
    drafts = prepare(sent, amina, school, debt_advice)
    assert [draft.to for draft in drafts] == [school, debt_advice]
    for draft in drafts:
        told = reading.open_own(draft.pk, by=amina, purpose="referral")
        assert told.texts["situation"] == SITUATION
        assert [text for _goal, text in told.goals] == GOALS
        assert (draft.status, draft.basis, draft.after) == ("draft", None, None)
        assert draft.package.digest() != sent.package.digest()


def test_a_no_sends_none_of_them_by_itself(sent, amina, clara, school, debt_advice):
    """Prepared is not agreed: without a yes of its own nothing leaves."""
    first, second = prepare(sent, amina, school, debt_advice)
    ready(first, school, amina)
    answering.decline(sent.pk, by=clara, **REASON)
    assert lining_up.sweep() == 0
    for row in (first, second):
        row.refresh_from_db()
        assert row.status == "draft"


def test_put_in_line_each_is_asked_in_turn_and_only_on_its_own_consent(
    sent, amina, clara, school, debt_advice
):
    first, second = prepare(sent, amina, school, debt_advice)
    in_line(ready(first, school, amina), sent, amina)
    with pytest.raises(ValidationError) as refusal:
        in_line(second, first, amina)
    assert refusal.value.error_list[0].code == "gate_basis"
    in_line(ready(second, debt_advice, amina), first, amina)
    answering.decline(sent.pk, by=clara, **REASON)
    assert lining_up.sweep() == 1
    assert list(Referral.objects.filter(status="sent")) == [first]


@pytest.mark.parametrize("which", ["none", "twice", "too many", "unknown"])
def test_one_to_three_and_each_once(which, sent, amina, school, debt_advice):
    one, other = service(school).pk, service(debt_advice).pk
    chosen = {"none": [], "twice": [one, one], "too many": [one, other, 8, 9], "unknown": [999]}
    with pytest.raises(ValidationError):
        preparing.prepare(sent.pk, service_pks=chosen[which], by=amina)
    assert Referral.objects.get() == sent


def test_if_one_cannot_be_written_to_none_is(sent, amina, school, youth_centre):
    """The last one is asked already."""
    with pytest.raises(ValidationError):
        prepare(sent, amina, school, youth_centre)
    assert Referral.objects.get() == sent


def test_the_police_are_not_written_to_in_passing(sent, amina, police):
    with pytest.raises(ValidationError) as refusal:
        prepare(sent, amina, police)
    assert refusal.value.code == "codes_only"


def test_of_a_closed_request_nothing_is_prepared(sent, amina, school):
    HelpRequest.objects.filter(pk=sent.help_request_id).update(
        status="closed", closed_at=sent.sent_at, close_reason="advised"
    )
    with pytest.raises(ValidationError) as refusal:
        prepare(sent, amina, school)
    assert refusal.value.code == "request_closed"


def test_the_page_chooses_nobody_beforehand_and_keeps_what_was_chosen(
    at, sent, amina, school, debt_advice, police
):
    client, page = at(amina), reverse("desk:referral_line", args=[sent.pk])
    assert page in client.get(reverse("desk:referral", args=[sent.pk])).content.decode()
    shown = client.get(page)
    (_nobody, (_label, others)) = shown.context["form"].fields["next_1"].choices
    assert {int(key) for key, _name in others} == {service(school).pk, service(debt_advice).pk}
    assert client.post(page, {}).context["form"].errors
    twice = {"next_1": service(school).pk, "next_2": service(school).pk}
    refused = client.post(page, twice)
    assert refused.context["form"].non_field_errors()
    assert refused.context["form"]["next_2"].value() == str(service(school).pk)
    assert client.post(page, twice | {"next_2": service(debt_advice).pk}).url == page
    prepared = client.get(page).context["prepared"]
    assert [draft.to for draft, _gates in prepared] == [school, debt_advice]
    lines = Event.objects.filter(deed="referral.draft", facts__prepared_for=str(sent.pk))
    assert lines.count() == 2


def test_the_only_one_that_it_may_follow_is_chosen_already(at, sent, amina, school):
    (draft,) = prepare(sent, amina, school)
    ready(draft, school, amina)
    shown = at(amina).get(reverse("desk:referral_preview", args=[draft.pk]))
    assert shown.context["agree"]["after_pk"].value() == str(sent.pk)
    in_line(draft, sent, amina)
    line = at(amina).get(reverse("desk:referral_line", args=[sent.pk])).context["in_line"]
    assert line == [draft]
