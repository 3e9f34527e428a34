"""A backup: the database without its letters, and the letters apart. One moment, two folders."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from audit import trail
from audit.sealing import identity
from config.backups import letters, manifest

KIND, FILE = "data", "database.sqlite3"
# Not in the backup of the texts: their keys, and what only holds for a while. Both tables of
# sessions hold what a signed-in browser shows: whoever read it in a backup would be signed in.
LETTERS = ("audit_letter", "audit_blindindex")
LEFT_OUT = (*LETTERS, "cache", "django_session", "usersessions_usersession")
HEAD = "SELECT number, digest FROM audit_head WHERE id = 1"


@dataclass(frozen=True)
class Taken:
    """Up to which line, and what to write down of it elsewhere."""

    number: int
    data: str
    letters: str
    count: int


def take(folder: Path, letters_folder: Path, *, by) -> Taken:
    """Write both. Raises NotABackup for a folder that cannot be used, before anything is read."""
    house = identity.public().hex()
    manifest.make_folder(folder)
    note(by=by)
    at = timezone.now().isoformat()
    with SNAPSHOTS[connection.vendor](folder) as (cursor, names):
        cursor.execute(HEAD)
        number, digest = cursor.fetchone()
        facts = {"house": house, "number": number, "at": at}
        count, letters_digest = letters.bring_up_to_date(letters_folder, cursor, **facts)
    data = manifest.write(
        folder, KIND, names, vendor=connection.vendor, digest=bytes(digest).hex(),
        migrations=migrations(), **facts,
    )  # fmt: skip
    return Taken(number, data, letters_digest, count)


@trail.act
def note(*, by) -> None:
    """The backup's own line is the last one in it."""
    trail.record(by, "trail.back_up", "audit.link/all")


def migrations() -> list[str]:
    """The state of the tables: a backup is put back by the release that took it."""
    applied = MigrationRecorder(connection).applied_migrations()
    return sorted(f"{app}.{name}" for app, name in applied)


def tables() -> list[str]:
    with connection.cursor() as cursor:
        found = connection.introspection.table_names(cursor)
    return sorted(name for name in found if name not in LEFT_OUT)


def names_of(vendor: str) -> list[str]:
    """The files of a backup of the texts."""
    return [FILE] if vendor == "sqlite" else [f"{table}.copy" for table in tables()]


@contextmanager
def _sqlite(folder: Path) -> Iterator[tuple]:
    """The database's own online backup; then the letters are taken out of the copy."""
    path = folder / FILE
    connection.ensure_connection()
    with closing(sqlite3.connect(path, isolation_level=None)) as copy:
        path.chmod(0o600)
        connection.connection.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")
        cursor = copy.cursor()
        yield cursor, names_of("sqlite")
        copy.execute("PRAGMA secure_delete = ON")
        for table in LEFT_OUT:
            copy.execute(f"DELETE FROM {table}")  # noqa: S608 – names of our own
        copy.execute("VACUUM")


@contextmanager
def _postgresql(folder: Path) -> Iterator[tuple]:
    """Every table by COPY, all as they were at one moment."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield cursor, names_of("postgresql")
        for table in tables():
            with cursor.copy(f"COPY {table} ({columns(cursor, table)}) TO STDOUT") as rows:
                manifest.write_file(folder / f"{table}.copy", map(bytes, rows))


def columns(cursor, table: str) -> str:
    """In the order of their names, which stays when a table is made in another order."""
    found = connection.introspection.get_table_description(cursor, table)
    return ", ".join(sorted(f'"{one.name}"' for one in found))


SNAPSHOTS = {"sqlite": _sqlite, "postgresql": _postgresql}
