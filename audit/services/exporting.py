"""The log as lines that anybody can check, and as a file that leaves the house."""

import json
import os
from collections.abc import Iterator
from pathlib import Path

from audit import chain, changes, trail
from audit.anchors import Anchor, Anchors, Unusable
from audit.lines import Line, Unreadable, line, write
from audit.models import ArchivedUntil, Certificate, Event, Head, Link, Seal
from audit.sealing import identity
from audit.seals import stream_of
from audit.verify import Broken, Report, verify

BATCH = 2000
COLUMNS = (
    "actor", "role", "organisation", "deed", "about", "decision", "purpose", "channel",
)  # fmt: skip
OF_THE_EVENT = (*COLUMNS, "at", "subject", "facts", "salt", "header")
FIELDS = (
    "number", "digest", "person", "before", *(f"event__{name}" for name in OF_THE_EVENT)
)  # fmt: skip


def lines(after: int | None = None, until: int | None = None) -> Iterator[Line | dict]:
    """The log, oldest first, in batches of constant size: what audit.verify reads.

    It begins after line *after*, or where the archive ends.
    """
    start, head = _start(after), None
    last = start["after"]
    yield {"export": start}
    while head is None or Link.objects.filter(number__gt=last, number__lte=head["number"]).exists():
        for one in links(last, until):
            yield one
            last = one.number if isinstance(one, Line) else last
        head = _head(until)  # after the links: what was written meanwhile is another round's
    for pk in Event.objects.filter(link__isnull=True).values_list("pk", flat=True)[:1]:
        yield {"unlinked": pk}
    yield {"head": head}


def links(after: int, until: int | None = None) -> Iterator[Line | dict]:
    """The links with their events; instead of one whose columns lie, a dict that says so."""
    rows = Link.objects.order_by("number").values(*FIELDS)
    if until is not None:
        rows = rows.filter(number__lte=until)
    while True:
        batch = rows.filter(number__gt=after)[:BATCH]
        for row in batch:
            yield _line(row)
            after = row["number"]
        if len(batch) < BATCH:
            return


def about(subject) -> Iterator[Line | dict]:
    """The lines about one person, in the order of the log."""
    rows = Link.objects.filter(event__subject=subject).order_by("number").values(*FIELDS)
    return map(_line, rows)


def digests_before(found: list[Line | dict]) -> dict[int, bytes]:
    """For each line, the digest of the one before it in the whole log."""
    numbers = [one.number - 1 for one in found if isinstance(one, Line)]
    known = {0: chain.START}
    for model in (ArchivedUntil, Link):
        rows = model.objects.filter(number__in=numbers).values_list("number", "digest")
        known |= {number: bytes(digest) for number, digest in rows}
    return {number + 1: known.get(number, b"") for number in numbers}


def check(*, seen: dict[int, str] | None = None, newest: int | None = None) -> Report:
    """Follow the chain in the database: all of it, or the newest links, against its seals.

    Raises Broken.
    """
    after = max(_head()["number"] - newest, 0) if newest is not None else None
    report = verify(lines(after), seen=seen, anchors=_anchors())
    for number in changes.altered():
        raise Broken(number, "changes")
    return report


def begins_after() -> int:
    """The last line that is only in the archive; 0: the table has them all."""
    archived = ArchivedUntil.objects.order_by("-number").first()
    return archived.number if archived else 0


def _anchors() -> list[Anchor]:
    kept = list(seals())
    try:
        known = Anchors(identity.public() if kept else b"")
        known.take([("", False, kept)])
    except Unusable:
        raise Broken(1, "seals") from None
    return known.known


def _start(after: int | None) -> dict:
    """The line that comes before the first: in the table, or the last one of the archive."""
    archived = ArchivedUntil.objects.order_by("-number").first()
    before = archived
    if after and (archived is None or after > archived.number):
        before = Link.objects.filter(number=after).first()
    number, digest = (before.number, bytes(before.digest)) if before else (0, chain.START)
    return {"after": number, "digest": digest.hex(), "stream": _stream()}


def _stream() -> str:
    try:
        return stream_of(identity.public())
    except (identity.NoIdentity, OSError):
        return ""


def _head(until: int | None = None) -> dict:
    if until is not None:
        link = Link.objects.get(number=until)
        return {"number": link.number, "digest": bytes(link.digest).hex()}
    head = Head.objects.filter(pk=1).first() or Head()
    return {"number": head.number, "digest": bytes(head.digest).hex()}


def _line(row: dict) -> Line | dict:
    header = bytes(row["event__header"])
    try:
        found = line(
            row["number"], bytes(row["digest"]), row["person"], bytes(row["before"]),
            bytes(row["event__salt"]), header, row["event__facts"],
        )  # fmt: skip
    except Unreadable:
        raise Broken(row["number"], "header") from None
    subject = row["event__subject"]
    columns = {name: row[f"event__{name}"] for name in COLUMNS}
    columns["at"] = chain.microseconds(row["event__at"])
    columns["subject"] = str(subject) if subject else None
    told = json.loads(header)
    return found if all(told[name] == columns[name] for name in columns) else {"columns": columns}


def write_to(path: str | Path, *, by) -> int:
    """Write the whole log to a file of its own. That it was done is its last line."""
    note_export(by=by)
    return put(path, lines())


def put(path: str | Path, found: Iterator[Line | dict]) -> int:
    """How many lines of the log were written to a new file, which is nobody else's to read."""
    count = 0
    with open(path, "xb", opener=lambda name, how: os.open(name, how, 0o600)) as file:
        for one in found:
            is_link = isinstance(one, Line)
            file.write(write(one) if is_link else json.dumps(one).encode() + b"\n")
            count += is_link
    return count


def seals() -> Iterator[dict]:
    """Every certificate and every seal that is kept here, as lines of a file."""
    yield from Certificate.objects.order_by("begins_at").values_list("line", flat=True)
    yield from Seal.objects.order_by("number").values_list("line", flat=True)


def write_seals(path: str | Path) -> int:
    with open(path, "x", encoding="utf-8") as file:
        found = [json.dumps(one) + "\n" for one in seals()]
        file.writelines(found)
    return len(found)


@trail.act
def note_export(*, by):
    trail.record(by, "trail.export", "audit.link/all")
