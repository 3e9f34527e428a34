"""Referring, step by step: nothing is lost between the steps, nothing leaves before the last."""

import pytest
from django.urls import reverse

from audit.actors import CLOCK
from audit.models import Event
from intake.models import AgeBand, Item
from partners.services import directory
from referrals.lifecycle import Status
from referrals.models import Referral
from referrals.services import drafting
from tests.referrals.conftest import a_draft, consent_to

WRITTEN = {
    "goal_1": "Kommer hemifrån varje vecka", "goal_2": "", "goal_3": "",
    "situation": "Behöver prata om vardagen.", "items": ["name"], "access": ["steps"],
    "urgency": "priority",
}  # fmt: skip


def page(name, *keys):
    return reverse(f"desk:{name}", args=[getattr(key, "pk", key) for key in keys])


def text(response) -> str:
    return response.content.decode()


def begin(help_request, organisation):
    return page("referral_begin", help_request, organisation.services.get())


def offers(response) -> dict:
    return {
        offer.service.pk: (partner, offer)
        for _label, partners in response.context["kinds"]
        for partner in partners
        for offer in partner.offers
    }


def test_all_partners_are_shown_by_kind_and_ourselves_are_not(
    at, help_request, amina, youth_centre, police, debt_advice
):
    found = offers(at(amina).get(page("referral_new", help_request)))
    names = {partner.organisation for partner, _offer in found.values()}
    assert names == {youth_centre, police, debt_advice}


def test_what_does_not_fit_is_said_and_can_be_chosen_all_the_same(
    at, help_request, amina, youth_centre, areas
):
    far = directory.add_service(
        youth_centre, by=CLOCK, name={"sv": "Syd"}, areas=[areas["south"]], from_age=12, to_age=15
    )
    help_request.age_band = AgeBand.FROM_25
    help_request.save()
    response = at(amina).get(page("referral_new", help_request))
    _partner, offer = offers(response)[far.pk]
    assert [reason.colour for reason in offer.reasons] == ["warning", "warning"]
    assert page("referral_begin", help_request, far) in text(response)


def test_without_an_agreement_a_partner_cannot_be_chosen(at, help_request, amina, youth_centre):
    youth_centre.agreement_until = help_request.received_at.date().replace(year=2020)
    youth_centre.save()
    response = at(amina).get(page("referral_new", help_request))
    assert begin(help_request, youth_centre) not in text(response)


def test_whom_we_ask_already_is_a_link_and_not_a_choice(at, sent, amina, youth_centre):
    response = at(amina).get(page("referral_new", sent.help_request))
    assert begin(sent.help_request, youth_centre) not in text(response)
    assert page("referral", sent) in text(response)


def test_another_teams_request_cannot_be_referred(at, help_request, bjorn, youth_centre):
    client = at(bjorn)
    assert client.get(page("referral_new", help_request)).status_code == 404
    assert client.get(begin(help_request, youth_centre)).status_code == 404
    assert client.post(begin(help_request, youth_centre), WRITTEN).status_code == 404
    assert not Referral.objects.exists()


def test_a_goal_that_sending_needs_is_not_called_optional(at, help_request, amina, youth_centre):
    form = at(amina).get(begin(help_request, youth_centre)).context["form"]
    said = {name: "optional" in form[name].as_field_group() for name in ("goal_1", "goal_2")}
    assert said == {"goal_1": False, "goal_2": True}


def test_a_service_that_does_not_exist_is_not_found(at, help_request, amina):
    assert at(amina).get(page("referral_begin", help_request, 999)).status_code == 404


