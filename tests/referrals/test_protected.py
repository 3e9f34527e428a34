"""What is asked for a protected identity: reached by the named, seen twice, approved by another."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from audit import guard
from intake.services import protecting
from referrals.models import Referral
from referrals.services import answering, drafting, sending
from referrals.services.reading import envelope
from tests.referrals.conftest import a_draft, consent_to


@pytest.fixture
def protected(help_request, amina, lena):
    """Amina has marked it; the lead has named herself, which the log shows."""
    protecting.protect(help_request.pk, by=amina)
    protecting.name(help_request.pk, user_pk=lena.pk, by=lena)
    return help_request


@pytest.fixture
def ready(protected, youth_centre, amina):
    """A draft on the person's own yes. Without protection it could be sent at once."""
    row = a_draft(protected, youth_centre, amina)
    given = consent_to(youth_centre, protected, amina)
    drafting.set_consent_basis(row.pk, consent_pk=given.pk, by=amina)
    return row


def digest_of(row, by) -> str:
    return drafting.preview(row.pk, by=by).digest


def approved(row, by) -> Referral:
    """Asked for by whoever wrote it."""
    if not row.is_pending:
        sending.submit(row.pk, previewed=digest_of(row, row.author), by=row.author)
    return sending.approve(row.pk, digest=digest_of(row, by), by=by)


def codes(refusal) -> set:
    return {error.code for error in refusal.value.error_list}


def test_even_a_consent_takes_a_second_persons_approval(ready, amina, lena):
    digest = digest_of(ready, amina)
    with pytest.raises(ValidationError) as refusal:
        sending.send(ready.pk, previewed=digest, confirmed=True, by=amina)
    assert codes(refusal) == {"gate_approval"}
    ready = sending.submit(ready.pk, previewed=digest, by=amina)
    assert list(Referral.objects.awaiting_approval()) == [ready]
    approved(ready, lena)
    sent = sending.send(ready.pk, previewed=digest, confirmed=True, by=amina)
    assert sent.status == "sent"


def test_the_second_person_reads_that_it_rests_on_a_consent(at, ready, amina, lena):
    sending.submit(ready.pk, previewed=digest_of(ready, amina), by=amina)
    listed = at(lena).get(reverse("desk:approvals")).content.decode()
    shown = at(lena).get(reverse("desk:approval", args=[ready.pk])).content.decode()
    assert "None" not in listed
    assert "None" not in shown
    assert "Samtycke" in listed
    assert "Samtycke till" in shown


def test_who_wrote_it_does_not_approve_it(ready, amina, lena):
    sending_by_author = drafting.revise(
        ready.pk, goals=["Ett mål"], situation="Om det.", items=[], access=[], urgency="normal",
        by=lena,
    )  # fmt: skip
    with pytest.raises(ValidationError):
        approved(sending_by_author, lena)


def test_approved_it_still_takes_one_more_yes(ready, amina, lena):
    approved(ready, lena)
    with pytest.raises(ValidationError) as refusal:
        sending.send(ready.pk, previewed=digest_of(ready, amina), by=amina)
    assert refusal.value.error_dict["confirmed"][0].code == "not_confirmed"
    ready.refresh_from_db()
    assert ready.status == "draft"


def test_marked_after_it_was_written_the_rules_hold_for_it_too(
    help_request, youth_centre, amina, lena
):
    row = a_draft(help_request, youth_centre, amina)
    given = consent_to(youth_centre, help_request, amina)
    drafting.set_consent_basis(row.pk, consent_pk=given.pk, by=amina)
    protecting.protect(help_request.pk, by=amina)
    with pytest.raises(ValidationError) as refusal:
        sending.send(row.pk, previewed=digest_of(row, amina), confirmed=True, by=amina)
    assert codes(refusal) == {"gate_approval"}


def test_a_lead_who_is_not_named_reaches_no_referral_of_it(ready, amina, lena):
    protecting.unname(ready.help_request_id, user_pk=lena.pk, by=lena)
    assert not Referral.objects.visible_to(lena).exists()
    assert Referral.objects.visible_to(amina).get() == ready
    heads = Referral.objects.first_visible(guard.place_of(amina), "pk", most=5)
    assert list(heads) == [ready]
    with pytest.raises(guard.OutOfReach):
        sending.approve(ready.pk, digest="x" * 64, by=lena)


def test_the_partner_sees_neither_area_nor_age_but_that_it_is_protected(ready, amina, lena, clara):
    approved(ready, lena)
    sending.send(ready.pk, previewed=digest_of(ready, amina), confirmed=True, by=amina)
    answering.open_envelope(ready.pk, by=clara)
    seen = envelope(ready.pk, by=clara).codes
    assert (seen["area"], seen["age_band"], seen["protected"]) == ("", "unknown", True)


def test_an_answer_to_the_partner_takes_one_more_yes(ready, amina, lena, clara):
    approved(ready, lena)
    sending.send(ready.pk, previewed=digest_of(ready, amina), confirmed=True, by=amina)
    answering.open_envelope(ready.pk, by=clara)
    asked = answering.ask(ready.pk, code="scope", by=clara).questions.get()
    told = {"question_pk": asked.pk, "text": "Så är det.", "by": amina}
    with pytest.raises(ValidationError) as refusal:
        answering.answer(ready.pk, **told)
    assert "confirmed" in refusal.value.error_dict
    assert answering.answer(ready.pk, confirmed=True, **told).status == "opened"


def test_the_page_asks_before_it_sends(settings, client, ready, amina, lena):
    settings.SECOND_FACTOR_REQUIRED = False
    approved(ready, lena)
    client.force_login(amina)
    page = reverse("desk:referral_preview", args=[ready.pk])
    assert 'name="confirmed"' in client.get(page).content.decode()
    body = {"previewed": digest_of(ready, amina)}
    refused = client.post(page, body)
    assert (refused.status_code, list(refused.context["form"].errors)) == (200, ["confirmed"])
    assert client.post(page, body | {"confirmed": "on"}).status_code == 302


def test_a_consent_is_noted_as_before(protected, youth_centre, amina, bjorn):
    assert consent_to(youth_centre, protected, amina).pk
    with pytest.raises(guard.OutOfReach):
        consent_to(youth_centre, protected, bjorn)
