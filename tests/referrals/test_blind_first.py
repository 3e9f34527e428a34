"""Who somebody is and what they said is in no answer to a partner before its yes or after the end.

Forty strings are planted: what the person told, what we wrote to each other and about them, what
was chosen for the partner, and the numbers that lead to them; and a picture that goes along. Then
anybody does anything, in any order, while the partner, its system and another partner look:
wherever they can when the referral stands as it never stood before, else in a few places, and
after every step that changed something.

BLIND_WALKS says how many walks, BLIND_SEED which ones; more are asked for by hand.
"""

# ruff: noqa: S311 – a walk that can be walked again needs dice that can be loaded

import os
import random
from dataclasses import replace
from types import SimpleNamespace

import pytest
import time_machine
from django.core import mail
from django.core.cache import cache
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.test import RequestFactory
from django.test.client import ClientHandler
from django.urls import reverse
from django.utils import timezone

from audit import outbox
from audit.actors import ANYBODY
from config.accounts.roles import Role
from intake import tickets
from intake.cleaning import File
from intake.models import About, AgeBand, Channel, Item, Way
from intake.services import admitting, answering, conversing, noting, receiving, scanning, triaging
from referrals import notices
from referrals.lifecycle import ENDED, PACKAGE_OPEN, Status
from referrals.models import Enclosure, Referral, Tombstone
from referrals.services import conversing as with_partner
from referrals.services import digesting, drafting, reading
from tests.architecture.doors import taken_back
from tests.config.conftest import a_machine
from tests.referrals.conftest import a_draft, consent_to
from tests.referrals.test_adding_files import PICTURE, look
from tests.referrals.test_walks import CHOICES, DEEDS

pytestmark = pytest.mark.django_db

WALKS, SEED = int(os.environ.get("BLIND_WALKS", "6")), int(os.environ.get("BLIND_SEED", "20261129"))
STEPS, MOSTLY = 14, 0.8  # the others are walked from the draft on
PAGES = (
    "referral", "package", "report", "conversation", "ask", "accept", "decline", "attempt",
    "start", "progress", "pause", "amend", "give_back", "related", "assign",
)  # fmt: skip
LISTS = ("inbox", "figures", "registrations")
API = ("/api/v1/referrals/", "/api/v1/referrals/{pk}/", "/api/fhir/Task", "/api/fhir/Task/{pk}",
       "/api/fhir/ServiceRequest/{pk}")  # fmt: skip
OPENED_BY_API = ("/api/v1/referrals/{pk}/package/", "/api/v1/referrals/{pk}/conversation/",
                 "/api/v1/enclosures/{file}/open/")  # fmt: skip
THE_PICTURE = PICTURE.contents.decode(errors="replace")
TRIED_TOO_OFTEN = 429  # then nothing would have been looked at


def planted(what: str, many: int) -> list[str]:
    return [f"{what}zq{number:02d}vx" for number in range(many)]


STORY, THREAD, NOTES = planted("story", 6), planted("thread", 4), planted("note", 6)
CONTACT, TOLD, GOALS = planted("contact", 3), planted("told", 6), planted("goal", 6)
TALK = planted("talk", 2)
PHONE, EMAIL = "070-174 06 33", "planted.zqvx@post.example"
NEVER_TOLD = [*STORY, *THREAD, *NOTES, CONTACT[2]]

# Beside what test_walks does to a referral: both write to each other, and the morning comes.
ALSO = {
    "we write": lambda row, by: with_partner.write_to_partner(row.pk, text=TALK[0], by=by),
    "they write": lambda row, by: with_partner.write_to_us(row.pk, text=TALK[1], by=by),
    "morning": lambda row, by: digesting.sweep(),
}
ALL_DEEDS = DEEDS | ALSO
ALL_CHOICES = [*CHOICES, *ALSO, "morning"]


@pytest.fixture
def told(north, areas, amina, youth_centre, house):
    """A request with something of everything, in Amina's hands."""
    youth_centre.takes_messages = youth_centre.digests_on_days_off = True
    youth_centre.save()
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
    answering.answer(row.pk, text=" ".join(THREAD[:2]), confirmed=True, by=amina)
    resident = admitting.admit(sent.code)
    file = File("planted.png", PICTURE)
    conversing.write(resident, text=" ".join(THREAD[2:]), ticket=tickets.new(), files=[file])
    scanning.sweep()
    picture = row.attachments.get()
    look(picture, amina)
    consent = consent_to(youth_centre, row, amina)
    numbers = [str(row.pk), str(row.subject), row.reference, sent.code, sent.code.replace("-", "")]
    return SimpleNamespace(row=row, consent=consent, numbers=numbers, picture=picture)