def test_from_choice_to_sent(at, help_request, amina, youth_centre, consent, clara):
    client = at(amina)
    assert client.get(begin(help_request, youth_centre)).status_code == 200
    assert not Referral.objects.exists()
    basis = client.post(begin(help_request, youth_centre), WRITTEN)
    draft = Referral.objects.get()
    assert basis.url == page("referral_basis", draft)
    chosen = {"by_consent": "yes", "consent_pk": str(consent.pk)}
    assert client.post(basis.url, chosen).url == page("referral_preview", draft)
    seen = client.get(page("referral_preview", draft))
    assert seen.context["is_ready"]
    sent = client.post(page("referral_preview", draft), {"previewed": seen.context["seen"].digest})
    assert sent.url == page("referral", draft)
    draft.refresh_from_db()
    assert (draft.status, draft.urgency, draft.access) == (Status.SENT, "priority", ["steps"])
    assert draft.sent_digest == seen.context["seen"].digest


def test_the_text_starts_empty_and_the_persons_words_are_not_copied(
    at, help_request, amina, youth_centre
):
    response = at(amina).get(begin(help_request, youth_centre))
    assert not response.context["form"]["situation"].value()
    assert "betala hyran" not in text(response)
    assert not Event.objects.filter(deed="helprequest.opened").exists()


def test_the_persons_words_are_shown_beside_on_request_and_nothing_typed_is_lost(
    at, help_request, amina, youth_centre
):
    typed = WRITTEN | {"show_words": "yes", "items": ["name", "phone"]}
    response = at(amina).post(begin(help_request, youth_centre), typed)
    assert "betala hyran" in text(response)
    form = response.context["form"]
    assert form["situation"].value() == WRITTEN["situation"]
    assert form["items"].value() == ["name", "phone"]
    assert not form.errors
    line = Event.objects.get(deed="helprequest.opened")
    assert (line.purpose, line.actor) == ("referral", f"user/{amina.pk}")
    assert not Referral.objects.exists()


def test_what_is_refused_stays_typed(at, help_request, amina, youth_centre):
    too_long = WRITTEN | {"situation": "å" * 2001}
    response = at(amina).post(begin(help_request, youth_centre), too_long)
    form = response.context["form"]
    assert "situation" in form.errors
    assert form["situation"].value() == too_long["situation"]
    assert form["goal_1"].value() == WRITTEN["goal_1"]


def test_an_unfinished_draft_is_kept_and_says_what_is_missing(
    at, help_request, amina, youth_centre
):
    client = at(amina)
    client.post(begin(help_request, youth_centre), {"urgency": "normal"})
    draft = Referral.objects.get()
    response = client.get(page("referral_preview", draft))
    missing = {gate.code for gate in response.context["gates"] if not gate.is_met}
    assert {"basis", "goal"} <= missing
    assert not response.context["is_ready"]
    assert {str(draft.pk)} == {
        str(row.pk) for row in client.get(reverse("desk:referrals")).context["page"].object_list
    }


def test_a_draft_is_read_back_into_its_fields_and_changed(at, draft, amina):
    client = at(amina)
    form = client.get(page("referral_package", draft)).context["form"]
    assert form["situation"].value() == "Behöver prata om vardagen."
    assert set(form["items"].value()) >= {"name", "email"}
    client.post(page("referral_package", draft), WRITTEN | {"situation": "Nytt."})
    assert drafting.preview(draft.pk, by=amina).package["situation"] == "Nytt."


def test_the_preview_is_the_partners_own_view(at, draft, amina, clara):
    seen = at(amina).get(page("referral_preview", draft)).context
    at(amina).post(page("referral_preview", draft), {"previewed": seen["seen"].digest})
    theirs = at(clara)
    theirs.post(reverse("portal:open", args=[draft.pk]))
    envelope = theirs.get(reverse("portal:referral", args=[draft.pk])).context["envelope"]
    assert [str(value) for _l, value in envelope] == [str(value) for _l, value in seen["envelope"]]
    theirs.post(reverse("portal:accept", args=[draft.pk]))
    package = theirs.get(reverse("portal:package", args=[draft.pk])).context
    assert package["opened"].texts == seen["seen"].package
    assert package["goals"] == seen["seen"].goals


