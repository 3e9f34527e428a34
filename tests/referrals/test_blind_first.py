"""Who somebody is and what they said is in no answer to a partner before its yes or after the end.

Forty strings are planted: what the person told, what we wrote to each other and about them, what
was chosen for the partner, and the numbers that lead to them. Then anybody does anything, in any
order, while the partner, its system and another partner look wherever they can. BLIND_WALKS says
how many walks; more are asked for by hand.
"""

# ruff: noqa: S311 – a walk that can be walked again needs dice that can be loaded

import os
import random
from contextlib import suppress
from types import SimpleNamespace

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.test import Client
from django.urls import reverse

from audit import outbox
from audit.actors import ANYBODY
from config.accounts.roles import Role
from intake import tickets
from intake.models import About, AgeBand, Channel, Item, Way
from intake.services import admitting, answering, conversing, noting, receiving, triaging
from referrals.lifecycle import ENDED, PACKAGE_OPEN, Status
from referrals.models import Referral, Tombstone
from referrals.services import drafting
from tests.architecture.doors import taken_back
from tests.config.conftest import a_machine
from tests.referrals.conftest import a_draft, consent_to
from tests.referrals.test_walks import CHOICES, DEEDS

pytestmark = pytest.mark.django_db

WALKS, STEPS, SEED = int(os.environ.get("BLIND_WALKS", "6")), 14, 20261129
MOSTLY = 0.8  # the others are walked from the draft on
LOOKS = 2  # addresses tried after each step
PAGES = (
    "referral", "package", "report", "conversation", "ask", "accept", "decline", "attempt",
    "start", "progress", "pause", "amend", "give_back", "related", "assign",
)  # fmt: skip
LISTS = ("inbox", "figures", "registrations")
API = ("/api/v1/referrals/", "/api/v1/referrals/{pk}/", "/api/fhir/Task", "/api/fhir/Task/{pk}",
       "/api/fhir/ServiceRequest/{pk}")  # fmt: skip


def planted(what: str, many: int) -> list[str]:
    return [f"{what}zq{number:02d}vx" for number in range(many)]


STORY, THREAD, NOTES = planted("story", 6), planted("thread", 6), planted("note", 6)
CONTACT, TOLD, GOALS = planted("contact", 3), planted("told", 6), planted("goal", 6)
PHONE, EMAIL = "070-174 06 33", "planted.zqvx@post.example"


@pytest.fixture
def told(north, areas, amina, youth_centre, house):
    """A request with something of everything, in Amina's hands."""
    sent = receiving.submit(
        by=ANYBODY, ticket=tickets.new(), story=" ".join(STORY), about=About.SELF,
        age_band=AgeBand.FROM_25, area=areas["north"], language="sv", channel=Channel.WEB,
        contact={
            "way": Way.PHONE, "phone": PHONE, "email": EMAIL, "name": CONTACT[0],
            "wishes": CONTACT[1], "code_word": CONTACT[2], "hours": "any",
        },
    )  # fmt: skip
    row = triaging.take(sent.help_request.pk, by=amina)
    noting.note(row.pk, text=" ".join(NOTES), by=amina)
    answering.answer(row.pk, text=" ".join(THREAD[:3]), confirmed=True, by=amina)
    resident = admitting.admit(sent.code)
    conversing.write(resident, text=" ".join(THREAD[3:]), ticket=tickets.new())
    consent = consent_to(youth_centre, row, amina)
    numbers = [str(row.pk), str(row.subject), row.reference, sent.code, sent.code.replace("-", "")]
    return SimpleNamespace(row=row, consent=consent, numbers=numbers)


@pytest.fixture
def strings(told) -> list[str]:
    words = [*STORY, *THREAD, *NOTES, *CONTACT, *TOLD, *GOALS, PHONE, EMAIL, *told.numbers]
    assert len(words) == 40
    return words


