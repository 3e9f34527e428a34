"""A thousand packages at random: what is previewed, sent, logged and served is one and the same.

PACKAGES says how many; the whole is asked for by hand.
"""

# ruff: noqa: S311 – a package that can be drawn again needs dice that can be loaded

import os
import random

import pytest
from django.core.exceptions import ValidationError

from audit.models import Event
from audit.vault import DoesNotOpen
from intake.cleaning import File
from intake.models import Item, Urgency
from referrals.lifecycle import Status
from referrals.models import Access, Referral
from referrals.services import answering, drafting, reading, sending
from tests.architecture.doors import taken_back
from tests.referrals.conftest import a_draft
from tests.referrals.test_adding_files import LETTER, PICTURE, attach, look

pytestmark = pytest.mark.django_db

PACKAGES, SEED = int(os.environ.get("PACKAGES", "20")), 20261129
KINDS = {"png": PICTURE, "pdf": LETTER}
SIGNS = "aåäöé ÅßŁжкשלسلامกข漢字😀✓–’\n\t.,;:!?&<>\"'%{}"


def words(dice, most: int) -> str:
    """Of many alphabets, with marks that a page or a format could trip over."""
    body = "".join(dice.choice(SIGNS) for _sign in range(dice.randrange(1, most)))
    return f"Hjälp {body} slut"


def contents(dice) -> dict:
    return {
        "situation": words(dice, 2_000),
        "goals": [words(dice, 120) for _goal in range(dice.randrange(1, 4))],
        "items": dice.sample(list(Item), dice.randrange(len(Item) + 1)),
        "access": dice.sample(list(Access), dice.randrange(len(Access) + 1)),
        "urgency": dice.choice(list(Urgency)),
    }


@pytest.fixture
def kept(told, amina) -> list:
    """What Kim has attached; Amina has looked at it."""
    names = ("a.png", "b.pdf", "c.png")
    found = attach(told, *(File(name, KINDS[name[-3:]]) for name in names))
    for one in found:
        look(one, amina)
    return [one.pk for one in found]


@pytest.fixture
def based(help_request, youth_centre, consent, amina, kept):
    """A draft with other contents each time, on the person's own consent."""

    def draw(dice) -> Referral:
        chosen = dice.sample(kept, dice.randrange(len(kept) + 1))
        row = a_draft(help_request, youth_centre, amina, attachments=chosen, **contents(dice))
        return drafting.set_consent_basis(row.pk, consent_pk=consent.pk, by=amina)

    return draw


def test_it_is_one_thing_from_the_preview_to_the_partner(based, amina, clara):
    dice = random.Random(SEED)
    for _package in range(PACKAGES):
        with taken_back():
            row = based(dice)
            seen = drafting.preview(row.pk, by=amina)
            sent = sending.send(row.pk, previewed=seen.digest, by=amina)
            answering.open_envelope(row.pk, by=clara)
            assert reading.envelope(row.pk, by=clara).codes == seen.envelope
            answering.accept(row.pk, by=clara)
            served = reading.open_package(row.pk, by=clara, purpose="referral")
            assert served.texts == seen.package
            assert [text for _goal, text in served.goals] == seen.goals
            assert (served.rules, served.rules_changed) == (seen.rules, False)
            assert served.files == seen.files
            for one in seen.files:
                ours = reading.open_own_file(one.pk, by=amina, purpose="referral")
                theirs = reading.open_file(one.pk, by=clara, purpose="referral")
                assert ours.contents == theirs.contents
            told = Event.objects.get(deed="referral.send", about=f"referrals.referral/{row.pk}")
            assert told.facts["package"] == sent.sent_digest == seen.digest
            assert served.referral.package.digest() == seen.digest


def test_whatever_is_changed_after_the_preview_stops_the_sending(based, amina):
    dice = random.Random(SEED + 1)
    for _package in range(PACKAGES):
        with taken_back():
            row = based(dice)
            before, seen = row.package, drafting.preview(row.pk, by=amina).digest
            drafting.revise(row.pk, by=amina, **contents(dice))
            with pytest.raises(ValidationError) as refusal:
                sending.send(before.referral_id, previewed=seen, by=amina)
            assert refusal.value.code == "not_as_previewed"
            assert Referral.objects.get(pk=row.pk).status == Status.DRAFT


@pytest.mark.parametrize("field", ["items", "rules", "situation"])
def test_a_row_that_was_altered_behind_our_back_is_not_served(field, based, amina, clara):
    row = based(random.Random(SEED))
    sending.send(row.pk, previewed=drafting.preview(row.pk, by=amina).digest, by=amina)
    answering.accept(row.pk, by=clara)
    other = {"items": ["wishes"], "rules": {"hours": "never"}, "situation": b"\x00" * 40}[field]
    type(row.package).objects.filter(referral=row).update(**{field: other})
    with pytest.raises(DoesNotOpen):
        reading.open_package(row.pk, by=clara, purpose="referral")
