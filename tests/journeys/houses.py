"""A house of its own for a test: a database, keys, and processes that know nothing else."""

import json
import os
import secrets
import shutil
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.db import connection

from tests import migrating
from tests.run import A_HOUSE

ROOT = Path(__file__).resolve().parents[2]
OUTSIDE = ("PATH", "HOME", "LANG", "PYTHONPYCACHEPREFIX")


@dataclass
class House:
    """Where it stands, and what a process that works in it is told."""

    folder: Path
    values: dict[str, str]

    def run(self, module: str, *told: str, **values: str) -> subprocess.CompletedProcess:
        """Run one of the modules beside this one; nothing of our own environment goes along."""
        command, where = self._how(module, told, values)
        return subprocess.run(command, capture_output=True, check=False, **where)

    def start(self, module: str, *told: str, **values: str) -> subprocess.Popen:
        """As run(), without waiting: what it says can be read line by line."""
        command, where = self._how(module, told, values)
        return subprocess.Popen(command, stdout=subprocess.PIPE, **where)

    def _how(self, module: str, told: tuple, values: dict) -> tuple[list[str], dict]:
        outside = {key: os.environ[key] for key in OUTSIDE if key in os.environ}
        command = [sys.executable, "-m", f"tests.journeys.{module}", *told]
        told_values = {"PYTHONUNBUFFERED": "1", **self.values, **values}
        return command, {"cwd": ROOT, "env": {**outside, **told_values}}

    def ask(self, module: str, *told: str, **values: str) -> dict:
        """As run(); what it says on its last line, read as JSON."""
        done = self.run(module, *told, **values)
        assert done.returncode == 0, done.stderr.decode()[-3000:]
        return json.loads(done.stdout.decode().splitlines()[-1])


@contextmanager
def a_house(folder: Path, blocker):
    """A house with a database of the kind that this suite runs on.

    It is a copy of what is migrated already: then the house's own `migrate` is quick. (On
    PostgreSQL by hand it is empty.)
    """
    name = f"lotsen_{secrets.token_hex(8)}"  # two workers of the suite may build one at once
    is_file = connection.vendor == "sqlite"
    url = f"sqlite:///{folder / 'house.sqlite3'}"
    if not is_file:
        url = os.environ["DATABASE_URL"].rpartition("/")[0] + f"/{name}"
        template = os.environ.get("MIGRATED", "template1")
        _told(blocker, f"CREATE DATABASE {name} TEMPLATE {template}")
    else:
        shutil.copyfile(migrating.file(), folder / "house.sqlite3")
    values = {
        **A_HOUSE, "DJANGO_SETTINGS_MODULE": "tests.journeys.strict", "DATABASE_URL": url,
        "VAULT_KEYS": str(folder / "keys"), "SEALER_KEYS": str(folder / "sealer"),
        "WITNESSES": f"folder:{folder}/witness", "SEAL_STALE_MINUTES": "0",  # no sealer lives here
        "TIMER_SILENT_MINUTES": "0",  # no worker either
        "ALLOWED_HOSTS": "testserver",
    }  # fmt: skip
    try:
        yield House(folder, values)
    finally:
        if not is_file:
            _told(blocker, f"DROP DATABASE {name} WITH (FORCE)")


def _told(blocker, *statements: str) -> None:
    with blocker.unblock(), connection._nodb_cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
