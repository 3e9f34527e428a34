"""A text sealed under a key made of a salt that is kept elsewhere: without the salt it is noise."""

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from audit.vault import box

DOMAIN = b"lotsen-archive-1"


def shut(text: str, *, salt: bytes, place: str) -> bytes:
    return box.encrypt(text, key=_key(salt), place=place)


def open_again(shut_text: bytes, *, salt: bytes, place: str) -> str:
    """Raises DoesNotOpen."""
    return box.decrypt(shut_text, key=_key(salt), place=place)


def _key(salt: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=DOMAIN).derive(salt)
