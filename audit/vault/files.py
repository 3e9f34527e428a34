"""Files, sealed piece by piece. No Django, no database, no clock.

A file is cut into pieces of 64 KiB. Each is sealed by itself (AES-256-GCM) under a key derived
from its row's data key, so that it is never sealed in one heap nor opened in one. As in the
construction STREAM (Hoang, Reyhanitabar, Rogaway, Vizár 2015; also age's), a piece's number and
whether it is the last one are its nonce, and its place is bound to it: a piece that was taken
away, moved, repeated, cut off at the end or put into another file does not open.

Sealed piece:  version (1) ‖ ciphertext and tag        nonce: number (11, big-endian) ‖ last (1)
The key is new for each file and never seals another one, so a nonce never comes twice.
"""

from collections.abc import Iterable, Iterator

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from audit.vault.box import DoesNotOpen

VERSION = b"\x01"
PIECE = 64 * 1024
DOMAIN = b"lotsen file 1 "


def seal(contents: bytes, *, key: bytes, place: str) -> Iterator[bytes]:
    """The sealed pieces in order. An empty file has one, so that nobody can empty one."""
    cipher, bound = _cipher(key, place)
    for number, start in enumerate(range(0, len(contents) or 1, PIECE)):
        nonce = _nonce(number, is_last=start + PIECE >= len(contents))
        piece = contents[start : start + PIECE]
        yield VERSION + cipher.encrypt(nonce, piece, bound)


def open_all(pieces: Iterable[bytes], *, key: bytes, place: str) -> bytes:
    """The whole file, or DoesNotOpen: never a part of it."""
    cipher, bound = _cipher(key, place)
    sealed = list(pieces)
    opened = [_open(cipher, bound, one, n, n == len(sealed) - 1) for n, one in enumerate(sealed)]
    if not opened:
        raise DoesNotOpen
    return b"".join(opened)


def _open(cipher: AESGCM, bound: bytes, sealed: bytes, number: int, is_last: bool) -> bytes:
    if sealed[:1] != VERSION:
        raise DoesNotOpen
    try:
        return cipher.decrypt(_nonce(number, is_last=is_last), sealed[1:], bound)
    except (InvalidTag, ValueError):
        raise DoesNotOpen from None


def _nonce(number: int, *, is_last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([is_last])


def _cipher(key: bytes, place: str) -> tuple[AESGCM, bytes]:
    """The row's texts are sealed under its data key itself, the file under one derived from it."""
    derivation = HKDF(algorithm=SHA256(), length=32, salt=None, info=DOMAIN)
    return AESGCM(derivation.derive(key)), DOMAIN + place.encode()
