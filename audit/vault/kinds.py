"""What a letter-box is made of. No Django, no database, no clock.

X25519   RFC 9180's own; receipts from before, and keys that were made with it.
HYBRID   ML-KEM-768 and X25519 together (X-Wing: draft-connolly-cfrg-xwing-kem, HPKE's KEM 0x647a).
         Who copies letters today and owns a quantum computer one day must break both.

A private half is written  kind (1) ‖ seed (32);  a seed alone is from before there were kinds:
X25519. Both kinds begin with 32 random bytes, so a share for a custodian is equally short.
A public half tells its kind by its length. The kind is also a letter's first byte.
"""

import os
from enum import Enum
from functools import lru_cache
from hashlib import shake_256

from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import (
    AEAD,
    KDF,
    KEM,
    MLKEM768X25519PrivateKey,
    MLKEM768X25519PublicKey,
    Suite,
)

SEED = 32
MLKEM_SEED, MLKEM_PUBLIC, X25519_PUBLIC = 64, 1184, 32


class Kind(Enum):
    X25519 = b"\x01"
    HYBRID = b"\x02"


DEFAULT = Kind.HYBRID
SUITES = {
    Kind.X25519: Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM),
    Kind.HYBRID: Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM),
}
PUBLIC_LENGTHS = {X25519_PUBLIC: Kind.X25519, MLKEM_PUBLIC + X25519_PUBLIC: Kind.HYBRID}


class NotAKey(ValueError):
    """Cut short, or something else altogether. The bytes are not repeated."""


def new_private(kind: Kind) -> bytes:
    return private_of(os.urandom(SEED), kind)


def private_of(seed: bytes, kind: Kind) -> bytes:
    return kind.value + seed


def split(private: bytes) -> tuple[Kind, bytes]:
    """A private half's kind and seed. Raises NotAKey."""
    if len(private) == SEED:
        return Kind.X25519, private
    if len(private) != 1 + SEED:
        raise NotAKey
    try:
        return Kind(private[:1]), private[1:]
    except ValueError:
        raise NotAKey from None


def kind_of(public: bytes) -> Kind:
    """Raises NotAKey."""
    try:
        return PUBLIC_LENGTHS[len(public)]
    except KeyError:
        raise NotAKey from None


def open_private(private: bytes) -> tuple:
    """The private half as the cipher takes it, and its public half. Raises NotAKey."""
    kind, seed = split(private)
    if kind is Kind.X25519:
        key = X25519PrivateKey.from_private_bytes(seed)
        return key, key.public_key().public_bytes_raw()
    both = shake_256(seed).digest(MLKEM_SEED + SEED)
    lattice = MLKEM768PrivateKey.from_seed_bytes(both[:MLKEM_SEED])
    curve = X25519PrivateKey.from_private_bytes(both[MLKEM_SEED:])
    public = lattice.public_key().public_bytes_raw() + curve.public_key().public_bytes_raw()
    return MLKEM768X25519PrivateKey(lattice, curve), public


@lru_cache(maxsize=16)
def open_public(public: bytes):
    """The public half as the cipher takes it. Kept: making one ready costs as much as a letter."""
    if kind_of(public) is Kind.X25519:
        return X25519PublicKey.from_public_bytes(public)
    return MLKEM768X25519PublicKey(
        MLKEM768PublicKey.from_public_bytes(public[:MLKEM_PUBLIC]),
        X25519PublicKey.from_public_bytes(public[MLKEM_PUBLIC:]),
    )
