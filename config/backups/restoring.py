"""Put a backup back into an empty house: the texts of then, under the letters of now.

What has been erased since then has no letter any more, and does not open. Everything else does.
The log says that it was put back.
"""

import sqlite3
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.apps import apps
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, transaction

from audit.actors import CONSOLE
from audit.models import Letter, Link
from audit.sealing import restoring as sealed_log
from audit.trail import name_of
from config.backups import letters, manifest
from config.backups.manifest import NotABackup
from config.backups.taking import FILE, KIND, columns, migrations, names_of, tables
from config.retention.services import own_records
from intake.models import ConcernReport, HelpRequest
from referrals.services import erasing

IN_USE = "There is a log in this database. A backup is put back into an empty one."
OTHER_HOUSE = "The two folders are of different houses."
OLDER = (
    "The letters are older than the texts: what was written in between would never open again. "
    "Give the newest letters."
)
OTHER_RELEASE = "The backup was taken by another release. Put it back with that one, then migrate."
OTHER_DATABASE = "The backup is from {theirs}, and this house runs on {ours}."


@dataclass(frozen=True)
class PutBack:
    """Up to which line, how many letters fit, and how many requests were erased since."""

    number: int
    letters: int
    erased: int


def put_back(folder: Path, letters_folder: Path) -> PutBack:
    """Raises NotABackup, with nothing changed, if the two cannot be put back here."""
    data, keys = _fitting(folder, letters_folder)
    call_command("migrate", verbosity=0, interactive=False)
    if Link.objects.exists():
        raise NotABackup(IN_USE)
    if data["migrations"] != migrations():
        raise NotABackup(OTHER_RELEASE)
    manifest.require(data, folder, names_of(connection.vendor))
    TABLES[connection.vendor](folder)
    with transaction.atomic():
        count = letters.put_back(letters_folder, number=data["number"])
        _set_counters()
    _announce(data, keys)
    return PutBack(data["number"], count, erase_again())


def _fitting(folder: Path, letters_folder: Path) -> tuple[dict, dict]:
    data = manifest.read(folder, KIND)
    keys = manifest.read(letters_folder, letters.KIND)
    manifest.require(keys, letters_folder, (letters.LETTERS, letters.INDEX))
    if data["house"] != keys["house"]:
        raise NotABackup(OTHER_HOUSE)
    if keys["number"] < data["number"]:
        raise NotABackup(OLDER)
    if data["vendor"] != connection.vendor:
        said = OTHER_DATABASE.format(theirs=data["vendor"], ours=connection.vendor)
        raise NotABackup(said)
    return data, keys


def _sqlite(folder: Path) -> None:
    """The whole file, triggers and all."""
    connection.ensure_connection()
    with closing(sqlite3.connect(f"file:{folder / FILE}?mode=ro", uri=True)) as copy:
        copy.backup(connection.connection)
    connection.close()


def _postgresql(folder: Path) -> None:
    """Every table, in one transaction. The tables and triggers are the release's own.

    Triggers judge a row by others, which may come later: they rest while the rows go in.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        for table in tables():
            cursor.execute(f"DELETE FROM {table}")  # noqa: S608 – names of our own
        with _triggers_at_rest(cursor):
            _copy_in(folder, cursor)


@contextmanager
def _triggers_at_rest(cursor):
    _turn(cursor, "DISABLE")
    cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    yield
    _turn(cursor, "ENABLE")


def _turn(cursor, verb: str) -> None:
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # keys of other rows are checked first
    for table in tables():
        cursor.execute(f"ALTER TABLE {table} {verb} TRIGGER USER")


def _copy_in(folder: Path, cursor) -> None:
    for table in tables():
        with cursor.copy(f"COPY {table} ({columns(cursor, table)}) FROM STDIN") as rows:
            rows.write((folder / f"{table}.copy").read_bytes())


TABLES = {"sqlite": _sqlite, "postgresql": _postgresql}


def _set_counters() -> None:
    """The next row of each table gets a number after the last."""
    models = apps.get_models(include_auto_created=True)
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)


def _announce(data: dict, keys: dict) -> None:
    """In the log itself, so that who checks it sees a fork and no forgery."""
    try:
        sealed_log.announce()
    except sealed_log.NothingLost:
        sealed_log.note_restore(data["number"], keys["number"], data["digest"])


def erase_again() -> int:
    """What has no letter was erased after the backup: the rows say so again."""
    requests = _without_letter(HelpRequest)
    for pk in requests:
        erasing.stay_erased(pk, by=CONSOLE)
    for pk in _without_letter(ConcernReport):
        erasing.report_stays_erased(pk, by=CONSOLE)
    for about in own_records.without_letters():
        own_records.stay_erased(about, by=CONSOLE)
    return len(requests)


def _without_letter(model) -> list:
    beginning = f"{model._meta.label_lower}/"
    found = Letter.objects.filter(about__startswith=beginning)
    alive = set(found.values_list("about", flat=True))
    rows = model.objects.filter(erased_at__isnull=True).only("pk")
    return [row.pk for row in rows if name_of(row) not in alive]
