"""The folder of keys, VAULT_KEYS: what every process may read of it, and how it is written.

`<id>.public`   the public half, hexadecimal: for every process that puts letters in
`current`       the id of the key that new letters go to
What else lies there belongs to the provider of the private halves (providers/).
"""

import os
import re
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from audit.vault import box, kinds

A_KEY_ID = re.compile(r"[0-9a-f]{16}")


class NoPublicKey(Exception):
    """There is no key to seal to: run `manage.py keys make`."""


def folder() -> Path:
    return Path(settings.VAULT_KEYS)


def current() -> str:
    """The id of the key that new letters go to. Raises NoPublicKey."""
    path = folder() / "current"
    try:
        return _text(path, _written(path)).strip()
    except FileNotFoundError:
        raise NoPublicKey from None


def make_current(key_id: str) -> None:
    write(folder() / "current", key_id, 0o644)


def public(key_id: str) -> bytes:
    """A public half, as it was written: it must still bear its own name. Raises NoPublicKey."""
    path = folder() / f"{key_id}.public"
    try:
        half = bytes.fromhex(_text(path, _written(path)))
        kinds.kind_of(half)
    except (FileNotFoundError, ValueError):
        raise NoPublicKey(key_id) from None
    if box.key_id(half) != key_id:
        raise NoPublicKey(key_id)
    return half


@lru_cache(maxsize=16)
def _text(path: Path, _written: tuple) -> str:
    """Read once, and again when it was written anew. Whether it bears its name is always asked."""
    return path.read_text()


def _written(path: Path) -> tuple[int, int]:
    """Each time a file is written it is another one, and later."""
    found = path.stat()
    return found.st_mtime_ns, found.st_ino


def keep_public(half: bytes) -> str:
    """Returns the key's id."""
    folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    key_id = box.key_id(half)
    write(folder() / f"{key_id}.public", half.hex(), 0o644)
    return key_id


def ids() -> list[str]:
    """Every key of the service's that is known here, oldest first."""
    found = sorted(folder().glob("*.public"), key=lambda path: (path.stat().st_mtime_ns, path.name))
    return [path.stem for path in found]


def write(path: Path, text: str, mode: int) -> None:
    """Whole or not at all: a power cut never leaves half a key."""
    draft = path.with_suffix(path.suffix + ".new")
    draft.unlink(missing_ok=True)  # a draft that was left keeps its mode: begin anew
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "w") as file:
        file.write(text + "\n")
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def remove(path: Path) -> None:
    path.unlink(missing_ok=True)
