"""The vault's box against the bare primitives, for a request as it is mostly opened: three rows
(the request, how to reach the person, one answer), a kilobyte and a data key of its own each."""

import os
import time
from statistics import median

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from audit.vault import box, kinds

TIMES, ROUNDS, ROWS = 500, 3, 3
TEXT, PLACE = "x" * 1024, "intake.helprequest/0f9f7a52-0000-0000-0000-000000000000/story"


def measure() -> dict:
    sealing = [_ratio(_seal, _bare_seal) for _ in range(ROUNDS)]
    opening = [_ratio(_open, _bare_open) for _ in range(ROUNDS)]
    return {
        "seal_ratio": median(sealing),
        "open_ratio": median(opening),
        "hybrid_drop_ratio": _dearer(_drop),
        "hybrid_take_ratio": _dearer(_take),
    }


def _dearer(work) -> float:
    """How many times longer a hybrid letter takes than one to X25519, turn by turn."""
    plain, hybrid = work(kinds.Kind.X25519), work(kinds.Kind.HYBRID)
    return median(_rate(plain) / _rate(hybrid) for _ in range(ROUNDS))


def _drop(kind):
    public = box.public_of(box.new_private(kind))
    return lambda: box.drop(KEY, public=public, place=PLACE)


def _take(kind):
    opener = box.opener(box.new_private(kind))
    letter = box.drop(KEY, public=opener.public, place=PLACE)
    return lambda: box.take(letter, opener=opener, place=PLACE)


def _ratio(ours, bare) -> float:
    return _rate(ours) / _rate(bare)


def _rate(work) -> float:
    started = time.perf_counter()
    for _ in range(TIMES):
        work()
    return TIMES / (time.perf_counter() - started)


PRIVATE_BYTES = box.new_private()
PUBLIC_BYTES = box.public_of(PRIVATE_BYTES)
SUITE = kinds.SUITES[kinds.DEFAULT]
PUBLIC = kinds.open_public(PUBLIC_BYTES)
KEY = box.new_key()
SEALED = box.encrypt(TEXT, key=KEY, place=PLACE)
LETTER = box.drop(KEY, public=PUBLIC_BYTES, place=PLACE)
NONCE = os.urandom(12)
BARE_SEALED = AESGCM(KEY).encrypt(NONCE, TEXT.encode(), PLACE.encode())
BARE_LETTER = SUITE.encrypt(KEY, PUBLIC, info=PLACE.encode())


def _seal():
    for _ in range(ROWS):
        key = box.new_key()
        box.encrypt(TEXT, key=key, place=PLACE)
        box.drop(key, public=PUBLIC_BYTES, place=PLACE)


def _bare_seal():
    for _ in range(ROWS):
        key = AESGCM.generate_key(256)
        AESGCM(key).encrypt(os.urandom(12), TEXT.encode(), PLACE.encode())
        SUITE.encrypt(key, PUBLIC, info=PLACE.encode())


def _open():
    opener = box.opener(PRIVATE_BYTES)
    for _ in range(ROWS):
        key = box.take(LETTER, opener=opener, place=PLACE)
        box.decrypt(SEALED, key=key, place=PLACE)


def _bare_open():
    private, _public = kinds.open_private(PRIVATE_BYTES)
    for _ in range(ROWS):
        key = SUITE.decrypt(BARE_LETTER, private, info=PLACE.encode())
        AESGCM(key).decrypt(NONCE, BARE_SEALED, PLACE.encode()).decode()
