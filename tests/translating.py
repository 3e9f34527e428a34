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

from audit.deeds import TOLD, is_read

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
    r"templates/(intake/(public|mailbox)|referrals/(mailbox|public)|partners/public)/"
    r"|templates/(403|404|409|410|429|500|503|kept|unsealed|base|base_calm|base_public)\.html"
    r"|templates/components/|templates/django/forms/|templatetags/(ui|spelling)\.py"
    r"|templates/intake/(attached|not_shown)\.html"
    r"|intake/forms/(public|asking|checking|contact|fields|files|labels|leaving|mailbox)\.py"
    r"|intake/forms/(receipt|redeeming|remark|report|feedback)\.py"
    r"|intake/views/(public|mailbox|page|door|off_ramp|feedback|leaving|receipt|remarks)\.py"
    r"|intake/models/(codes|message|attachment)\.py|intake/cleaning/"
    r"|intake/(borrowed_words|words|survey)\.py"
    r"|intake/services/(admitting|attaching|conversing|heeding|leaving|rating|viewing)\.py"
    r"|partners/forms/open_services\.py|partners/models/access\.py"
    r"|referrals/forms/(arrival|outcome|public)\.py|referrals/models/endings\.py"
    r"|referrals/open_figures\.py"
    r"|referrals/services/(sharing|so_far|withdrawing)\.py"
    r"|config/accounts/roles\.py|audit/(moves|purposes)\.py"
)
# And what else a resident may meet, of files that mostly speak to those who work here: what an
# act is refused with, the notice of an answer, what a number is for, a service without room.
ALSO = {
    "Social services", "School", "Youth centre", "Police", "Civil society", "Health care",
    "Fire service", "Housing company",
    "New", "With a social worker", "Answered, waiting for the person", "Closed",
    "Handed over as a concern report", "You have a message",
    "You have a message. Read it with your code: {link}\n\nYou cannot reply to this.",
    "Something was asked for in your name. If it was not you, see here what to do: {link}\n\n"
    "You cannot reply to this.",
    "Anything", "Thoughts of taking one’s life", "Violence and threats",
    "For children and young people", "Concern for a child",
    "Honour: when the family decides over your life",
    "For you who hurt somebody, or are afraid to", "Alcohol, drugs and gambling",
    "For older people", "Victims of crime", "Full",
}  # fmt: skip
DEED = re.compile(r'^    "([\w.]+)": _\("(.+)"\),$', re.MULTILINE)


def catalogue(room: str, folder: str) -> Path:
    return ROOT / room / "locale" / folder / "LC_MESSAGES" / "django.po"


def key(entry) -> tuple:
    return entry.msgctxt or "", entry.msgid, entry.msgid_plural or ""


def public_entries(room: str) -> list[polib.POEntry]:
    """What the room says to residents, out of its Swedish catalogue."""
    also = ALSO | deeds_told()
    return [
        entry
        for entry in polib.pofile(str(catalogue(room, "sv")))
        if entry.msgid in also
        or any(PUBLIC.search(f"{room}/{name}") for name, _line in entry.occurrences)
    ]


def deeds_told() -> set[str]:
    """The deeds of the log that a person sees about their own request, in words."""
    told = dict(one for one in TOLD.children if isinstance(one, tuple))["deed__in"]
    sources = ("audit/wording.py", "audit/wording_of_referrals.py")
    words = [pair for name in sources for pair in DEED.findall((ROOT / name).read_text())]
    return {text for deed, text in words if deed in told or is_read(deed)}


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