@pytest.fixture
def strings(told) -> list[str]:
    words = [*NEVER_TOLD, *CONTACT[:2], *TOLD, *GOALS, *TALK, PHONE, EMAIL, *told.numbers]
    assert len(words) == 40
    return words


@pytest.fixture
def begun(told, youth_centre, amina) -> Referral:
    """The draft that every walk begins with, and goes back to."""
    row = a_draft(
        told.row, youth_centre, amina, situation=" ".join(TOLD), items=list(Item),
        goals=[" ".join(GOALS[:2]), " ".join(GOALS[2:])], attachments=[told.picture.pk],
    )  # fmt: skip
    return drafting.set_consent_basis(row.pk, consent_pk=told.consent.pk, by=amina)


class Eye(RequestFactory):
    """Somebody who looks: all the way in and out, but for what Django's own client notes of each
    template, which takes longer than the page.
    """

    DOOR = ClientHandler()

    def __init__(self, cookies=None, **carried):
        super().__init__(**carried)
        self.cookies = cookies or self.cookies

    def request(self, **asked):
        return self.DOOR(self._base_environ(**asked))


def kind_of(row: Referral) -> tuple:
    """How it stands, but for its days."""
    days = (row.expected_start, row.first_contact_on, row.time_left)
    return row.status, row.is_paused, row.is_contested, row.with_lead, *(bool(day) for day in days)


class Watch:
    """The partner's people and system and somebody of another partner, and what they have seen."""

    def __init__(self, people: dict[str, Eye], system: Eye, strings, told, dice):
        self.people, self.system, self.dice = people, system, dice
        self.strings, self.never = strings, [*NEVER_TOLD, *told.numbers]
        self.known, self.leaks, self.letters = set(), [], 0

    def look(self, row: Referral) -> None:
        kind = kind_of(row)
        answers = self._a_few(row) if kind in self.known else self._everything(row)
        self.known.add(kind)
        for who, answer in answers:
            assert answer.status_code != TRIED_TOO_OFTEN
            may = row.status in PACKAGE_OPEN and who != "Dag"
            strings = self.never if may else [*self.strings, THE_PICTURE]
            self._find(strings, said_in(answer), row.status, who, answer.wsgi_request.path)

    def read_the_post(self) -> None:
        outbox.deliver()
        for letter in mail.outbox:
            self._find(self.strings, f"{letter.subject} {letter.body}", "a letter")
        self.letters += len(mail.outbox)
        mail.outbox.clear()

    def _find(self, strings, text: str, *where) -> None:
        self.leaks += [(*where, one) for one in strings if one in text]

    def _everything(self, row):
        """By one of the partner's people, by the stranger, and by the system."""
        for who in (self.dice.choice(["Clara", "Carl"]), "Dag"):
            yield from ((who, self.people[who].get(address)) for address in addresses(row))
        yield from (("its system", self._asked(one, row)) for one in [*API, *OPENED_BY_API])

    def _a_few(self, row):
        """The package, as whoever reads it asks for it; something; and something by the system."""
        reader, looker = self.dice.choices(sorted(self.people), k=2)
        yield reader, self.people[reader].get(reverse("portal:package", args=[row.pk]))
        yield looker, self.people[looker].get(self.dice.choice(addresses(row)))
        yield "its system", self._asked(self.dice.choice([*API, *OPENED_BY_API]), row)

    def _asked(self, address: str, row):
        """Words are read by a POST, all else by a GET."""
        at = address.format(pk=row.pk, file=file_of(row))
        if address in OPENED_BY_API:
            return self.system.post(at, {}, content_type="application/json")
        return self.system.get(at)


def file_of(row):
    return Enclosure.objects.values_list("pk", flat=True).get(package__referral=row)


def addresses(row) -> list[str]:
    stones = Tombstone.objects.filter(reference=row.reference).values_list("pk", flat=True)
    found = [reverse(f"portal:{name}", args=[row.pk]) for name in PAGES]
    found += [reverse(f"portal:{name}") for name in LISTS]
    found.append(reverse("portal:enclosure", args=[file_of(row)]))
    return found + [reverse("portal:tombstone", args=[pk]) for pk in stones]


