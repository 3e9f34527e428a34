"""The log as lines that anybody can check, and as a file that leaves the house."""

import json
from collections.abc import Iterator
from pathlib import Path

from audit import chain, changes, trail
from audit.models import Event, Head, Link
from audit.verify import Broken, Report, verify

BATCH = 2000
COLUMNS = (
    "actor", "role", "organisation", "deed", "about", "decision", "purpose", "channel",
)  # fmt: skip
OF_THE_EVENT = (*COLUMNS, "at", "subject", "facts", "salt", "header")
FIELDS = ("number", "digest", *(f"event__{name}" for name in OF_THE_EVENT))


def lines(after: int = 0) -> Iterator[dict]:
    """The log, oldest first, in batches of constant size: what audit.verify reads."""
    last, head = after, None
    while head is None or Link.objects.filter(number__gt=last, number__lte=head["number"]).exists():
        for line in _links(last):
            yield line
            last = line["number"]
        head = _head()  # read after the links: what was written meanwhile is taken in another round
    for pk in Event.objects.filter(link__isnull=True).values_list("pk", flat=True)[:1]:
        yield {"unlinked": pk}
    yield {"head": head}


def _links(after: int) -> Iterator[dict]:
    while True:
        rows = Link.objects.filter(number__gt=after).order_by("number").values(*FIELDS)[:BATCH]
        for row in rows:
            yield _line(row)
            after = row["number"]
        if len(rows) < BATCH:
            return


def check(*, seen: dict[int, str] | None = None, newest: int | None = None) -> Report:
    """Follow the chain in the database: all of it, or the newest links. Raises Broken."""
    start = _start(newest)
    begun = Report(number=start.number, digest=bytes(start.digest)) if start else Report()
    report = verify(lines(begun.number), seen=seen, start=begun)
    for number in changes.altered():
        raise Broken(number, "changes")
    return report


def _start(newest: int | None) -> Link | None:
    """The link before the newest ones: from its digest on they are checked."""
    if newest is None:
        return None
    number = _head()["number"] - newest
    return Link.objects.filter(number=number).first() if number > 0 else None


def _head() -> dict:
    head = Head.objects.filter(pk=1).first() or Head()
    return {"number": head.number, "digest": bytes(head.digest).hex()}


def _line(row: dict) -> dict:
    subject = row["event__subject"]
    columns = {name: row[f"event__{name}"] for name in COLUMNS}
    columns["at"] = chain.microseconds(row["event__at"])
    columns["subject"] = str(subject) if subject else None
    return {
        "number": row["number"],
        "digest": bytes(row["digest"]).hex(),
        "header": bytes(row["event__header"]).decode(errors="replace"),
        "facts": row["event__facts"],
        "salt": bytes(row["event__salt"]).hex(),
        "columns": columns,
    }


def write(path: str | Path, *, by) -> int:
    """Write the whole log to a file of its own. That it was done is its last line."""
    note_export(by=by)
    count = 0
    with open(path, "x", encoding="utf-8") as file:
        for line in lines():
            file.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n")
            count += 1
    return count - 1


@trail.act
def note_export(*, by):
    trail.record(by, "trail.export", "audit.link/all")
