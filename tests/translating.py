"""`python -m tests.translating`: brings the languages that only residents read up to date.

Swedish says everything and is kept by makemessages. The others say what a resident may meet:
the texts of the files that PUBLIC names. Each of their entries carries a translator's comment
that says whether a speaker of the language has read it:

    # reviewed 2026-11-29 AB
    # unreviewed

What is new stands empty; what no public page says any more is taken out.
"""

import json
import re
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ("audit", "partners", "intake", "referrals", "config")
REVIEWED = re.compile(r"reviewed \d{4}-\d{2}-\d{2} \w+")
UNREVIEWED = "unreviewed"
COUNTS = ROOT / "config" / "locale" / "reviewed.json"

# The folder of a language's catalogue, and how it counts.
PLURALS = {
    "sv_Simple": "nplurals=2; plural=(n != 1);",
    "fi": "nplurals=2; plural=(n != 1);",
    "ar": (
        "nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : "
        "n%100>=11 && n%100<=99 ? 4 : 5;"
    ),
    "so": "nplurals=2; plural=(n != 1);",
    "uk": (
        "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && "
        "(n%100<10 || n%100>=20) ? 1 : 2);"
    ),
    "fa": "nplurals=2; plural=(n > 1);",
}

# Where the texts stand that a resident may meet.
PUBLIC = re.compile(
    r"templates/(intake/(public|mailbox)|referrals/mailbox|partners/public)/"
    r"|templates/(403|404|409|410|429|500|503|kept|unsealed|base|base_calm|base_public)\.html"
    r"|templates/components/|templates/django/forms/|templatetags/(ui|spelling)\.py"
    r"|intake/forms/(public|contact|mailbox|fields|labels)\.py"
    r"|intake/views/(public|mailbox|page|door)\.py"
    r"|intake/models/codes\.py|intake/borrowed_words\.py"
)


def catalogue(room: str, folder: str) -> Path:
    return ROOT / room / "locale" / folder / "LC_MESSAGES" / "django.po"


def key(entry) -> tuple:
    return entry.msgctxt or "", entry.msgid, entry.msgid_plural or ""


def public_entries(room: str) -> list[polib.POEntry]:
    """What the room says to residents, out of its Swedish catalogue."""
    places = ((entry, entry.occurrences) for entry in polib.pofile(str(catalogue(room, "sv"))))
    return [
        entry
        for entry, where in places
        if any(PUBLIC.search(f"{room}/{name}") for name, _line in where)
    ]


def is_reviewed(entry) -> bool:
    return bool(REVIEWED.fullmatch(entry.tcomment.strip()))


def renew(room: str, folder: str) -> polib.POFile:
    """The room's catalogue of one language, with an entry for each text and no other."""
    path, known = catalogue(room, folder), {}
    if path.exists():
        known = {key(entry): entry for entry in polib.pofile(str(path))}
    new = polib.POFile(wrapwidth=0)
    new.metadata = {
        "Project-Id-Version": "Lotsen",
        "Language": folder,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": PLURALS[folder],
    }
    for source in public_entries(room):
        new.append(_entry(source, known.get(key(source)), folder))
    return new


def _entry(source, earlier, folder: str) -> polib.POEntry:
    entry = polib.POEntry(
        msgctxt=source.msgctxt, msgid=source.msgid, msgid_plural=source.msgid_plural,
        occurrences=source.occurrences, flags=source.flags, tcomment=UNREVIEWED,
    )  # fmt: skip
    if source.msgid_plural:
        forms = int(re.search(r"nplurals=(\d)", PLURALS[folder])[1])
        entry.msgstr_plural = dict.fromkeys(range(forms), "")
    if earlier is not None:
        entry.msgstr, entry.tcomment = earlier.msgstr, earlier.tcomment
        entry.msgstr_plural = earlier.msgstr_plural
    return entry


def main() -> None:
    counts = {}
    for folder in PLURALS:
        found = []
        for room in ROOMS:
            new = renew(room, folder)
            path = catalogue(room, folder)
            if not len(new):
                path.unlink(missing_ok=True)
                path.with_suffix(".mo").unlink(missing_ok=True)
                continue
            path.parent.mkdir(parents=True, exist_ok=True)
            new.save(str(path))
            new.save_as_mofile(str(path.with_suffix(".mo")))
            found += new
        counts[folder.replace("_", "-").lower()] = {
            "texts": len(found),
            "reviewed": sum(map(is_reviewed, found)),
        }
    COUNTS.write_text(json.dumps(counts, indent=1) + "\n")


if __name__ == "__main__":
    main()
