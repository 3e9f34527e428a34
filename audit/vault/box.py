"""The cipher and the letter-box. No Django, no database, no clock.

A text is sealed under its row's own data key (AES-256-GCM) and bound to its place, so that
a text moved to another row or column does not open. The data key is dropped into a
letter-box: sealed to a public key (HPKE, RFC 9180), which takes no secret.

Sealed text:  version (1) ‖ nonce (12) ‖ ciphertext and tag
Letter:       kind (1) ‖ HPKE encapsulated key and ciphertext      kinds.py
"""

import os
from dataclasses import dataclass, field
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from audit.vault import kinds
from audit.vault.kinds import Kind

VERSION = b"\x01"
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
    if version != VERSION or len(nonce) < NONCE:
        raise DoesNotOpen
    try:
        return AESGCM(key).decrypt(nonce, body, version + place.encode()).decode()
    except InvalidTag:
        raise DoesNotOpen from None


def new_private(kind: Kind = kinds.DEFAULT) -> bytes:
    return kinds.new_private(kind)


def public_of(private: bytes) -> bytes:
    return kinds.open_private(private)[1]


def key_id(public: bytes) -> str:
    """A key's name: the start of its fingerprint."""
    return sha256(public).hexdigest()[:16]


def drop(data_key: bytes, *, public: bytes, place: str) -> bytes:
    """Seal a data key to a public key, bound to its row."""
    kind = kinds.kind_of(public)
    info = _info(kind, place, public)
    return kind.value + kinds.SUITES[kind].encrypt(data_key, kinds.open_public(public), info=info)


@dataclass(frozen=True)
class Opener:
    """A private key made ready once, for the letters of one reading."""

    kind: Kind
    key: object = field(repr=False)
    public: bytes = field(repr=False)

    @property
    def key_id(self) -> str:
        return key_id(self.public)


def opener(private: bytes) -> Opener:
    """Raises kinds.NotAKey."""
    kind, _seed = kinds.split(private)
    return Opener(kind, *kinds.open_private(private))


def take(letter: bytes, *, opener: Opener, place: str) -> bytes:
    """Take a data key out of the letter-box. Raises DoesNotOpen."""
    if letter[:1] != opener.kind.value:
        raise DoesNotOpen
    info = _info(opener.kind, place, opener.public)
    try:
        return kinds.SUITES[opener.kind].decrypt(letter[1:], opener.key, info=info)
    except (InvalidTag, ValueError):
        raise DoesNotOpen from None


def _info(kind: Kind, place: str, public: bytes) -> bytes:
    return b"lotsen letter " + kind.value + key_id(public).encode() + place.encode()
