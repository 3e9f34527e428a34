"""What is written, chosen and copied – and nothing else."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from audit import guard
from audit.models import Event, Letter
from intake.models import Item
from intake.services import breaking_glass
from referrals.models import Basis, Goal, LegalGround, Package, Referral
from referrals.services import answering, drafting, packing, reading
from tests.referrals.conftest import GOALS, SITUATION, a_draft, consent_to, send


def unmet(referral) -> set[str]:
    row = Referral.objects.get(pk=referral.pk)
    return {gate.code for gate in drafting.gates(row, timezone.localdate()) if not gate.is_met}


def test_only_what_was_chosen_is_copied(help_request, youth_centre, amina):
    row = a_draft(help_request, youth_centre, amina, items=["name"])
    opened = reading.open_own(row.pk, by=amina, purpose="referral")
    assert opened.texts["name"] == "Kim Exempel"
    assert opened.texts["situation"] == SITUATION
    assert [text for _goal, text in opened.goals] == GOALS
    assert row.package.email is None
    assert set(row.package.items) == {"situation", "name"}


def test_copying_is_reading_and_leaves_its_line(help_request, youth_centre, amina):
    a_draft(help_request, youth_centre, amina)
    line = Event.objects.get(deed="safecontact.opened")
    assert (line.purpose, line.subject) == ("referral", help_request.subject)


def test_nothing_is_read_when_nothing_is_chosen(help_request, youth_centre, amina):
    a_draft(help_request, youth_centre, amina, items=[])
    assert not Event.objects.filter(deed="safecontact.opened").exists()


def test_the_persons_conditions_follow_every_way_of_reaching_them(
    help_request, youth_centre, school, amina
):
    by_mail = a_draft(help_request, youth_centre, amina, items=["email"])
    assert by_mail.package.rules == {
        "way": "email", "hours": "any", "days": "all", "voicemail_ok": False,
        "say_who_ok": False, "is_shared": False,
    }  # fmt: skip
    assert a_draft(help_request, school, amina, items=["name"]).package.rules == {}


def test_the_envelopes_codes_come_from_the_request(draft, help_request):
    assert draft.area == help_request.area
    assert draft.age_band == help_request.age_band
    assert (draft.subject, draft.unit) == (help_request.subject, help_request.unit)
    assert draft.reference != help_request.reference


def test_the_same_partner_is_not_asked_twice_at_once(draft, help_request, youth_centre, amina):
    with pytest.raises(ValidationError) as refusal:
        a_draft(help_request, youth_centre, amina)
    assert refusal.value.code == "already_asked"


@pytest.mark.parametrize(
    "wrong",
    [{"items": ["story"]}, {"access": ["anything"]}, {"urgency": "never"},
     {"situation": "x" * 100_000}, {"goals": ["g"] * 11}],
)  # fmt: skip
def test_what_is_no_choice_is_refused(wrong, help_request, youth_centre, amina):
    with pytest.raises(ValidationError):
        a_draft(help_request, youth_centre, amina, **wrong)
    assert not Referral.objects.exists()


def test_nobody_refers_a_request_of_another_team(help_request, youth_centre, bjorn):
    with pytest.raises(guard.OutOfReach):
        a_draft(help_request, youth_centre, bjorn)


def test_a_service_belongs_to_its_organisation(help_request, youth_centre, school, amina):
    with pytest.raises(ValidationError):
        drafting.draft(
            help_request.pk, to_pk=youth_centre.pk, service_pk=school.services.get().pk, by=amina,
            goals=GOALS, situation="", items=[], access=[], urgency="normal",
        )  # fmt: skip


def test_writing_anew_destroys_what_was_there(draft, amina, lena):
    before = set(Letter.objects.values_list("about", flat=True))
    old_goals = {f"referrals.goal/{pk}" for pk in draft.goals.values_list("pk", flat=True)}
    drafting.revise(
        draft.pk, by=lena, goals=["Ett"], situation="", items=[], access=["interpreter"],
        urgency="same_day",
    )  # fmt: skip
    after = set(Letter.objects.values_list("about", flat=True))
    assert old_goals <= before
    assert not old_goals & after
    opened = reading.open_own(draft.pk, by=amina, purpose="referral")
    assert opened.texts["situation"] == ""
    assert opened.referral.author == lena
    assert opened.referral.package.items == ["situation"]


def test_a_draft_thrown_away_leaves_its_trace_and_no_key(draft, amina):
    reference = draft.reference
    drafting.discard(draft.pk, by=amina)
    for table in (Referral, Package, Goal, Basis):
        assert not table.objects.exists()
    assert not Letter.objects.filter(about__startswith="referrals.").exists()
    line = Event.objects.get(deed="referral.discard")
    assert line.facts["reference"] == reference
    assert line.facts["author"] == amina.pk


def test_a_consent_of_another_request_does_not_exist_here(draft, told, school, amina, areas):
    elsewhere = consent_to(school, told.help_request, amina)
    with pytest.raises(ValidationError):
        drafting.set_consent_basis(draft.pk, consent_pk=elsewhere.pk, by=amina)
    with pytest.raises(guard.OutOfReach):
        drafting.set_consent_basis(draft.pk, consent_pk=draft.pk, by=amina)


def test_a_ground_needs_reasons_and_a_fitting_recipient(draft, ground, police_ground, amina):
    for pk, reasons in [(ground.pk, " "), (police_ground.pk, "Därför"), (10_000, "Därför")]:
        with pytest.raises(ValidationError):
            drafting.set_ground_basis(draft.pk, ground_pk=pk, reasons=reasons, by=amina)


def test_nothing_new_rests_on_a_version_that_was_replaced(draft, ground, amina):
    """What it said is not the law any more, though no last day was written beside it."""
    newer = LegalGround.objects.get(pk=ground.pk)
    newer.pk, newer.version, newer.valid_from = None, 2, timezone.localdate()
    newer.save()
    with pytest.raises(ValidationError) as refusal:
        drafting.set_ground_basis(draft.pk, ground_pk=ground.pk, reasons="Därför", by=amina)
    assert refusal.value.code == "not_in_force"
    drafting.set_ground_basis(draft.pk, ground_pk=newer.pk, reasons="Därför", by=amina)
    newer.valid_from += timedelta(days=1)
    newer.save()
    drafting.set_ground_basis(draft.pk, ground_pk=ground.pk, reasons="Därför", by=amina)


def test_a_new_basis_takes_the_old_ones_place(draft, ground, amina):
    old = draft.basis
    drafting.set_ground_basis(draft.pk, ground_pk=ground.pk, reasons="Därför", by=amina)
    assert Basis.objects.get().ground == ground
    assert not Basis.objects.filter(pk=old.pk).exists()


def test_the_preview_is_what_the_partner_would_see(draft, amina):
    seen = drafting.preview(draft.pk, by=amina)
    assert seen.package == {
        "situation": SITUATION, "name": "Kim Exempel", "email": "kim@example.org",
    }  # fmt: skip
    assert seen.goals == GOALS
    assert seen.envelope["age_band"] == draft.age_band
    assert seen.digest == draft.package.digest()


def test_police_see_codes_and_details_but_no_words(help_request, police, police_ground, amina):
    row = a_draft(help_request, police, amina)
    drafting.set_ground_basis(row.pk, ground_pk=police_ground.pk, reasons="Därför", by=amina)
    seen = drafting.preview(row.pk, by=amina)
    assert set(seen.package) == {"name", "email"}
    assert seen.goals == []
    assert seen.envelope["ground"] == "crime"
    assert unmet(row) == {"codes_only", "approval"}


def test_what_is_missing_is_said(help_request, youth_centre, amina):
    row = a_draft(help_request, youth_centre, amina, goals=[])
    assert unmet(row) == {"basis", "goal"}


def test_a_consent_must_cover_every_item(help_request, youth_centre, amina):
    row = a_draft(help_request, youth_centre, amina)
    narrow = consent_to(youth_centre, help_request, amina, items=[Item.SITUATION, Item.NAME])
    drafting.set_consent_basis(row.pk, consent_pk=narrow.pk, by=amina)
    assert unmet(row) == {"covers"}


def test_each_gate_shuts_by_itself(draft, youth_centre, help_request, consent):
    assert unmet(draft) == set()
    youth_centre.agreement_until = timezone.localdate() - timezone.timedelta(days=1)
    youth_centre.save()
    assert unmet(draft) == {"partner"}
    draft.service.is_active = False
    draft.service.save()
    consent.valid_until = timezone.localdate() - timezone.timedelta(days=1)
    consent.save()
    assert unmet(draft) == {"partner", "service", "basis_holds"}


def test_no_partner_is_told_of_what_is_open_to_somebody_for_an_hour(
    help_request, youth_centre, bjorn, lena, loke
):
    """Neither is a consent noted nor a question begun through an emergency opening."""
    breaking_glass.break_glass(reference=help_request.reference, reason="life", by=bjorn)
    for attempt in (consent_to, lambda *told: a_draft(told[1], told[0], told[2])):
        with pytest.raises(ValidationError) as refusal:
            attempt(youth_centre, help_request, bjorn)
        assert refusal.value.code == "glass"
    assert not Referral.objects.exists()


def test_a_way_that_was_ticked_and_is_empty_takes_no_rules_along(help_request, youth_centre, amina):
    """Nobody has left a telephone number: there is nothing to reach them by, and nothing stuck."""
    given = consent_to(youth_centre, help_request, amina)
    row = a_draft(help_request, youth_centre, amina, items=[Item.PHONE])
    assert (row.package.items, row.package.rules) == (["situation"], {})
    drafting.set_consent_basis(row.pk, consent_pk=given.pk, by=amina)
    assert send(row, amina).status == "sent"


def test_how_to_make_contact_safely_is_told_though_nobody_wrote_a_word_about_it(
    help_request, youth_centre, amina, clara, at
):
    """Hours, voicemail and who may know are codes: what was ticked is not dropped in silence."""
    safe = [Item.SITUATION, Item.WISHES]
    given = consent_to(youth_centre, help_request, amina, items=safe)
    row = a_draft(help_request, youth_centre, amina, items=[Item.WISHES])
    assert row.package.items == ["situation", "wishes"]
    assert row.package.rules["voicemail_ok"] is False
    drafting.set_consent_basis(row.pk, consent_pk=given.pk, by=amina)
    asked = send(row, amina)
    answering.open_envelope(asked.pk, by=clara)
    envelope = at(clara).get(reverse("portal:referral", args=[asked.pk])).content.decode()
    assert "Det finns regler för att ta kontakt säkert" in envelope
    answering.accept(asked.pk, by=clara)
    assert reading.open_package(asked.pk, by=clara, purpose="help").rules == row.package.rules


def test_what_is_copied_for_the_next_partner_keeps_how_to_make_contact_safely(
    help_request, youth_centre, amina
):
    row = a_draft(help_request, youth_centre, amina, items=[Item.WISHES])
    opened = reading.open_own(row.pk, by=amina, purpose="referral")
    assert packing.copied(opened, by=amina).items() == ["situation", "wishes"]