@pytest.fixture
def eyes(client, adam, youth_centre, clara, carl, dag, settings):
    """The partner's people and system, and somebody of another partner."""
    settings.SECOND_FACTOR_REQUIRED = False
    found = {}
    for user in (clara, carl, dag):
        found[user.name] = Client(raise_request_exception=False)
        found[user.name].force_login(user)
    return found, a_machine(client, adam, Role.PARTNER_SYSTEM, youth_centre)


def looked_at(dice, eyes, row) -> list[tuple[str, object]]:
    """A few addresses, by somebody: pages, lists, what a system is told – and the package itself,
    asked for as whoever may read it asks.
    """
    people, system = eyes
    stones = Tombstone.objects.filter(reference=row.reference).values_list("pk", flat=True)
    addresses = [reverse(f"portal:{name}", args=[row.pk]) for name in PAGES]
    addresses += [reverse(f"portal:{name}") for name in LISTS]
    addresses += [reverse("portal:tombstone", args=[pk]) for pk in stones]
    answers = [
        (who, people[who].get(dice.choice(addresses)))
        for who in dice.choices(sorted(people), k=LOOKS)
    ]
    reader, package = dice.choice(sorted(people)), reverse("portal:package", args=[row.pk])
    asked = people[reader].post(package, {"purpose": "referral"}, follow=True)
    answers += [(reader, asked), ("its system", system.get(dice.choice(API).format(pk=row.pk)))]
    return [*answers, ("its system", system.post(f"/api/v1/referrals/{row.pk}/package/", {}))]


def said_in(answer) -> str:
    headers = " ".join(f"{name}: {value}" for name, value in answer.headers.items())
    return f"{headers} {answer.content.decode(errors='replace')}"


def begun(told, youth_centre, amina) -> Referral:
    row = a_draft(
        told.row, youth_centre, amina, situation=" ".join(TOLD), items=list(Item),
        goals=[" ".join(GOALS[:2]), " ".join(GOALS[2:])],
    )  # fmt: skip
    return drafting.set_consent_basis(row.pk, consent_pk=told.consent.pk, by=amina)


def test_no_answer_to_a_partner_says_who_it_is_before_its_yes_or_after_the_end(
    told, strings, eyes, youth_centre, amina, lena, clara, carl, dag
):
    dice, crowd, seen = random.Random(SEED), [amina, lena, clara, carl, dag], set()
    leaks, letters = [], []
    random.seed(SEED)
    for _walk in range(WALKS):
        with taken_back():
            row = begun(told, youth_centre, amina)
            if dice.random() < MOSTLY:
                DEEDS["send"](row, amina)
            for _step in range(STEPS):
                with suppress(ValidationError, PermissionDenied, Http404):
                    DEEDS[dice.choice(CHOICES)](row, dice.choice(crowd))
                now = Referral.objects.filter(pk=row.pk).first()
                if now is None:
                    break
                seen.add(now.status)
                for who, answer in looked_at(dice, eyes, now):
                    if now.status in PACKAGE_OPEN and who != dag.name:
                        continue
                    text, page = said_in(answer), answer.request["PATH_INFO"]
                    leaks += [(now.status, who, page, one) for one in strings if one in text]
            outbox.deliver()
            letters += [f"{one.subject} {one.body}" for one in mail.outbox]
            mail.outbox.clear()
    assert not leaks
    assert letters
    assert not [one for one in strings if one in " ".join(letters)]
    assert Status.SENT in seen
    assert seen.intersection(ENDED)


def test_the_same_look_finds_them_when_it_may(told, strings, eyes, youth_centre, amina, clara):
    """Else the walk would look for something that is never shown."""
    row = begun(told, youth_centre, amina)
    DEEDS["send"](row, amina)
    DEEDS["accept"](row, clara)
    page = eyes[0][clara.name].post(
        reverse("portal:package", args=[row.pk]), {"purpose": "referral"}, follow=True
    )
    shown = {one for one in strings if one in said_in(page)}
    assert {*TOLD, *GOALS, CONTACT[0], EMAIL} <= shown
    assert not shown & {*STORY, *THREAD, *NOTES, CONTACT[2]}