def said_in(answer) -> str:
    headers = " ".join(f"{name}: {value}" for name, value in answer.headers.items())
    return f"{headers} {answer.content.decode(errors='replace')}"


@pytest.fixture
def watch(client, adam, youth_centre, clara, carl, dag, at, strings, told) -> Watch:
    """In one moment, however long it takes: who signed in just now has still done so."""
    people = {user.name: Eye(at(user).cookies) for user in (clara, carl, dag)}
    system = a_machine(client, adam, Role.PARTNER_SYSTEM, youth_centre)
    with time_machine.travel(timezone.now(), tick=False):
        yield Watch(people, Eye(headers=system.headers), strings, told, random.Random(SEED))


def do(name: str, row: Referral, by) -> Referral | None:
    """The row as it then stands; None: it was refused, so nothing is otherwise than before."""
    try:
        ALL_DEEDS[name](row, by)
    except (ValidationError, PermissionDenied, Http404):
        return None
    return Referral.objects.filter(pk=row.pk).first()


def test_no_answer_to_a_partner_says_who_it_is_before_its_yes_or_after_the_end(
    begun, watch, amina, lena, clara, carl, dag
):
    crowd, dice, seen = [amina, lena, clara, carl, dag], watch.dice, set()
    random.seed(SEED)
    with taken_back():  # where every walk begins is looked at once
        watch.look(begun)
        watch.look(do("send", begun, amina))
    for _walk in range(WALKS):
        cache.clear()  # each has an hour of its own: no system asks too often
        with taken_back():
            if dice.random() < MOSTLY:
                do("send", begun, amina)
            for _step in range(STEPS):
                now = do(dice.choice(ALL_CHOICES), begun, dice.choice(crowd))
                if now is not None:
                    watch.look(now)
                    seen.add(now.status)
            watch.read_the_post()
    assert not watch.leaks
    assert watch.letters
    assert Status.SENT in seen
    assert seen.intersection(ENDED)


def test_the_same_look_finds_them_when_it_may(begun, watch, strings, told, amina, clara):
    """Else the walk would look for something that is never shown."""
    do("send", begun, amina)
    do("accept", begun, clara)
    do("we write", begun, amina)
    pages = [
        watch.people["Clara"].get(reverse(f"portal:{name}", args=[begun.pk]))
        for name in ("package", "conversation")
    ]
    page = watch.people["Clara"].get(reverse("portal:enclosure", args=[file_of(begun)]))
    assert THE_PICTURE in said_in(page)
    shown = {one for one in strings if one in " ".join(said_in(page) for page in pages)}
    assert {*TOLD, *GOALS, TALK[0], CONTACT[0], EMAIL} <= shown
    assert not shown & {*NEVER_TOLD, *told.numbers}


def _opens_before_the_yes(monkeypatch):
    monkeypatch.setattr(reading, "require_open", lambda referral: None)


def _a_refusal_names_the_request(monkeypatch):
    def refuse(referral):
        raise ValidationError(f"Not yet: {referral.help_request.reference}")

    monkeypatch.setattr(reading, "require_open", refuse)


def _a_digest_says_what_it_is_about(monkeypatch):
    told = replace(notices.UNREAD_BY_PARTNER, body=f"{{count}} {{link}} {TOLD[0]}")
    monkeypatch.setattr(notices, "UNREAD_BY_PARTNER", told)


@pytest.mark.parametrize(
    ("plant", "where", "what"),
    [
        (_opens_before_the_yes, "sent", TOLD[0]),
        (_a_refusal_names_the_request, "sent", "the reference"),
        (_a_digest_says_what_it_is_about, "a letter", TOLD[0]),
    ],
)
def test_a_leak_that_is_planted_is_found(
    plant, where, what, begun, watch, told, amina, clara, monkeypatch
):
    plant(monkeypatch)
    watch.look(do("send", begun, amina))
    for deed, by in (("accept", clara), ("we write", amina), ("morning", amina)):
        do(deed, begun, by)
    watch.read_the_post()
    wanted = told.row.reference if what == "the reference" else what
    assert (where, wanted) in {(leak[0], leak[-1]) for leak in watch.leaks}
