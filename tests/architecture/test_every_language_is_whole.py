"""What a resident may meet is said in every language that is offered, and says who has read it."""

import json
import re

import polib
import pytest
from django.conf import settings
from django.utils import translation
from django.utils.translation import trans_real

from config.languages import EVERYBODYS, STAFFS, UNREVIEWED
from intake import tickets
from intake.services import admitting, answering, triaging
from tests import translating
from tests.architecture.test_translations_are_whole import PLACEHOLDER, lix

EASIEST = 25  # LIX of easy Swedish
ROOMS_AND_FOLDERS = [
    (room, folder) for folder in translating.PLURALS for room in ("intake", "referrals", "config")
]


def code_of(folder: str) -> str:
    return folder.replace("_", "-").lower()


def test_every_language_that_is_offered_has_a_catalogue():
    assert {code_of(folder) for folder in translating.PLURALS} == set(EVERYBODYS) - set(STAFFS)
    assert {code for code, _name in settings.STAFF_LANGUAGES} == {"sv", "en"}


@pytest.mark.parametrize("folder", translating.PLURALS)
def test_the_catalogues_hold_what_the_public_pages_say_and_nothing_else(folder):
    for room in translating.ROOMS:
        due = [translating.key(entry) for entry in translating.public_entries(room)]
        path = translating.catalogue(room, folder)
        found = [translating.key(entry) for entry in polib.pofile(str(path))] if due else []
        assert set(found) == set(due), f"{room}: make messages"
        assert path.exists() == bool(due)


@pytest.mark.parametrize(("room", "folder"), ROOMS_AND_FOLDERS)
def test_every_text_is_said_with_the_same_places_to_fill_in(room, folder):
    wrong = []
    for entry in polib.pofile(str(translating.catalogue(room, folder))):
        said = list(entry.msgstr_plural.values()) or [entry.msgstr]
        known = set(PLACEHOLDER.findall(entry.msgid + (entry.msgid_plural or "")))
        for text in said:
            holes = PLACEHOLDER.findall(text)
            same = set(holes) <= known and (
                entry.msgid_plural or sorted(holes) == sorted(PLACEHOLDER.findall(entry.msgid))
            )
            if not text.strip() or not same or entry.fuzzy:
                wrong.append(entry.msgid)
    assert not wrong


@pytest.mark.parametrize(("room", "folder"), ROOMS_AND_FOLDERS)
def test_every_text_says_whether_a_speaker_has_read_it(room, folder):
    for entry in polib.pofile(str(translating.catalogue(room, folder))):
        comment = entry.tcomment.strip()
        assert comment == translating.UNREVIEWED or translating.is_reviewed(entry), entry.msgid


@pytest.mark.parametrize(("room", "folder"), ROOMS_AND_FOLDERS)
def test_what_is_compiled_is_what_is_written(room, folder):
    path = translating.catalogue(room, folder)
    compiled = {translating.key(one): one for one in polib.mofile(str(path.with_suffix(".mo")))}
    for entry in polib.pofile(str(path)):
        one = compiled[translating.key(entry)]
        assert (one.msgstr, one.msgstr_plural) == (entry.msgstr, entry.msgstr_plural)


def test_the_page_owns_up_to_what_nobody_has_read(client, house):
    """The count that pages go by is the one the catalogues give."""
    counted = json.loads(translating.COUNTS.read_text())
    for folder in translating.PLURALS:
        found = [
            entry
            for room in translating.ROOMS
            if translating.catalogue(room, folder).exists()
            for entry in polib.pofile(str(translating.catalogue(room, folder)))
        ]
        reviewed = sum(map(translating.is_reviewed, found))
        assert counted[code_of(folder)] == {"texts": len(found), "reviewed": reviewed}
    for code in EVERYBODYS:
        with translation.override(code):
            owned_up = client.get("/your-data/", {"lang": code}).context["is_unreviewed"]
        assert owned_up == (code in UNREVIEWED)


def test_easy_swedish_is_easy():
    said = [
        entry.msgstr
        for room in ("intake", "referrals", "config")
        for entry in polib.pofile(str(translating.catalogue(room, "sv_Simple")))
        if entry.msgstr.rstrip().endswith((".", "!", "?"))
    ]
    assert len(said) > 100
    assert lix(said) <= EASIEST


class Heard:
    """Every text of ours that is looked up meanwhile."""

    def __init__(self, monkeypatch):
        ours = [
            (room, entry)
            for room in translating.ROOMS
            for entry in polib.pofile(str(translating.catalogue(room, "sv")))
        ]
        self.known = {entry.msgid for _room, entry in ours}
        self.said: set[str] = set()
        for name in ("gettext", "ngettext"):
            before = getattr(trans_real.DjangoTranslation, name)
            monkeypatch.setattr(trans_real.DjangoTranslation, name, self._listening(before))

    def _listening(self, before):
        def look_up(catalogue, text, *more):
            plain = text.rpartition(trans_real.CONTEXT_SEPARATOR)[2]
            if plain in self.known:
                self.said.add(plain)
            return before(catalogue, text, *more)

        return look_up


def test_no_public_page_says_what_is_in_no_list(client, told, amina, areas, monkeypatch):
    """A walk through the pages of a resident: each text they show is one that is translated."""
    answering.answer(triaging.take(told.help_request.pk, by=amina).pk, text="Hej.", by=amina)
    heard = Heard(monkeypatch)
    for address in ("/", "/request/", "/mailbox/", "/your-data/", "/accessibility/", "/now/",
                    "/child/", "/services/", "/leave/", "/no-such-page/"):  # fmt: skip
        client.get(address, {"lang": "fi"})
    form = {"ticket": tickets.new(), "language": "fi"}
    for screen in ("message", "questions", "check"):
        client.post("/request/?lang=fi", {**form, "screen": screen, "story": "Apua."})
    client.post("/request/?lang=fi", {"ticket": tickets.new(), "story": "", "way": "phone"})
    client.post("/request/?lang=fi", {"ticket": tickets.new(), "story": "En halua elää."})
    client.post("/mailbox/?lang=fi", {"code": "ABCDE-12"})
    client.post("/mailbox/?lang=fi", {"code": told.code})
    assert admitting.admit(told.code)
    for address in ("thread", "contact", "who", "shared", "so-far", "withdraw", "correct",
                    "feedback"):  # fmt: skip
        client.get(f"/mailbox/{address}/", {"lang": "fi"})
    due = {entry.msgid for room in translating.ROOMS for entry in translating.public_entries(room)}
    assert len(heard.said) > 150
    assert not {text for text in heard.said - due if not re.fullmatch(r"\W*", text)}
