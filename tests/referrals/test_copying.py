"""Anybody gets a copy of a public document without saying who: what is given, nothing around it."""

import json

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from intake.models import Extract
from referrals.services import choosing, extracting
from referrals.services.choosing import NOTHING, PARTS, Choice
from tests.audit.erasing import refused
from tests.referrals.test_extracting import (
    OTHER_CHILD,
    REPORTER,
    asked,
    at,
    grounds,
)

__all__ = ["asked", "grounds"]
pytestmark = pytest.mark.django_db

SECRET = "personal_matters"
ANYBODY = {"claimant": "anyone", "shown_by": "not_asked"}


def begun(row, by) -> Extract:
    return extracting.begin(row.pk, asked_on=timezone.localdate(), by=by, **ANYBODY)


def first_words_of_the_story(part) -> Choice:
    """“Jag är orolig.” is given; everything else is secret."""
    if part.section == "story":
        return Choice(PARTS, list(range(3, 100)), SECRET)
    return Choice(NOTHING, [], SECRET)


@pytest.fixture
def released(asked, amina, lena) -> Extract:
    extract = begun(asked, amina)
    _row, parts, _lines = extracting.check(extract.pk, by=amina)
    choices = {part.place: first_words_of_the_story(part) for part in parts if not part.fixed}
    seen = choosing.fingerprint(parts)
    extracting.submit(extract.pk, choices=choices, seen=seen, by=amina)
    seen = extracting.look_again(extract.pk, by=lena)[2]
    return extracting.release(extract.pk, seen=seen, by=lena)


def test_nobody_is_asked_who_they_are_and_who_is_told_about_themselves_is(asked, amina):
    today = timezone.localdate()
    for claimant, shown_by in (("anyone", "identity"), ("sender", "not_asked")):
        refused(
            extracting.begin, asked.pk, claimant=claimant, shown_by=shown_by, asked_on=today,
            by=amina, code="asks_who",
        )  # fmt: skip
    extract = begun(asked, amina)
    assert (extract.due_on - today).days == 2
    with pytest.raises(IntegrityError), transaction.atomic():
        Extract.objects.update(shown_by="identity")


def test_what_is_removed_is_not_there_and_nothing_stands_around_it(released, amina, settings):
    _row, content = extracting.open_package(released.pk, by=amina)
    [text] = content["texts"]
    assert text["text"] == ["Jag är orolig.", None]
    assert text["label"] == text["heading"]
    assert content["left_out"] == ["OSL 26 kap. 1 §"]
    assert set(content) == {
        "format", "language", "controller", "reference", "asked_on", "as_of", "texts", "files",
        "left_out", "number",
    }  # fmt: skip
    urls = [reverse(f"desk:extract_{name}", args=[released.pk]) for name in ("paper", "file")]
    client = at(amina, settings)
    pages = [client.get(url).text for url in urls]
    hidden = (
        *OTHER_CHILD.split(), REPORTER, "Kim", "kim@", "Bryggan", "Tack för att", "samtycke",
        "Har tittat", "Amina", "Lena",
    )  # fmt: skip
    for page in (json.dumps(content, ensure_ascii=False), *pages):
        assert "Jag är orolig." in page
        assert not [one for one in hidden if one in page]


def test_it_does_not_say_in_which_language_somebody_wrote(asked, amina):
    type(asked).objects.filter(pk=asked.pk).update(language="en")
    extract = begun(asked, amina)
    extract.help_request.refresh_from_db()
    assert extracting.compiling.language_of(extract) == "sv"


def test_the_pages_propose_nothing_and_say_how_to_appeal(asked, amina, lena, settings):
    client = at(amina, settings)
    told = ANYBODY | {"asked_on": timezone.localdate().isoformat()}
    url = client.post(reverse("desk:extract_begin", args=[asked.pk]), told).url
    answer = client.get(url)
    form = answer.context["form"]
    assert "Kopia av en allmän handling" in answer.text
    assert "Vem som har tittat" not in answer.text
    assert not [
        form[f"give_{at}"].value()
        for at, _part in enumerate(form.parts)
        if form[f"give_{at}"].value()
    ]
    told = {"seen": form["seen"].value()}
    for number, _part in enumerate(form.parts):
        told |= {f"give_{number}": "nothing", f"ground_{number}": SECRET}
    extract = Extract.objects.get()
    assert client.post(url, told).url == reverse("desk:extract", args=[extract.pk])
    page = at(lena, settings).get(reverse("desk:extract_look", args=[extract.pk])).text
    assert "kammarrätten" in page
    assert "Jag är orolig" not in page
