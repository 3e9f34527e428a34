"""The cipher and the letter-box. No Django, no database, no clock.

A text is sealed under its row's own data key (AES-256-GCM) and bound to its place, so that
a text moved to another row or column does not open. The data key is dropped into a
letter-box: sealed to a public key (HPKE, RFC 9180), which takes no secret.

Sealed text:  version (1) ‖ nonce (12) ‖ ciphertext and tag
Letter:       version (1) ‖ HPKE encapsulated key and ciphertext
"""

import os
from dataclasses import dataclass, field
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

VERSION = b"\x01"
SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
NONCE = 12


class DoesNotOpen(Exception):
    """Wrong key, wrong place, or the bytes were changed. Says nothing of the contents."""


def new_key() -> bytes:
    return AESGCM.generate_key(256)


def encrypt(text: str, *, key: bytes, place: str) -> bytes:
    """Seal *text* under *key*, bound to *place*."""
    nonce = os.urandom(NONCE)
    return VERSION + nonce + AESGCM(key).encrypt(nonce, text.encode(), VERSION + place.encode())


def decrypt(sealed: bytes, *, key: bytes, place: str) -> str:
    """Open what *encrypt* sealed at the same place. Raises DoesNotOpen."""
    version, nonce, body = sealed[:1], sealed[1 : 1 + NONCE], sealed[1 + NONCE :]
    if version != VERSION:
        raise DoesNotOpen
    try:
        return AESGCM(key).decrypt(nonce, body, version + place.encode()).decode()
    except InvalidTag:
        raise DoesNotOpen from None


def new_private() -> bytes:
    return X25519PrivateKey.generate().private_bytes_raw()


def public_of(private: bytes) -> bytes:
    return X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


def key_id(public: bytes) -> str:
    """A key's name: the start of its fingerprint."""
    return sha256(public).hexdigest()[:16]


def drop(data_key: bytes, *, public: bytes, place: str) -> bytes:
    """Seal a data key to a public key, bound to its row."""
    recipient = X25519PublicKey.from_public_bytes(public)
    return VERSION + SUITE.encrypt(data_key, recipient, info=_info(place, public))


@dataclass(frozen=True)
class Opener:
    """A private key made ready once, for the letters of one reading."""

    key: X25519PrivateKey = field(repr=False)
    public: bytes


def opener(private: bytes) -> Opener:
    key = X25519PrivateKey.from_private_bytes(private)
    return Opener(key, key.public_key().public_bytes_raw())


def take(letter: bytes, *, opener: Opener, place: str) -> bytes:
    """Take a data key out of the letter-box. Raises DoesNotOpen."""
    if letter[:1] != VERSION:
        raise DoesNotOpen
    try:
        return SUITE.decrypt(letter[1:], opener.key, info=_info(place, opener.public))
    except (InvalidTag, ValueError):
        raise DoesNotOpen from None


def _info(place: str, public: bytes) -> bytes:
    return b"lotsen letter " + VERSION + key_id(public).encode() + place.encode()
