"""The vault's box against the bare primitives, for a request as it is mostly opened: three rows
(the request, how to reach the person, one answer), a kilobyte and a data key of its own each."""

import os
import time
from statistics import median

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from audit.vault import box

TIMES, ROUNDS, ROWS = 500, 3, 3
TEXT, PLACE = "x" * 1024, "intake.helprequest/0f9f7a52-0000-0000-0000-000000000000/story"


def measure() -> dict:
    sealing = [_ratio(_seal, _bare_seal) for _ in range(ROUNDS)]
    opening = [_ratio(_open, _bare_open) for _ in range(ROUNDS)]
    return {"seal_ratio": median(sealing), "open_ratio": median(opening)}


def _ratio(ours, bare) -> float:
    return _rate(ours) / _rate(bare)


def _rate(work) -> float:
    started = time.perf_counter()
    for _ in range(TIMES):
        work()
    return TIMES / (time.perf_counter() - started)


PRIVATE = X25519PrivateKey.generate()
PUBLIC = PRIVATE.public_key()
PRIVATE_BYTES, PUBLIC_BYTES = PRIVATE.private_bytes_raw(), PUBLIC.public_bytes_raw()
KEY = box.new_key()
SEALED = box.encrypt(TEXT, key=KEY, place=PLACE)
LETTER = box.drop(KEY, public=PUBLIC_BYTES, place=PLACE)
NONCE = os.urandom(12)
BARE_SEALED = AESGCM(KEY).encrypt(NONCE, TEXT.encode(), PLACE.encode())
BARE_LETTER = box.SUITE.encrypt(KEY, PUBLIC, info=PLACE.encode())


def _seal():
    for _ in range(ROWS):
        key = box.new_key()
        box.encrypt(TEXT, key=key, place=PLACE)
        box.drop(key, public=PUBLIC_BYTES, place=PLACE)


def _bare_seal():
    for _ in range(ROWS):
        key = AESGCM.generate_key(256)
        AESGCM(key).encrypt(os.urandom(12), TEXT.encode(), PLACE.encode())
        box.SUITE.encrypt(key, PUBLIC, info=PLACE.encode())


def _open():
    opener = box.opener(PRIVATE_BYTES)
    for _ in range(ROWS):
        key = box.take(LETTER, opener=opener, place=PLACE)
        box.decrypt(SEALED, key=key, place=PLACE)


def _bare_open():
    for _ in range(ROWS):
        key = box.SUITE.decrypt(BARE_LETTER, PRIVATE, info=PLACE.encode())
        AESGCM(key).decrypt(NONCE, BARE_SEALED, PLACE.encode()).decode()
