"""Every text has its Swedish, and the Swedish is easy. A string without one: `make messages`."""

import json
import os
import re
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import polib
import pytest
from django.utils import translation

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("audit", "partners", "intake", "referrals", "config")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
ADMIN = [sys.executable, "-m", "django", "makemessages", "--locale", "sv", "--no-location"]

# What somebody reads who asks for help: easy enough for a tired person on a telephone.
PUBLIC = re.compile(
    r"templates/(intake/(public|mailbox)|referrals/(mailbox|public))/"
    r"|templates/(403|404|409|410|429|500|503|kept|base_public)\.html"
    r"|intake/forms/(public|contact|mailbox)\.py|referrals/services/sharing\.py"
)
EASY = 35  # LIX: below 30 very easy, below 40 easy
LONG_ENOUGH = 20  # words; of fewer the measure says nothing
WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
SENTENCE_END = re.compile(r"[.!?](?=\s|$|”)")

NOWHERE = "/no-such-page/"
OPEN_PAGES = ("/", "/request/", "/mailbox/", "/your-data/", "/accounts/login/", NOWHERE)
REQUEST = "/desk/requests/{pk}/"
STAFF_PAGES = {
    "amina": [
        "/desk/queue/", "/desk/mine/", "/desk/referrals/", "/desk/partners/", "/desk/find/",
        "/desk/requests/record/", REQUEST, f"{REQUEST}consents/", f"{REQUEST}weigh/",
        f"{REQUEST}referrals/new/", "/accounts/profile/", "/accounts/password/",
        "/accounts/factors/", "/accounts/sessions/",
    ],
    "lena": ["/desk/approvals/"],
    "rut": ["/desk/concerns/"],
    "carl": ["/portal/inbox/", "/portal/room/", "/portal/register/", "/portal/register/concern/"],
    "loke": ["/desk/log/", "/desk/log/whole/", "/desk/review/", "/desk/review/figures/"],
    "adam": [
        "/desk/settings/", "/desk/settings/organisations/", "/desk/settings/organisations/new/",
        "/desk/settings/grounds/new/", "/desk/settings/tokens/", "/desk/settings/tokens/new/",
        "/desk/people/", "/desk/people/invite/", "/desk/roles/",
    ],
}  # fmt: skip


def catalogue(room: str) -> polib.POFile:
    return polib.pofile(str(ROOT / room / "locale/sv/LC_MESSAGES/django.po"))


def key(entry) -> tuple:
    return entry.msgctxt or "", entry.msgid, entry.msgid_plural or ""


def said(entry) -> list[str]:
    return [entry.msgstr_plural[n] for n in sorted(entry.msgstr_plural)] or [entry.msgstr]


def whole(room: str) -> list[tuple[str, str, polib.POEntry]]:
    """Each source text with the Swedish beside it, singular and plural apart."""
    return [
        (source, text, entry)
        for entry in catalogue(room)
        for source, text in zip([entry.msgid, entry.msgid_plural], said(entry), strict=False)
    ]


def extracted(room: str, into: Path) -> set[tuple]:
    if not shutil.which("xgettext"):
        pytest.fail("GNU gettext is missing: run tests/install_tools.sh")
    left_out = shutil.ignore_patterns("locale", "migrations", "__pycache__", "node_modules")
    copy = Path(shutil.copytree(ROOT / room, into / room, ignore=left_out))
    (copy / "locale").mkdir()
    clean = {name: value for name, value in os.environ.items() if not name.startswith("DJANGO")}
    subprocess.run(ADMIN, cwd=copy, env=clean, check=True, capture_output=True)
    return {key(entry) for entry in polib.pofile(str(copy / "locale/sv/LC_MESSAGES/django.po"))}


ANOTHER_NAME = re.compile(r"\bn?p?gettext(?:_lazy)? as (?!_\b)\w+")


def test_no_text_is_called_by_a_name_that_makemessages_does_not_know():
    """It would be collected by nobody, and stand in English in the midst of a Swedish page."""
    sources = (path for room in ROOMS for path in (ROOT / room).rglob("*.py"))
    assert not [path.name for path in sources if ANOTHER_NAME.search(path.read_text())]


@pytest.mark.parametrize("room", ROOMS)
def test_every_text_in_the_code_stands_in_the_catalogue(room, tmp_path):
    """And nothing else does: what the code no longer says is taken out."""
    assert {key(entry) for entry in catalogue(room)} == extracted(room, tmp_path)


@pytest.mark.parametrize("room", ROOMS)
def test_every_text_is_translated_and_none_is_a_guess(room):
    entries = catalogue(room)
    assert not [entry.msgid for entry in entries if entry.fuzzy]
    assert not [entry.msgid for entry in entries if not all(text.strip() for text in said(entry))]


