"""The embedded default: `<id>.private` in the folder of keys, readable by its owner alone."""

import os
from pathlib import Path

from audit.vault import shelf
from audit.vault.providers import NoPrivateKey, Unusable, read

OTHERS = 0o077


def load(key_id: str) -> bytes:
    """Raises Unusable for a file that others may read: who knows who has."""
    path = _path(key_id)
    try:
        with open(path) as file:
            mode = os.fstat(file.fileno()).st_mode & 0o777
            text = file.read()
    except FileNotFoundError:
        raise NoPrivateKey(key_id) from None
    except (OSError, UnicodeDecodeError) as refusal:
        raise Unusable(key_id, f"{path} cannot be read ({type(refusal).__name__}).") from None
    if mode & OTHERS:
        reason = f"{path} may be read by others (mode {mode:04o}). Find out who has; chmod 600."
        raise Unusable(key_id, reason)
    return read(key_id, text, str(path))


def store(key_id: str, private: bytes) -> None:
    shelf.write(_path(key_id), private.hex(), 0o600)


def remove(key_id: str) -> None:
    shelf.remove(_path(key_id))


def where(key_id: str) -> str:
    return str(_path(key_id))


def _path(key_id: str) -> Path:
    return shelf.folder() / f"{key_id}.private"
