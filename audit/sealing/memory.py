"""What the sealer itself remembers: files that the database's owner does not reach.

The folder settings.SEALER_KEYS holds `memory.json` (where the log was when it was last sealed),
`day.private` (today's key, mode 0600; tomorrow's takes its place on the same name),
`certificates.ndjson` (every daily key, signed by the one before) and `evidence/`.
"""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from audit.sealing import identity


class Busy(Exception):
    """Another sealer works with this folder."""


def folder() -> Path:
    return identity.folder()


@contextmanager
def alone() -> Iterator[None]:
    """Two sealers with one memory would contradict each other. Raises Busy."""
    folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    with open(folder() / "lock", "w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Busy from None
        yield


def recall() -> dict | None:
    """Where the log was, or None before the first seal. What cannot be read raises ValueError."""
    try:
        return json.loads((folder() / "memory.json").read_text())
    except FileNotFoundError:
        return None


def remember(values: dict) -> None:
    keep("memory.json", json.dumps(values).encode())


def day_key() -> Ed25519PrivateKey | None:
    try:
        return Ed25519PrivateKey.from_private_bytes((folder() / "day.private").read_bytes())
    except FileNotFoundError:
        return None


def replace_day_key(key: Ed25519PrivateKey) -> None:
    """The new key takes the old one's name; then the old one is written over.

    A disc that moves its blocks about may keep a copy: that is the limit of erasing in place.
    """
    path = folder() / "day.private"
    old = open(path, "r+b") if path.exists() else None  # noqa: SIM115 – outlives its name
    keep(path.name, key.private_bytes_raw())
    if old is not None:
        with old:
            old.write(os.urandom(32))
            old.flush()
            os.fsync(old.fileno())


def certificates() -> list[dict]:
    try:
        text = (folder() / "certificates.ndjson").read_text()
    except FileNotFoundError:
        return []
    return [json.loads(line) for line in text.splitlines()]


def add_certificate(line: dict) -> None:
    with open(folder() / "certificates.ndjson", "a") as file:
        file.write(json.dumps(line) + "\n")
        file.flush()
        os.fsync(file.fileno())


def keep_evidence(name: str, lines: list[dict]) -> None:
    """Once for each finding: what stands in the database now, beside what was remembered."""
    (folder() / "evidence").mkdir(mode=0o700, exist_ok=True)
    if not (folder() / "evidence" / name).exists():
        text = "".join(json.dumps(line) + "\n" for line in lines)
        keep(f"evidence/{name}", text.encode())


def keep(name: str, content: bytes) -> None:
    """Whole or not at all, and nobody else's to read."""
    path = folder() / name
    draft = path.with_name(f"{path.name}.new")
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
