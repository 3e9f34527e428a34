"""The bytes of the chain. No Django: an outsider's program does the same with the same export.

A header is canonical JSON (UTF-8, sorted keys, no spaces; only strings, whole numbers and null).
digest(n) = SHA-256("lotsen-trail-1" ‖ digest(n-1) ‖ n as 8 bytes ‖ length as 8 bytes ‖ header).
The personal facts of an event are not in the header: only SHA-256(salt ‖ facts) is.
"""

import json
from datetime import UTC, datetime, timedelta
from hashlib import sha256

DOMAIN = b"lotsen-trail-1"
START = bytes(32)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def microseconds(at: datetime) -> int:
    """A moment as the header writes it: whole microseconds UTC, the same in every time zone."""
    return (at - EPOCH) // timedelta(microseconds=1)


def canonical(values: dict) -> bytes:
    """The one way to write *values* down."""
    return json.dumps(
        values, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    ).encode()


def facts_digest(facts: dict, salt: bytes) -> str:
    return sha256(bytes(salt) + canonical(facts)).hexdigest()


def link_digest(previous: bytes, number: int, header: bytes) -> bytes:
    """The digest of link *number*: over the one before it and its own header."""
    header = bytes(header)
    numbers = number.to_bytes(8, "big") + len(header).to_bytes(8, "big")
    return sha256(DOMAIN + bytes(previous) + numbers + header).digest()
