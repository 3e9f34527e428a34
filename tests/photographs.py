"""A town that really stands, for a browser's server to see, is built once and photographed.

A test that commits leaves empty tables behind, and an invented town takes longer to build than
most journeys through it. So the first test of a worker that needs one builds it, and each later
one gets all of it back: rows, triggers, keys, and a copy of its own of what the builder gave.

On SQLite, where the browser's tests run, a database is copied page by page. Elsewhere it is built.
"""

import pickle
import shutil
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp
from time import monotonic

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.cache import caches
from django.db import connection

STILL_NEW = 15 * 60  # seconds: the door of a mailbox shuts after half an hour
KEYS = ("VAULT_KEYS", "SEALER_KEYS")


@dataclass(frozen=True)
class Photograph:
    """Everything that stood when it was taken, and when that was."""

    rows: sqlite3.Connection
    folder: Path
    given: bytes
    at: float

    @classmethod
    def take(cls, given) -> "Photograph":
        rows, folder = sqlite3.connect(":memory:"), Path(mkdtemp(prefix="lotsen-photograph-"))
        connection.ensure_connection()
        connection.connection.backup(rows)
        for name in KEYS:
            _copy(Path(getattr(settings, name)), folder / name)
        return cls(rows, folder, pickle.dumps(given), monotonic())

    def is_new(self) -> bool:
        return monotonic() - self.at < STILL_NEW

    def stands_again(self):
        connection.ensure_connection()
        self.rows.backup(connection.connection)
        for name in KEYS:
            _copy(self.folder / name, Path(getattr(settings, name)))
        _forget()
        return pickle.loads(self.given)  # noqa: S301 – ours

    def throw_away(self) -> None:
        self.rows.close()
        shutil.rmtree(self.folder)


TAKEN: dict[Callable, Photograph] = {}


def standing(build: Callable):
    """What *build* gives, and what it has built: by itself, or from its photograph."""
    if connection.vendor != "sqlite":
        return build()
    if build in TAKEN and not TAKEN[build].is_new():
        TAKEN.pop(build).throw_away()
    if build not in TAKEN:
        TAKEN[build] = Photograph.take(build())
    return TAKEN[build].stands_again()


def throw_all_away() -> None:
    while TAKEN:
        TAKEN.popitem()[1].throw_away()


def _copy(there: Path, to: Path) -> None:
    """All of a folder, or its absence."""
    shutil.rmtree(to, ignore_errors=True)
    if there.exists():
        shutil.copytree(there, to)


def _forget() -> None:
    """What a process remembers of the rows that stood before these."""
    ContentType.objects.clear_cache()
    for cache in caches.all(initialized_only=True):
        cache.clear()
