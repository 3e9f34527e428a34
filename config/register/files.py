"""The register as a file, for whoever asks for it: CSV for a spreadsheet, JSON for a program.

FORMAT: one entry a line. number, day (ISO 8601), direction (in or drawn_up), party, title and
confidentiality: provision, day and authority of each marking.
"""

import csv
import json
from io import StringIO

from django.utils.timezone import localdate

from config.register.services.listing import Entry, Period

FORMAT, VERSION = "lotsen.register", 1
COLUMNS = ("number", "day", "direction", "party", "title", "confidentiality")
IN, DRAWN_UP = "in", "drawn_up"
RUNS = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would take for a formula


def as_csv(entries: list[Entry]) -> str:
    """With a mark of its encoding in front, else a spreadsheet takes å for something else."""
    written = StringIO()
    lines = csv.writer(written, delimiter=";", lineterminator="\r\n")
    lines.writerow(COLUMNS)
    for entry in entries:
        marked = " | ".join(" ".join(one.values()) for one in _marked(entry))
        values = (*list(_plain(entry).values())[:-1], marked)
        lines.writerow([_harmless(value) for value in values])
    return "\ufeff" + written.getvalue()


def as_json(entries: list[Entry], period: Period, authority: str) -> str:
    whole = {
        "format": FORMAT, "version": VERSION, "authority": authority,
        "first": period.first.isoformat(), "last": period.last.isoformat(),
        "entries": [_plain(entry) for entry in entries],
    }  # fmt: skip
    return json.dumps(whole, ensure_ascii=False, indent=1)


def _plain(entry: Entry) -> dict:
    return {
        "number": entry.number, "day": entry.day.isoformat(),
        "direction": DRAWN_UP if entry.is_ours else IN, "party": entry.party,
        "title": entry.title, "confidentiality": _marked(entry),
    }  # fmt: skip


def _marked(entry: Entry) -> list[dict[str, str]]:
    return [
        {
            "provision": one.provision.paragraph, "day": localdate(one.made_at).isoformat(),
            "authority": one.authority,
        }
        for one in entry.markings
    ]  # fmt: skip


def _harmless(value: str) -> str:
    return f"'{value}" if value.startswith(RUNS) else value