@pytest.mark.parametrize("room", ROOMS)
def test_what_is_filled_in_is_the_same_in_both_languages(room):
    for source, text, _entry in whole(room):
        assert sorted(PLACEHOLDER.findall(source)) == sorted(PLACEHOLDER.findall(text)), source
        assert source.endswith("\n") == text.endswith("\n"), source


@pytest.mark.parametrize("room", ROOMS)
def test_what_is_compiled_is_what_is_written(room):
    compiled = polib.mofile(str(ROOT / room / "locale/sv/LC_MESSAGES/django.mo"))
    as_compiled = {key(entry): said(entry) for entry in compiled}
    assert as_compiled == {key(entry): said(entry) for entry in catalogue(room)}


@pytest.mark.parametrize("room", ROOMS)
def test_what_is_written_is_what_is_heard(room):
    """No library and no other room says something else for the same words."""
    with translation.override("sv"):
        for entry in catalogue(room):
            if entry.msgid_plural:
                heard = [translation.ngettext(entry.msgid, entry.msgid_plural, n) for n in (1, 2)]
            elif entry.msgctxt:
                heard = [translation.pgettext(entry.msgctxt, entry.msgid)]
            else:
                heard = [translation.gettext(entry.msgid)]
            assert heard == said(entry)


class Visible(HTMLParser):
    """What a page shows and what it tells a screen reader."""

    SPOKEN = ("aria-label", "title", "alt", "placeholder", "data-label", "data-left", "data-over")

    def __init__(self, html: str):
        super().__init__()
        self.texts: list[str] = []
        self.hidden = 0
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.hidden += tag in ("script", "style")
        self.texts += [value for name, value in attrs if name in self.SPOKEN and value]

    def handle_endtag(self, tag):
        self.hidden -= tag in ("script", "style")

    def handle_data(self, data):
        if not self.hidden:
            self.texts.append(" ".join(data.split()))


@pytest.fixture(scope="module")
def pairs() -> list[tuple[str, str]]:
    """English and Swedish, where they differ and are long enough not to meet by chance."""
    both = [(source, text) for room in ROOMS for source, text, _entry in whole(room)]
    return [(one, other) for one, other in both if min(len(one), len(other)) > 12 and one != other]


def speaks_only(client, address, language, unwanted):
    response = client.get(address, {"lang": language})
    assert response.status_code == (404 if address == NOWHERE else 200), address
    assert response.headers["Content-Language"] == language
    shown = set(Visible(response.content.decode()).texts)
    assert len(shown) > 5
    assert not shown & unwanted, address


@pytest.mark.parametrize("address", OPEN_PAGES)
def test_an_open_page_speaks_one_language(client, house, areas, pairs, address):
    speaks_only(client, address, "sv", {english for english, _swedish in pairs})
    speaks_only(client, address, "en", {swedish for _english, swedish in pairs})


@pytest.mark.parametrize("who", STAFF_PAGES)
def test_a_page_for_work_speaks_one_language(client, request, settings, told, pairs, who):
    settings.SECOND_FACTOR_REQUIRED = False
    client.force_login(request.getfixturevalue(who))
    for address in STAFF_PAGES[who]:
        there = address.format(pk=told.help_request.pk)
        speaks_only(client, there, "sv", {english for english, _swedish in pairs})
        speaks_only(client, there, "en", {swedish for _english, swedish in pairs})


def lix(texts: list[str]) -> float:
    """Words in a sentence plus long words in a hundred (Björnsson 1968)."""
    joined = " ".join(texts)
    words = WORD.findall(joined)
    long = [word for word in words if len(word) > 6]
    sentences = len(SENTENCE_END.findall(joined)) or 1
    return len(words) / sentences + 100 * len(long) / len(words)


def sentences_of(places: re.Pattern) -> dict[str, list[str]]:
    """By file: the texts that are sentences. Headings and labels would only flatter the measure."""
    found: dict[str, list[str]] = {}
    for room in ROOMS:
        for _source, text, entry in whole(room):
            for name, _line in entry.occurrences:
                if places.search(f"{room}/{name}") and text.rstrip().endswith((".", "!", "?")):
                    found.setdefault(f"{room}/{name}", []).append(text)
    return found


def test_what_a_person_reads_is_easy():
    found = sentences_of(PUBLIC)
    assert len(found) > 20
    measured = {
        name: round(lix(texts), 1)
        for name, texts in found.items()
        if len(WORD.findall(" ".join(texts))) >= LONG_ENOUGH
    }
    assert not {name: value for name, value in measured.items() if value > EASY}


def test_what_a_house_begins_with_is_easy():
    texts = json.loads((ROOT / "config/starter/texts.json").read_text())
    measured = {text["key"]: round(lix([text["body"]["sv"]]), 1) for text in texts}
    assert not {name: value for name, value in measured.items() if value > EASY}
