"""A lock for the house's own small secrets, which the serving process itself must read again.

Seeds of second factors are checked at every sign-in, by a process that has no human's purpose
to name and that may not hold the letter-box's private key. So they are not letters: they lie
under a key derived from SECRET_KEY. Who has a copy of the database alone cannot compute a code.
Whatever is locked opens only for the *purpose* it was locked for.
"""

from base64 import b64decode, b64encode

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from audit.vault import box

DOMAIN = b"lotsen locker 1 "


def lock(text: str, *, purpose: str) -> str:
    sealed = box.encrypt(text, key=_key(settings.SECRET_KEY, purpose), place=purpose)
    return b64encode(sealed).decode()


def unlock(locked: str, *, purpose: str) -> str:
    """Open it with today's SECRET_KEY or one of its predecessors. Raises DoesNotOpen."""
    sealed = b64decode(locked)
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        try:
            return box.decrypt(sealed, key=_key(secret, purpose), place=purpose)
        except box.DoesNotOpen:
            continue
    raise box.DoesNotOpen


def _key(secret: str, purpose: str) -> bytes:
    derivation = HKDF(algorithm=SHA256(), length=32, salt=None, info=DOMAIN + purpose.encode())
    return derivation.derive(secret.encode())