def test_what_was_changed_after_the_preview_is_not_sent(at, draft, amina):
    client = at(amina)
    digest = client.get(page("referral_preview", draft)).context["seen"].digest
    client.post(page("referral_package", draft), WRITTEN)
    response = client.post(page("referral_preview", draft), {"previewed": digest})
    assert response.context["form"].non_field_errors()
    draft.refresh_from_db()
    assert draft.status == Status.DRAFT


def test_only_consents_that_name_this_partner_can_be_chosen(
    at, help_request, amina, debt_advice, consent
):
    client = at(amina)
    client.post(begin(help_request, debt_advice), WRITTEN)
    draft = Referral.objects.get()
    response = client.get(page("referral_basis", draft))
    assert response.context["consents"] == []
    forced = {"by_consent": "yes", "consent_pk": str(consent.pk)}
    assert client.post(page("referral_basis", draft), forced).context["consent_form"].errors


def test_what_a_consent_does_not_cover_is_named(at, help_request, amina, youth_centre):
    given = consent_to(youth_centre, help_request, amina, items=[Item.SITUATION, Item.NAME])
    draft = a_draft(help_request, youth_centre, amina, items=[Item.NAME, Item.EMAIL])
    client, missing = at(amina), str(Item.EMAIL.label)
    form = client.get(page("referral_basis", draft)).context["consent_form"]
    assert [missing in label for _key, label in form.fields["consent_pk"].choices] == [True]
    drafting.set_consent_basis(draft.pk, consent_pk=given.pk, by=amina)
    preview = client.get(page("referral_preview", draft))
    assert {gate.code: gate.beyond for gate in preview.context["gates"] if not gate.is_met} == {
        "covers": [missing]
    }
    assert missing in text(preview).split('data-gate="covers"')[1].split("</li>")[0]


def test_only_grounds_that_fit_the_recipient_are_offered_and_reasons_are_kept(
    at, draft, amina, ground, police_ground
):
    client = at(amina)
    shown = client.get(page("referral_basis", draft)).context["grounds"]
    assert [row for row, _plain in shown] == [ground]
    answer = {"by_ground": "yes", "ground_pk": str(ground.pk), "reasons": ""}
    assert (
        "reasons"
        in client.post(page("referral_basis", draft), answer).context["ground_form"].errors
    )
    forced = answer | {"ground_pk": str(police_ground.pk), "reasons": "Därför."}
    refused = client.post(page("referral_basis", draft), forced)
    assert refused.context["ground_form"]["reasons"].value() == "Därför."
    assert refused.context["chosen"] is None
    client.post(page("referral_basis", draft), answer | {"reasons": "Därför."})
    draft.refresh_from_db()
    assert draft.basis.ground == ground


def test_no_free_text_is_asked_for_where_none_may_go(at, help_request, amina, police):
    client = at(amina)
    form = client.get(begin(help_request, police)).context["form"]
    assert set(form.fields) == {"items", "access", "urgency"}
    client.post(begin(help_request, police), WRITTEN)
    assert Referral.objects.get().package.items == ["name"]


def test_throwing_a_draft_away_asks_first(at, draft, amina):
    client = at(amina)
    client.get(page("referral_discard", draft))
    assert Referral.objects.filter(pk=draft.pk).exists()
    response = client.post(page("referral_discard", draft))
    assert response.url == page("request_referrals", draft.help_request)
    assert not Referral.objects.filter(pk=draft.pk).exists()


@pytest.mark.parametrize("name", ["referral_package", "referral_basis", "referral_preview"])
def test_what_is_sent_is_no_draft_any_more(at, sent, amina, name):
    assert at(amina).get(page(name, sent)).status_code == 409


def test_an_age_that_nobody_asked_for_is_not_said_to_be_kept_back(at, help_request, amina):
    help_request.age_band = AgeBand.UNKNOWN
    help_request.save()
    lead = text(at(amina).get(page("referral_new", help_request)))
    assert "ålder: Inte angivet" in lead
    assert "Vill inte säga" not in lead
