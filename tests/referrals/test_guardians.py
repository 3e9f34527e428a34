"""A guardian's extract: what is decided that this guardian may be shown, and no more (OSL 12:3)."""

import json
from itertools import product

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from audit.models import Letter
from audit.trail import name_of
from config.starter import loading
from intake.models import Extract, MayBeShown, WithholdingGround
from intake.services import deciding_on_guardians, noting, triaging
from referrals.services import choosing, extracting
from referrals.services.choosing import WHOLE, Choice

pytestmark = pytest.mark.django_db

NOTE = "En anteckning om flickan."


@pytest.fixture
def asked(help_request, amina):
    for ground in loading.read("withholding_grounds"):
        WithholdingGround.objects.create(**ground)
    row = triaging.take(help_request.pk, by=amina)
    noting.note(row.pk, text=NOTE, by=amina)
    return row


def decide(row, by, shown, guardian="first"):
    return deciding_on_guardians.decide(
        row.pk, guardian=guardian, decides="yes", harm="none", heard="agrees", shown=shown,
        reasons="Prövat.", by=by,
    )  # fmt: skip


def begin(row, by, guardian="first", claimant="guardian") -> Extract:
    return extracting.begin(
        row.pk, claimant=claimant, guardian=guardian, shown_by="identity",
        asked_on=timezone.localdate(), by=by,
    )  # fmt: skip


def submit(extract, by) -> Extract:
    _row, parts, _lines = extracting.check(extract.pk, by=by)
    choices = {part.place: Choice(WHOLE, [], "") for part in parts if not part.fixed}
    return extracting.submit(extract.pk, choices=choices, seen=choosing.fingerprint(parts), by=by)


def release(row, amina, lena) -> Extract:
    extract = submit(begin(row, amina), amina)
    _row, _content, seen = extracting.look_again(extract.pk, by=lena)
    return extracting.release(extract.pk, seen=seen, by=lena)


@pytest.mark.parametrize("given", [None, [], "other"])
def test_without_a_decision_for_this_guardian_none_begins(asked, amina, given):
    if given is not None:
        decide(asked, amina, given or ["story"], guardian="first" if given == [] else "second")
    if given == []:
        decide(asked, amina, [])
    with pytest.raises(ValidationError) as refusal:
        begin(asked, amina)
    assert refusal.value.error_dict["guardian"][0].code == "no_decision"


def test_it_is_said_which_guardian_and_nobody_else_is_one(asked, amina):
    with pytest.raises(ValidationError) as refusal:
        begin(asked, amina, guardian="")
    assert refusal.value.error_dict["guardian"][0].code == "which"
    assert begin(asked, amina, claimant="about").guardian == ""


def test_every_part_is_given_only_if_it_is_decided(asked, amina):
    """Every part alone: nothing else is opened, not even for whoever prepares it."""
    for part, other in product(("story", "notes"), repeat=2):
        decide(asked, amina, [part])
        extract = begin(asked, amina)
        found = {one.section: one for one in extracting.check(extract.pk, by=amina)[1]}
        assert bool(found[other].text) is (other == part), (part, other)
        assert not found["contact"].text
        extracting.drop(extract.pk, by=amina)


def test_what_is_shut_is_counted_and_codes_and_readers_go_with_it(asked, amina, lena):
    decide(asked, amina, ["notes"])
    content = extracting.open_package(release(asked, amina, lena).pk, by=lena)[1]
    assert [one["section"] for one in content["texts"]] == ["notes"]
    assert content["facts"] == content["log"] == content["shared"] == content["consents"] == []
    assert "OSL 12 kap. 3 §" in {one["provision"] for one in content["left_out"]}
    assert NOTE in json.dumps(content, ensure_ascii=False)


def test_taken_back_between_the_two_looks_nothing_is_released(asked, amina, lena):
    decision = decide(asked, amina, ["notes"])
    extract = submit(begin(asked, amina), amina)
    _row, _content, seen = extracting.look_again(extract.pk, by=lena)
    deciding_on_guardians.take_back(decision.pk, by=amina)
    with pytest.raises(ValidationError) as refusal:
        extracting.release(extract.pk, seen=seen, by=lena)
    assert refusal.value.code == "changed"


@pytest.mark.parametrize("changed", ["taken_back", "narrower"])
def test_what_was_released_is_not_shown_once_the_decision_is_another(asked, amina, lena, changed):
    decision = decide(asked, amina, [part.value for part in MayBeShown])
    extract = release(asked, amina, lena)
    if changed == "narrower":
        decide(asked, amina, ["notes"])
    else:
        deciding_on_guardians.take_back(decision.pk, by=amina)
    for deed, more in (
        (extracting.open_package, {}), (extracting.open_bundle, {}),
        (extracting.hand_over, {"how": "post"}),
    ):  # fmt: skip
        with pytest.raises(ValidationError) as refusal:
            deed(extract.pk, by=amina, **more)
        assert refusal.value.code == "taken_back"
    extracting.drop(extract.pk, by=amina)
    row = Extract.objects.get(pk=extract.pk)
    assert (row.status, row.package, row.digest) == ("dropped", None, "")
    assert not Letter.objects.filter(about=name_of(row)).exists()
    decide(asked, amina, ["notes"])
    assert begin(asked, amina).status == "draft"


def test_what_a_guardian_has_had_opens_again_only_while_the_decision_stands(
    asked, amina, lena, client, settings
):
    settings.SECOND_FACTOR_REQUIRED = False
    client.force_login(amina)
    decision = decide(asked, amina, ["notes"])
    extract = release(asked, amina, lena)
    extracting.hand_over(extract.pk, how="post", by=amina)
    assert extracting.open_package(extract.pk, by=amina)
    deciding_on_guardians.take_back(decision.pk, by=amina)
    for deed in (extracting.open_package, extracting.open_bundle):
        with pytest.raises(ValidationError) as refusal:
            deed(extract.pk, by=amina)
        assert refusal.value.code == "taken_back"
    page = client.get(reverse("desk:extract", args=[extract.pk]))
    assert page.context["shut"] == refusal.value.message
    assert reverse("desk:extract_paper", args=[extract.pk]) not in page.content.decode()
