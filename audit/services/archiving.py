"""Old months of the log go to files; what is older than five years may then leave the table.

Each file takes the chain up where the one before it ends, so that the verifier reads the files
and an export of the table as one log. Nothing is archived that no seal covers. What may have to be
erased is sealed in them, under keys that stay here (audit/archive.py).
"""

import json
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from itertools import islice
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit import append_only, trail
from audit.archive import opened, proves, sealed
from audit.lines import Line
from audit.models import ArchivedSalt, ArchivedUntil, Event, Head, Link, PersonHead, Seal
from audit.services import exporting
from audit.verify import lines_of

UNSEALED = _("No seal covers these months yet, so they cannot be archived.")
NOT_CLOSED = _("Only months that are over can be archived.")
YEARS = timedelta(days=365 * append_only.YEARS + 2)


def archive(before: date, folder: Path, *, by) -> list[Path]:
    """A file for each month before *before* that is not in the folder yet. Raises Broken."""
    if before > timezone.localdate().replace(day=1):
        raise ValidationError(NOT_CLOSED, code="not_closed")
    exporting.check()
    after, until = exporting.begins_after(), _last_before(before)
    if until > after and not Seal.objects.filter(number__gte=until).exists():
        raise ValidationError(UNSEALED, code="unsealed")
    written = []
    while after < until:
        month = _month_of(after + 1)
        end = min(max(_last_before(_next(month)), after + 1), until)
        path = folder / f"trail-{month:%Y-%m}-{after + 1}-{end}.ndjson"
        if not path.exists():
            exporting.put(path, map(_sealed, exporting.lines(after, end)))
            written.append(path)
        after = end
    if written:
        exporting.write_seals(folder / f"seals-{until}.ndjson")
        note_archive(until, len(written), by=by)
    return written


def drop(*, by) -> int:
    """What is in the archive and older than five years leaves the table. The last line gone."""
    archived = Event.objects.filter(deed="trail.archive").values_list("facts", flat=True)
    in_files = max((facts["until"] for facts in archived), default=0)
    old = _last_before(timezone.localdate() - YEARS)
    return remove(min(in_files, old), by=by)


def open_files(paths: list[str], to: Path, *, by) -> int:
    """A copy that shows the facts, but for those that are erased. How many lines. Raises Broken.

    No erasing reaches it, so it is destroyed when it has been read. The log says it was made.
    """
    note_opening(len(paths), by=by)
    return exporting.put(to, _opened(lines_of(paths)))


@trail.act
def note_opening(files: int, *, by) -> None:
    trail.record(by, "trail.open_archive", "audit.link/archive", files=files)


@trail.act
def note_archive(until: int, files: int, *, by) -> None:
    trail.record(by, "trail.archive", "audit.link/archive", until=until, files=files)


@trail.act
def remove(until: int, *, by) -> int:
    """The table goes on after line *until*, and remembers its digest and the people's.

    The head first, as whoever links does: taken the other way about, each waits for the other.
    """
    list(Head.objects.select_for_update().filter(pk=1))
    last = Link.objects.filter(number=until).first()
    if last is None:
        return exporting.begins_after()
    people = {}
    gone = Link.objects.filter(number__lte=until, person__gt=0).order_by("number")
    for subject, person, digest in gone.values_list("event__subject", "person", "digest"):
        people[subject] = PersonHead(subject=subject, archived=person, archived_digest=digest)
    PersonHead.objects.bulk_update(people.values(), ["archived", "archived_digest"])
    ArchivedSalt.objects.bulk_create(_salts(until), batch_size=exporting.BATCH)
    ArchivedUntil.objects.create(number=until, digest=bytes(last.digest))
    append_only.drop_archived(connection, until)
    trail.record(by, "trail.drop", "audit.link/archive", until=until)
    return until


def _sealed(one: Line | dict) -> Line | dict:
    return sealed(one) if isinstance(one, Line) else one


def _opened(found: Iterable[Line | dict]) -> Iterator[Line | dict]:
    rest = iter(found)
    while batch := list(islice(rest, exporting.BATCH)):
        numbers = [one.number for one in batch if isinstance(one, Line) and one.is_sealed]
        here = Link.objects.filter(number__in=numbers).values_list("number", "event__salt")
        gone = ArchivedSalt.objects.filter(number__in=numbers).values_list("number", "salt")
        salts = {number: bytes(salt) for number, salt in [*here, *gone]}
        for one in batch:
            yield opened(one, salts.get(one.number)) if isinstance(one, Line) else one


def _salts(until: int) -> Iterator[ArchivedSalt]:
    """Of the lines that leave the table with their facts sealed: what opens or erases them."""
    rows = Event.objects.filter(link__number__lte=until).exclude(salt=b"")
    fields = ("link__number", "actor", "header", "salt", "deed", "facts")
    for number, actor, header, salt, deed, facts in rows.values_list(*fields).iterator():
        if not proves(deed, facts):
            commitment = json.loads(bytes(header))["facts"]
            yield ArchivedSalt(number=number, actor=actor, commitment=commitment, salt=salt)


def _last_before(day: date) -> int:
    """The last line before the first one of *day* or later."""
    midnight = timezone.make_aware(datetime.combine(day, time()))
    first = Link.objects.filter(event__at__gte=midnight).order_by("number").first()
    last = first or Link.objects.order_by("-number").first()
    if last is None:
        return exporting.begins_after()
    return last.number - 1 if first else last.number


def _month_of(number: int) -> date:
    at = Link.objects.values_list("event__at", flat=True).get(number=number)
    return timezone.localdate(at).replace(day=1)


def _next(month: date) -> date:
    return (month + timedelta(days=32)).replace(day=1)
