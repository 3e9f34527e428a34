"""The house's own name in figures: one long-lived Ed25519 key, by which outsiders know us.

It signs what must still be believed in ten years: certificates of erasure, and the sealer's
daily keys. The folder settings.SEALER_KEYS holds `identity.private` (mode 0600) and
`identity.public`, made at first use by a process that serves the desk. A public process has no
private half, and signs nothing.
"""

import os
import secrets
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

SIZE = 32  # bytes of either half
OTHERS = 0o077  # the mode bits of everybody but the owner


class NoIdentity(Exception):
    """The house cannot sign. *reason* is "public", "lost", "open", "damaged" or "other"."""

    def __init__(self, reason: str):
        super().__init__(SAYS[reason])
        self.reason = reason


SAYS = {
    "public": "A process that faces the public signs nothing.",
    "lost": "The private half of the house's identity is gone. Put it back from its backup.",
    "open": "identity.private may be read by others. Set its mode to 0600, and ask who did.",
    "damaged": "The key file is not whole. Put it back from its backup.",
    "other": "identity.private and identity.public are not halves of one key.",
}


def folder() -> Path:
    return Path(settings.SEALER_KEYS)


def sign(message: bytes) -> bytes:
    """Sign with the house's identity. Raises NoIdentity."""
    return _private().sign(message)


def public() -> bytes:
    """The public half, for whoever wants to check. Raises NoIdentity."""
    try:
        return _read(folder() / "identity.public")
    except FileNotFoundError:
        return _private().public_key().public_bytes_raw()


def _private() -> Ed25519PrivateKey:
    if settings.LOTSEN_ROLE == "public":
        raise NoIdentity("public")
    ours, theirs = folder() / "identity.private", folder() / "identity.public"
    if not ours.exists():
        _make(ours, theirs)
    if ours.stat().st_mode & OTHERS:
        raise NoIdentity("open")
    key = Ed25519PrivateKey.from_private_bytes(_read(ours))
    half = key.public_key().public_bytes_raw()
    if not theirs.exists():
        _keep(theirs, half, 0o644)
    if _read(theirs) != half:
        raise NoIdentity("other")
    return key


def _make(ours: Path, theirs: Path) -> None:
    """Once. A lost private half is not replaced silently: everything signed would be doubted."""
    folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    if theirs.exists() and not ours.exists():
        raise NoIdentity("lost")
    _keep(ours, Ed25519PrivateKey.generate().private_bytes_raw(), 0o600)


def _keep(path: Path, key: bytes, mode: int) -> None:
    """Whole or not at all, and the first one stays: two processes never make two identities."""
    draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "w") as file:
        file.write(key.hex() + "\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def _read(path: Path) -> bytes:
    try:
        key = bytes.fromhex(path.read_text().strip())
    except ValueError:
        raise NoIdentity("damaged") from None
    if len(key) != SIZE:
        raise NoIdentity("damaged")
    return key
