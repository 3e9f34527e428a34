"""A ground in law is edited while something rests on it: what is only written stops, what is sent
goes on as it was weighed – until the ground itself has ended.
"""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from audit import guard
from audit.models import Event, Outgoing
from config.accounts.roles import Role
from referrals.models import LegalGround, Referral
from referrals.services import answering, drafting, lining_up, reading, running_out, weighing
from tests.conftest import _person
from tests.referrals.conftest import a_day, in_line, send
from tests.stage import cast

WHY = "Hon måste få hjälp innan helgen."


@cast
def weighed(draft, ground, amina):
    """A draft that rests on the ground, with reasons."""
    return drafting.set_ground_basis(draft.pk, ground_pk=ground.pk, reasons=WHY, by=amina)


def edit(ground, **fields) -> LegalGround:
    """As the municipality does it: one more version, from today unless it says otherwise."""
    newer = LegalGround.objects.get(pk=ground.pk)
    newer.pk, newer.version = None, ground.version + 1
    told = {"valid_from": timezone.localdate()} | fields
    for name, value in told.items():
        setattr(newer, name, value)
    newer.save(force_insert=True)
    return newer


def now(row) -> Referral:
    return Referral.objects.get(pk=row.pk)


def unmet(draft) -> set[str]:
    return {gate.code for gate in drafting.gates(draft, timezone.localdate()) if not gate.is_met}


def codes(refusal) -> set[str]:
    return {one.code for one in refusal.value.error_list}


# --- What is only written -------------------------------------------------------------------------


def test_a_draft_is_not_sent_on_a_version_that_was_replaced(weighed, ground, amina):
    assert not unmet(weighed)
    edit(ground, conditions={"sv": "Det är fråga om ett barn."})
    assert unmet(weighed) == {"version"}
    with pytest.raises(ValidationError) as refusal:
        send(weighed, amina)
    assert codes(refusal) == {"gate_version"}
    assert Referral.objects.get().status == "draft"


def test_chosen_anew_it_can_be_sent(weighed, ground, amina):
    newer = edit(ground)
    row = drafting.set_ground_basis(weighed.pk, ground_pk=newer.pk, reasons=WHY, by=amina)
    assert send(row, amina).basis.ground == newer


def test_a_version_to_come_stops_nothing_before_its_day(weighed, ground, amina):
    edit(ground, valid_from=a_day(1))
    assert not unmet(weighed)
    assert {gate.code for gate in drafting.gates(weighed, a_day(1)) if not gate.is_met} == {
        "version"
    }


def test_another_ground_that_is_edited_is_another_ground(weighed, second_ground):
    edit(second_ground)
    assert not unmet(weighed)


def test_a_ground_that_has_ended_stops_a_draft_too(weighed, ground):
    edit(ground, valid_from=a_day(-5), valid_until=a_day(-1))
    assert unmet(weighed) == {"basis_holds"}


def test_what_was_agreed_as_the_next_one_is_not_sent_by_itself(
    asked_first, weighed, ground, amina, school
):
    """Agreed as the ground read then; the clock asks how it reads now."""
    in_line(weighed, asked_first, amina)
    edit(ground)
    asked = _person("sam", Role.PARTNER_MEMBER, school)
    answering.decline(asked_first.pk, reason="capacity", by=asked)
    assert lining_up.sweep() == 1
    assert now(weighed).status == "draft"
    assert Event.objects.get(deed="referral.break_off").facts["because"] == "gate_version"


