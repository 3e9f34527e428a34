"""The bytes of the chain. No Django: an outsider's program does the same with the same export.

A header is canonical JSON (UTF-8, sorted keys, no spaces; only strings, whole numbers and null).
The personal facts of an event are not in it: only SHA-256(salt ‖ facts) is.

leaf(n)   = SHA-256(m as 8 bytes ‖ digest of the person's line m-1 ‖ header)
digest(n) = SHA-256("lotsen-trail-2" ‖ digest(n-1) ‖ n as 8 bytes ‖ leaf(n))

m counts the lines about one person; a line about nobody has m = 0 and 32 zero bytes. Whoever
has only the leaves can follow the chain, and learns nothing of what happened.

Lines whose header says "schema": 1 were linked before people had a count of their own:
digest(n) = SHA-256("lotsen-trail-1" ‖ digest(n-1) ‖ n as 8 bytes ‖ length as 8 bytes ‖ header).
"""

import json
from datetime import UTC, datetime, timedelta
from hashlib import sha256

FIRST_DOMAIN, DOMAIN = b"lotsen-trail-1", b"lotsen-trail-2"
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


def leaf(header: bytes, person: int = 0, before: bytes = START) -> bytes:
    """A line and its place among the lines about the same person, without its content."""
    return sha256(person.to_bytes(8, "big") + before + header).digest()


def grow(previous: bytes, number: int, leaf: bytes) -> bytes:
    """The digest of line *number*: over the one before it and its own leaf."""
    return sha256(DOMAIN + previous + number.to_bytes(8, "big") + leaf).digest()


def first_link(previous: bytes, number: int, header: bytes) -> bytes:
    """As lines of schema 1 were linked."""
    numbers = number.to_bytes(8, "big") + len(header).to_bytes(8, "big")
    return sha256(FIRST_DOMAIN + previous + numbers + header).digest()
