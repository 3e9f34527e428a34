"""What a partner is to be told is not lost on the way: before there is a referral, and in it."""

import pytest
from django.urls import reverse

from audit.models import Letter
from audit.trail import name_of
from intake.models import Draft
from intake.services import saving_drafts
from referrals import drafts
from referrals.models import Referral
from referrals.services import drafting
from tests.referrals.conftest import GOALS, SITUATION, a_draft, send

pytestmark = pytest.mark.django_db

BEGUN = {"goal_1": "", "goal_2": "Sover om nätterna", "goal_3": "", "situation": "Behöver prata"}
CHOSEN = {"urgency": "normal", "items": [], "access": []}
WHY = "Barnet far illa om ingen ringer i dag."


@pytest.fixture
def to_centre(youth_centre):
    return drafts.BEGIN.of(youth_centre.services.get().pk)


def keep(row, by, writing, texts):
    return saving_drafts.save(row.pk, writing=writing, texts=texts, instead_of="", by=by)


def is_gone(draft) -> bool:
    return not (Draft.objects.filter(pk=draft.pk) or Letter.objects.filter(about=name_of(draft)))


def shown(form) -> dict:
    return {name: form[name].value() or "" for name in BEGUN}


# --- Before there is a referral -------------------------------------------------------------------


def test_it_is_kept_before_there_is_a_referral_for_each_partner_by_itself(
    at, help_request, amina, lena, to_centre, school
):
    client, url = at(amina), to_centre.address(help_request.pk)
    assert client.post(url, BEGUN | {"draft": "", "save_draft": ""}).url == url
    assert shown(client.get(url).context["form"]) == BEGUN
    to_school = drafts.BEGIN.of(school.services.get().pk).address(help_request.pk)
    for who, door in ((amina, to_school), (lena, url)):
        assert not any(shown(at(who).get(door).context["form"]).values())
    assert not Referral.objects.exists()


def test_it_is_there_too_when_one_comes_from_where_the_partner_is_chosen(
    at, help_request, amina, to_centre
):
    draft = keep(help_request, amina, to_centre, BEGUN)
    carried = {"carried": "yes", "access": ["steps"]}
    page = at(amina).post(to_centre.address(help_request.pk), carried).context
    assert shown(page["form"]) == BEGUN
    assert page["form"]["access"].value() == ["steps"]
    assert page["draft_pk"] == draft.pk


def test_looking_at_the_person_s_words_takes_nothing_of_what_is_typed(
    at, help_request, amina, to_centre
):
    draft = keep(help_request, amina, to_centre, BEGUN)
    typed = {"situation": "Nyare text", "draft": str(draft.pk), "show_words": "yes"}
    page = at(amina).post(to_centre.address(help_request.pk), CHOSEN | typed).context
    assert page["form"]["situation"].value() == "Nyare text"
    assert page["draft_pk"] == str(draft.pk)


def test_my_day_leads_back_to_the_partner_it_was_meant_for_by_name(
    at, help_request, amina, to_centre, youth_centre
):
    keep(help_request, amina, to_centre, BEGUN)
    page = at(amina).get(reverse("desk:mine"))
    [(draft, url)] = page.context["drafts"]
    assert (draft.reference, url) == (help_request.reference, to_centre.address(help_request.pk))
    assert draft.writing.title.endswith(f": {youth_centre.name}")
    assert draft.writing.title in page.content.decode()
    assert BEGUN["situation"] not in page.content.decode()


def test_when_it_is_a_referral_it_is_no_draft_of_a_text_any_more(
    at, help_request, amina, to_centre, school
):
    to_school = drafts.BEGIN.of(school.services.get().pk)
    ours = keep(help_request, amina, to_centre, BEGUN)
    other = keep(help_request, amina, to_school, BEGUN)
    at(amina).post(to_centre.address(help_request.pk), CHOSEN | BEGUN)
    assert Referral.objects.get().to_id != school.pk
    assert is_gone(ours)
    assert not is_gone(other)


# --- In a referral that is being written ----------------------------------------------------------


def test_what_is_changed_is_kept_above_what_the_referral_says(at, draft, amina, lena):
    client, url = at(amina), drafts.PACKAGE.address(draft.pk)
    assert client.get(url).context["form"]["situation"].value() == SITUATION
    client.post(url, BEGUN | {"draft": "", "save_draft": ""})
    page = client.get(url)
    assert shown(page.context["form"]) == BEGUN
    assert "The referral has been changed since" not in page.content.decode()
    assert at(lena).get(url).context["form"]["situation"].value() == SITUATION
    assert drafting.preview(draft.pk, by=amina).goals == GOALS
    kept = page.context["draft_pk"]
    client.post(url, CHOSEN | BEGUN | {"draft": str(kept)})
    assert not Draft.objects.exists()
    assert drafting.preview(draft.pk, by=amina).goals == [BEGUN["goal_2"]]