def test_the_preview_leads_to_the_version_of_today_and_no_word_of_the_reasons_is_lost(
    at, weighed, ground, amina
):
    newer, client = edit(ground, conditions={"sv": "Det gäller ett barn."}), at(amina)
    preview = client.get(reverse("desk:referral_preview", args=[weighed.pk]))
    [step] = [gate for gate in preview.context["gates"] if not gate.is_met]
    assert f"?ground={newer.pk}" in step.url
    form = client.get(step.url).context["ground_form"]
    assert form["reasons"].value() == WHY
    assert [field.value() for field in form.conditions()] == [None], "weighed anew"
    told = {"by_ground": "yes", "ground_pk": newer.pk, "reasons": WHY, "condition_1": "met"}
    assert client.post(step.url, told).status_code == 302
    assert not unmet(now(weighed))
    assert weighing.read_own_reasons(weighed.pk, by=amina) == WHY


def test_the_reasons_for_one_ground_are_not_put_under_another(
    at, weighed, second_ground, amina, bjorn
):
    client, page = at(amina), reverse("desk:referral_basis", args=[weighed.pk])
    chosen = client.get(page, {"ground": second_ground.pk}).context["ground_form"]
    assert not chosen["reasons"].value()
    assert not Event.objects.filter(deed="basis.opened").exists()
    with pytest.raises(guard.OutOfReach):
        weighing.read_own_reasons(weighed.pk, by=bjorn)


def test_what_was_typed_is_shown_also_where_no_ground_is_left(at, weighed, ground, amina):
    """It ended while somebody wrote, and it was the only one for such a partner."""
    edit(ground, valid_from=a_day(-5), valid_until=a_day(-1))
    told = {"by_ground": "yes", "ground_pk": ground.pk, "reasons": "Nyskrivna skäl."}
    page = at(amina).post(reverse("desk:referral_basis", args=[weighed.pk]), told)
    assert page.context["grounds"] == []
    assert "Nyskrivna skäl." in page.content.decode()


# --- What is sent ---------------------------------------------------------------------------------


def test_what_is_sent_goes_on_as_it_was_weighed(weighed, ground, amina, clara):
    send(weighed, amina)
    edit(ground, may_tell=["area"], conditions={"sv": "Ett helt annat villkor."})
    answering.accept(weighed.pk, by=clara)
    assert reading.open_package(weighed.pk, by=clara, purpose="referral").texts["name"]
    assert running_out.sweep() == 0


@pytest.fixture
def ends(clock, weighed, ground, amina):
    """Sent on it; then the municipality writes down when the ground ends."""
    send(weighed, amina)
    return edit(ground, valid_until=a_day(20)).valid_until


def test_a_ground_that_has_ended_is_accepted_on_no_more(clock, ends, weighed, clara):
    clock.move_to(f"{ends} 12:00+01:00")
    answering.open_envelope(weighed.pk, by=clara)
    clock.move_to(f"{ends + timedelta(days=1)} 12:00+01:00")
    with pytest.raises(ValidationError) as refusal:
        answering.accept(weighed.pk, by=clara)
    assert refusal.value.code == "basis_gone"


def test_a_ground_that_has_ended_shuts_what_was_open(clock, ends, weighed, clara):
    answering.accept(weighed.pk, by=clara)
    clock.move_to(f"{ends + timedelta(days=1)} 12:00+01:00")
    with pytest.raises(ValidationError) as refusal:
        reading.open_package(weighed.pk, by=clara, purpose="referral")
    assert refusal.value.code == "basis_gone"


def test_we_hear_that_a_ground_ends_a_fortnight_before_and_when_it_has(
    at, clock, ends, weighed, amina
):
    told = []
    for days in (15, 14, 0, -1, -2):
        clock.move_to(f"{ends - timedelta(days=days)} 06:15+01:00")
        told.append(running_out.sweep())
    assert told == [0, 1, 0, 1, 0]
    said = Outgoing.objects.filter(notice__startswith="referrals.BASIS").order_by("pk")
    assert list(said.values_list("notice", flat=True)) == [
        "referrals.BASIS_SOON", "referrals.BASIS_OVER",
    ]  # fmt: skip
    page = at(amina).get(reverse("desk:referral", args=[weighed.pk]))
    assert page.context["basis_end"] == "over"
