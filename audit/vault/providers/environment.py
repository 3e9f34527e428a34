"""Private halves that an operator hands to the process; it only reads them.

VAULT_PRIVATE_<id>                  an environment variable, or
<id>.private in VAULT_SECRETS       a folder of mounted secrets: safer, because a variable shows in
                                    /proc and is handed on to every child process

Who may read a mounted secret is decided where it is mounted, so no mode is asked for here.
"""

import os
from pathlib import Path

from django.conf import settings

from audit.vault.providers import NoPrivateKey, ReadOnly, Unusable, read

PREFIX = "VAULT_PRIVATE_"


def load(key_id: str) -> bytes:
    if PREFIX + key_id in os.environ:
        return read(key_id, os.environ[PREFIX + key_id].strip(), PREFIX + key_id)
    path = _mounted(key_id)
    if path is None:
        raise NoPrivateKey(key_id)
    try:
        return read(key_id, path.read_text(), str(path))
    except FileNotFoundError:
        raise NoPrivateKey(key_id) from None
    except (OSError, UnicodeDecodeError) as refusal:
        raise Unusable(key_id, f"{path} cannot be read ({type(refusal).__name__}).") from None


def store(key_id: str, private: bytes) -> None:
    raise ReadOnly(f"Put it into {where(key_id)}, then: manage.py keys use {key_id}")


def remove(key_id: str) -> None:
    raise ReadOnly(f"Take it out of {where(key_id)} yourself.")


def hand_over(key_id: str, private: bytes) -> str:
    if settings.VAULT_SECRETS:
        return private.hex()
    return f"{PREFIX}{key_id}={private.hex()}"


def where(key_id: str) -> str:
    return str(_mounted(key_id) or PREFIX + key_id)


def _mounted(key_id: str) -> Path | None:
    return Path(settings.VAULT_SECRETS) / f"{key_id}.private" if settings.VAULT_SECRETS else None
