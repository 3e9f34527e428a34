"""What the agreement with a partner lets us tell, for the purpose a draft says, is a gate."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from audit.models import Change
from intake.models import Item
from partners.models import AgreedPurpose, AgreementTerm, terms_with
from referrals.models import Referral
from referrals.services import answering, describing, drafting, lining_up, sending
from tests.referrals.conftest import GOALS, SITUATION, a_draft, consent_to, in_line, send
from tests.stage import cast

DAY = timedelta(days=1)
ITEMS = [Item.SITUATION, Item.NAME, Item.EMAIL]


def purpose(code: str, **fields) -> AgreedPurpose:
    told = {"title": {"sv": f"För {code}"}, "valid_from": timezone.localdate() - 9 * DAY}
    return AgreedPurpose.objects.create(code=code, **told | fields)


def term(organisation, code="support", items=ITEMS, **fields) -> AgreementTerm:
    told = {"valid_from": timezone.localdate() - 9 * DAY, "name": f"{organisation.pk}: {code}"}
    return AgreementTerm.objects.create(
        organisation=organisation, purpose=code, items=[str(item) for item in items],
        **told | fields,
    )  # fmt: skip


@cast
def purposes(db):
    return [purpose("support"), purpose("contact")]


@cast
def agreed(purposes, youth_centre):
    """All three for support; to make contact the name and the address alone."""
    return [term(youth_centre), term(youth_centre, "contact", [Item.NAME, Item.EMAIL])]


def revise(draft, by, **told) -> Referral:
    words = {
        "goals": GOALS, "situation": SITUATION, "items": ITEMS, "access": [], "urgency": "normal",
        "purpose": "support",
    }  # fmt: skip
    return drafting.revise(draft.pk, by=by, **words | told)


def unmet(draft) -> set[str]:
    row = Referral.objects.get(pk=draft.pk)
    return {gate.code for gate in drafting.gates(row, timezone.localdate()) if not gate.is_met}


def test_where_nothing_is_written_down_the_basis_alone_decides(draft, amina):
    assert not unmet(draft)
    assert send(draft, amina).status == "sent"


def test_a_draft_says_what_it_is_for_as_soon_as_the_agreement_asks(draft, agreed, amina):
    assert unmet(draft) == {"purpose"}
    revise(draft, amina)
    assert not unmet(draft)


def test_more_than_is_agreed_for_that_purpose_does_not_leave(draft, agreed, amina):
    revise(draft, amina, purpose="contact")
    assert unmet(draft) == {"agreement"}
    with pytest.raises(ValidationError) as refusal:
        send(draft, amina)
    assert {one.code for one in refusal.value.error_list} == {"gate_agreement"}
    [said] = refusal.value.messages
    assert "contact" in said
    assert str(Item.EMAIL.label) in said
    assert str(Item.SITUATION.label) not in said


def test_where_no_words_are_agreed_no_goal_is_asked_for(draft, agreed, amina):
    revise(draft, amina, purpose="contact", goals=[], situation="", items=[Item.NAME])
    assert not unmet(draft)
    assert send(draft, amina).status == "sent"


def test_an_agreement_that_names_nothing_lets_the_envelope_through_alone(
    draft, purposes, youth_centre, amina
):
    term(youth_centre, items=[])
    revise(draft, amina)
    assert unmet(draft) == {"agreement"}
    revise(draft, amina, goals=[], situation="", items=[])
    assert not unmet(draft)


def test_a_yes_to_one_purpose_is_no_yes_to_another(draft, agreed, youth_centre, amina):
    revise(draft, amina)
    other = consent_to(youth_centre, draft.help_request, amina, purpose="contact")
    drafting.set_consent_basis(draft.pk, consent_pk=other.pk, by=amina)
    assert unmet(draft) == {"what_for"}
    with pytest.raises(ValidationError) as refusal:
        send(draft, amina)
    assert {one.code for one in refusal.value.error_list} == {"gate_what_for"}
    same = consent_to(youth_centre, draft.help_request, amina, purpose="support")
    drafting.set_consent_basis(draft.pk, consent_pk=same.pk, by=amina)
    assert not unmet(draft)


def test_what_the_yes_was_for_stands_on_the_sheet_and_in_the_extract(
    at, draft, agreed, youth_centre, amina
):
    revise(draft, amina)
    consent = consent_to(youth_centre, draft.help_request, amina, purpose="support")
    drafting.set_consent_basis(draft.pk, consent_pk=consent.pk, by=amina)
    sheet = at(amina).get(reverse("desk:referral_sheet", args=[draft.pk]))
    assert "För support" in sheet.text
    assert describing.consent(consent)["purpose"] == "För support"


def test_a_yes_from_before_any_purpose_was_agreed_holds_for_what_is_told(draft, agreed, amina):
    assert draft.basis.consent.purpose == ""
    revise(draft, amina)
    assert not unmet(draft)


@pytest.mark.parametrize(
    ("is_written", "chosen", "code"),
    [
        (True, "", "what_for"), (True, "research", "what_for"), (True, "contact", ""),
        (False, "contact", "none_agreed"), (False, "", ""),
    ],
)  # fmt: skip
def test_one_yes_is_for_one_of_the_purposes_that_the_agreement_names(
    is_written, chosen, code, purposes, youth_centre, help_request, amina
):
    if is_written:
        term(youth_centre, "contact")
    if not code:
        assert consent_to(youth_centre, help_request, amina, purpose=chosen).purpose == chosen
        return
    with pytest.raises(ValidationError) as refusal:
        consent_to(youth_centre, help_request, amina, purpose=chosen)
    assert refusal.value.error_dict["purpose"][0].code == code


def test_what_the_yes_was_for_stands_where_it_is_noted_and_where_the_person_reads_it(
    at, agreed, help_request, told, youth_centre, amina, client
):
    desk = at(amina)
    door = reverse("desk:consents", args=[help_request.pk])
    given = {
        "organisation": youth_centre.pk, "items": ["name"], "given_by": "person",
        "given_how": "oral", "valid_until": timezone.localdate() + DAY,
    }  # fmt: skip
    refused = desk.post(door, given)
    assert "För contact" in refused.context["form"].errors["purpose"][0]
    assert desk.post(door, given | {"purpose": "contact"}).status_code == 302
    assert "(För contact)" in " ".join(desk.get(door).text.split())
    client.post(reverse("mailbox:enter"), {"code": told.code})
    assert "För contact" in client.get(reverse("mailbox:shared")).text


def test_from_a_draft_that_lacks_a_consent_one_notes_it_and_is_back_with_the_draft(
    at, agreed, draft, youth_centre, amina
):
    revise(draft, amina)
    desk, basis = at(amina), reverse("desk:referral_basis", args=[draft.pk])
    [way] = re.findall(r'href="([^"]*consents/[^"]*)"', desk.get(basis).text)
    door = way.replace("&amp;", "&").partition("#")[0]
    form = desk.get(door).context["form"]
    assert (form["organisation"].value(), form["purpose"].value()) == (
        str(youth_centre.pk), "support",
    )  # fmt: skip
    given = {
        "organisation": youth_centre.pk, "purpose": "support", "items": ["name"],
        "given_by": "person", "given_how": "oral",
        "valid_until": timezone.localdate() + DAY,
    }  # fmt: skip
    assert desk.post(door, given).url == basis
    elsewhere = door.replace(str(draft.pk), "https://elsewhere.example")
    alone = reverse("desk:consents", args=[draft.help_request_id])
    assert desk.post(elsewhere, given).url == alone


def test_a_purpose_that_is_not_agreed_cannot_be_chosen(draft, agreed, amina):
    with pytest.raises(ValidationError) as refusal:
        revise(draft, amina, purpose="research")
    assert "purpose" in refusal.value.error_dict


def test_what_was_agreed_once_and_has_run_out_shuts_and_an_older_version_does_not_come_back(
    draft, purposes, youth_centre, amina
):
    term(youth_centre, version=1)
    revise(draft, amina)
    assert not unmet(draft)
    yesterday = timezone.localdate() - DAY
    term(youth_centre, version=2, valid_until=yesterday)
    assert terms_with(youth_centre, timezone.localdate()) == {}
    assert unmet(draft) == {"purpose"}


def test_what_begins_tomorrow_does_not_hold_today(draft, purposes, youth_centre):
    term(youth_centre, valid_from=timezone.localdate() + DAY)
    assert terms_with(youth_centre, timezone.localdate()) is None
    assert not unmet(draft)


def test_a_purpose_that_the_municipality_has_ended_is_none(draft, agreed, amina):
    revise(draft, amina)
    purpose("support", version=2, valid_until=timezone.localdate() - DAY)
    assert unmet(draft) == {"purpose"}


def test_the_clock_asks_the_agreement_anew(draft, purposes, asked_first, amina, youth_centre):
    """Agreed upon as the next one to ask; then the agreement with them is made narrower."""
    term(youth_centre)
    revise(draft, amina)
    in_line(draft, asked_first, amina)
    term(youth_centre, version=2, items=[Item.NAME])
    sending.recall(asked_first.pk, reason="changed", by=amina)
    Referral.objects.filter(pk=draft.pk).update(after=None)
    assert unmet(draft) == {"agreement"}
    assert lining_up.sweep() == 0


def test_a_second_person_approves_one_purpose_and_not_another(draft, agreed, amina):
    before = Referral.objects.get(pk=revise(draft, amina).pk).package.digest()
    row = Referral.objects.get(pk=draft.pk)
    row.purpose = "contact"
    row.save()
    assert Referral.objects.get(pk=draft.pk).package.digest() != before


def test_another_partners_agreement_is_its_own(
    draft, agreed, help_request, debt_advice, dag, amina
):
    given = consent_to(debt_advice, help_request, amina)
    other = a_draft(help_request, debt_advice, amina)
    other = drafting.set_consent_basis(other.pk, consent_pk=given.pk, by=amina)
    assert not unmet(other)


# --- What the partner asks before it answers ------------------------------------------------------


@pytest.fixture
def asked_on(draft, agreed, amina, clara):
    """Told without a word of the situation, for a purpose that lets none through; then asked."""
    revise(draft, amina, purpose="contact", goals=[], situation="", items=[Item.NAME])
    send(draft, amina)
    return answering.ask(draft.pk, code="scope", by=clara)


def answer(row, text, by):
    question = row.questions.get(answered_at=None)
    return answering.answer(row.pk, question_pk=question.pk, text=text, by=by)


def test_an_answer_tells_no_more_than_is_agreed(at, asked_on, amina):
    page = at(amina).get(reverse("desk:referral_answer", args=[asked_on.pk]))
    assert "text" not in page.context["form"].fields
    with pytest.raises(ValidationError) as refusal:
        answer(asked_on, "Hen har varit på sjukhus.", amina)
    assert refusal.value.code == "codes_only"


def test_a_question_is_settled_without_words_where_none_are_agreed(at, asked_on, amina):
    """Else it would wait with us for ever: words are refused, and none would be, too."""
    at(amina).post(reverse("desk:referral_answer", args=[asked_on.pk]), {})
    row = Referral.objects.get(pk=asked_on.pk)
    assert row.status == "opened"


def test_words_typed_before_none_were_agreed_are_refused_and_shown(at, asked_on, amina):
    url, typed = reverse("desk:referral_answer", args=[asked_on.pk]), "På tisdagar."
    page = at(amina).post(url, {"text": typed})
    assert page.context["form"].non_field_errors()
    assert page.context["form"]["text"].value() == typed
    assert Referral.objects.get(pk=asked_on.pk).status == "asked"


def test_words_are_answered_for_a_purpose_that_lets_them_through_until_it_is_agreed_no_more(
    draft, agreed, youth_centre, amina, clara
):
    revise(draft, amina)
    send(draft, amina)
    asked = answering.ask(draft.pk, code="scope", by=clara)
    answer(asked, "På tisdagar.", amina)
    term(youth_centre, version=2, items=[Item.NAME])
    again = answering.ask(draft.pk, code="scope", by=clara)
    with pytest.raises(ValidationError):
        answer(again, "På torsdagar.", amina)


def test_what_was_sent_before_anything_was_written_down_is_answered_on_its_basis(
    draft, purposes, youth_centre, amina, clara
):
    send(draft, amina)
    asked = answering.ask(draft.pk, code="scope", by=clara)
    term(youth_centre, items=[Item.NAME])
    assert answer(asked, "På tisdagar.", amina).status == "opened"


# --- The pages ------------------------------------------------------------------------------------


def test_the_wizard_asks_only_where_the_agreement_does(at, draft, agreed, amina, asked_first):
    desk = at(amina)
    page = desk.get(reverse("desk:referral_package", args=[draft.pk]))
    assert list(dict(page.context["form"].fields["purpose"].choices)) == ["contact", "support"]
    told = {"goal_1": "Ett mål", "situation": "Om det.", "items": ["name"], "urgency": "normal"}
    door = reverse("desk:referral_package", args=[draft.pk])
    missing = desk.post(door, told)
    assert missing.context["form"].errors["purpose"]
    assert missing.context["form"]["situation"].value() == "Om det."
    assert desk.post(door, told | {"purpose": "contact"}).status_code == 302
    preview = desk.get(reverse("desk:referral_preview", args=[draft.pk])).content.decode()
    assert 'data-gate="agreement" data-met="no"' in preview
    assert desk.post(door, told | {"purpose": "support"}).status_code == 302
    preview = desk.get(reverse("desk:referral_preview", args=[draft.pk])).content.decode()
    assert 'data-gate="agreement" data-met="yes"' in preview
    assert "För support" in preview


def test_the_persons_words_are_shown_beside_and_the_purpose_stays_chosen(at, draft, agreed, amina):
    typed = {"situation": "Om det.", "purpose": "contact", "urgency": "normal"}
    door = reverse("desk:referral_package", args=[draft.pk])
    form = at(amina).post(door, typed | {"show_words": "yes"}).context["form"]
    assert form["purpose"].value() == "contact"
    assert form["situation"].value() == "Om det."


def test_the_partner_reads_what_it_is_told_for(at, draft, agreed, amina, clara):
    revise(draft, amina)
    send(draft, amina)
    portal = at(clara)
    portal.post(reverse("portal:accept", args=[draft.pk]), {})
    page = portal.get(reverse("portal:package", args=[draft.pk])).content.decode()
    assert "För support" in page


def test_an_administrator_writes_down_what_is_agreed_and_the_old_version_stays(
    at, adam, purposes, youth_centre
):
    desk, new = at(adam), reverse("desk:setting_new", args=["agreement-terms"])
    told = {"organisation": youth_centre.pk, "purpose": "support", "items": ["name"],
            "valid_from": "2026-01-01"}  # fmt: skip
    assert desk.post(new, told | {"items": ["secrets"]}).context["form"].errors["items"]
    assert desk.post(new, told).status_code == 302
    first = AgreementTerm.objects.get()
    [change] = Change.objects.filter(content_type__model="agreementterm")
    assert change.object_repr == f"{youth_centre}: För support"
    edit = reverse("desk:setting", args=["agreement-terms", first.pk])
    assert desk.post(edit, told | {"items": []}).status_code == 302
    found = AgreementTerm.objects.order_by("version")
    assert [one.items for one in found] == [["name"], []]
    assert len({one.name for one in found}) == 1


def test_an_administrator_reads_what_purposes_are_called_now_in_their_language(
    at, adam, agreed, youth_centre
):
    purpose("support", version=2, title={"sv": "Stöd nu", "en": "Support now"})
    term(youth_centre, "gone")
    desk, rows = at(adam), reverse("desk:settings_rows", args=["agreement-terms"])
    page = desk.get(rows).text
    assert f"{youth_centre}: Stöd nu</a>" in page
    for called in ("Stöd nu", "För contact", "gone"):  # nothing is called gone
        assert f">{called}</td>" in page
    assert "För support" not in page
    edit = reverse("desk:setting", args=["agreement-terms", agreed[0].pk])
    assert f"{youth_centre}: Stöd nu" in desk.get(edit).text
    assert ">Support now</td>" in desk.get(rows, {"lang": "en"}).text


def test_however_many_terms_there_are_what_they_name_is_asked_for_once(
    at, adam, agreed, debt_advice, school
):
    desk, rows = at(adam), reverse("desk:settings_rows", args=["agreement-terms"])
    counts = []
    desk.get(rows)  # what is kept from the first page on
    for more in (debt_advice, school):
        term(more)
        with CaptureQueriesContext(connection) as asked:
            assert f"{more}: För support" in desk.get(rows).text
        counts.append(len(asked))
        assert sum("agreedpurpose" in one["sql"] for one in asked.captured_queries) == 1
    assert counts[0] == counts[1]