def test_whoever_had_begun_before_a_colleague_changed_it_is_told(at, draft, amina, lena, settings):
    settings.LANGUAGE_CODE = "en"
    begun, client = keep(draft, amina, drafts.PACKAGE, BEGUN), at(amina)
    told = {"goals": GOALS, "situation": "Lenas ord", "items": [], "access": []}
    drafting.revise(draft.pk, urgency="normal", by=lena, **told)
    url = drafts.PACKAGE.address(draft.pk)
    page = client.get(url, headers={"accept-language": "en"}).content.decode()
    assert "The referral has been changed since" in page
    assert BEGUN["situation"] in page
    client.post(url, {"throw_draft": "", "draft": str(begun.pk)})
    assert client.get(url).context["form"]["situation"].value() == "Lenas ord"


def test_reasons_wait_until_a_ground_is_chosen(at, draft, amina, ground):
    client, url = at(amina), drafts.REASONS.address(draft.pk)
    chosen = f"{url}?ground={ground.pk}"
    saved = client.post(chosen, {"reasons": WHY, "draft": "", "save_draft": ""})
    assert saved.url == chosen
    assert client.get(chosen).context["ground_form"]["reasons"].value() == WHY
    unchosen = client.get(url)
    assert "has-begun" in unchosen.content.decode()
    assert WHY not in unchosen.content.decode()
    client.post(url, {"by_ground": "1", "ground_pk": ground.pk, "reasons": WHY})
    assert Referral.objects.get(pk=draft.pk).basis.ground == ground
    assert not Draft.objects.exists()


def test_reasons_go_when_a_consent_is_used_instead_and_the_page_says_so_before(
    at, draft, amina, consent
):
    begun, client = keep(draft, amina, drafts.REASONS, {"reasons": WHY}), at(amina)
    url, told = drafts.REASONS.address(draft.pk), {"by_consent": "yes", "consent_pk": consent.pk}
    assert client.get(url).content.decode().count('data-test="goes"') == 1
    assert client.post(url, told | {"draft": str(begun.pk)}).status_code == 302
    assert is_gone(begun)


def test_reasons_that_the_page_did_not_know_stay_when_a_consent_is_used(at, draft, amina, consent):
    client, url = at(amina), drafts.REASONS.address(draft.pk)
    assert "goes" not in client.get(url).content.decode()
    begun = keep(draft, amina, drafts.REASONS, {"reasons": WHY})
    told = {"by_consent": "yes", "consent_pk": consent.pk, "draft": ""}
    page = client.post(url, told, follow=True)
    assert Referral.objects.get(pk=draft.pk).basis.consent == consent
    assert not is_gone(begun)
    assert [message.level_tag for message in page.context["messages"]] == ["warning"]


def test_where_a_ground_is_chosen_the_page_leads_back_to_the_consents(
    at, draft, amina, consent, ground
):
    url = drafts.REASONS.address(draft.pk)
    page = at(amina).get(f"{url}?ground={ground.pk}").content.decode()
    assert f'href="{url}"' in page
    assert 'name="by_consent"' not in page


def test_reasons_that_are_refused_are_still_kept(at, draft, amina, second_ground, ground):
    begun, client = keep(draft, amina, drafts.REASONS, {"reasons": WHY}), at(amina)
    url = f"{drafts.REASONS.address(draft.pk)}?ground={ground.pk}"
    told = {"by_ground": "1", "ground_pk": ground.pk, "reasons": " ", "draft": str(begun.pk)}
    page = client.post(url, told)
    assert page.context["ground_form"].errors
    assert page.context["draft_pk"] == str(begun.pk)
    assert not is_gone(begun)


def test_what_was_begun_when_a_colleague_sent_it_is_there_to_be_copied(at, draft, amina, lena):
    texts = ((drafts.PACKAGE, BEGUN), (drafts.REASONS, {"reasons": WHY}))
    begun, client = [keep(draft, amina, *one) for one in texts], at(amina)
    send(draft, lena)
    for writing, texts in ((drafts.PACKAGE, BEGUN), (drafts.REASONS, {"reasons": WHY})):
        left = client.get(writing.address(draft.pk))
        assert left.status_code == 409
        assert set(filter(None, texts.values())) <= set(left.context["texts"])
    late = client.post(drafts.PACKAGE.address(draft.pk), CHOSEN | {"situation": "Skrivet sent"})
    assert late.status_code == 409
    assert "Skrivet sent" in late.content.decode()
    assert not any(map(is_gone, begun))


def test_it_goes_with_the_referral_that_is_thrown_away(help_request, youth_centre, amina, lena):
    row = a_draft(help_request, youth_centre, amina)
    begun = [keep(row, who, drafts.PACKAGE, BEGUN) for who in (amina, lena)]
    drafting.discard(row.pk, by=amina)
    assert all(map(is_gone, begun))
