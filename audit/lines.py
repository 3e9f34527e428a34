"""A line of an export: how it is written, and how it is read. No Django (audit/FORMAT.md)."""

import json
import re
from binascii import unhexlify
from typing import NamedTuple

from audit.chain import canonical

TEXT = rb'"[^"\\]*+"'  # an escape in it is rare: such a line is read slowly
DIGEST = rb"(.{64})"  # unhexlify sees whether it is one
HEADER = (
    (
        rb'\{"about":TEXT,"actor":TEXT,"at":(-?\d+),"channel":TEXT,"decision":TEXT,"deed":"(NAME)",'
        rb'"facts":"DIGEST","organisation":TEXT,"purpose":TEXT,"request":TEXT,"role":TEXT,'
        rb'"schema":([12]),"subject":(?:null|"([0-9a-f-]{36})")\}'
    )
    .replace(b"TEXT", TEXT)
    .replace(b"NAME", TEXT[1:-1])
    .replace(b"DIGEST", DIGEST)
)
LINE = (
    (
        rb'\{"number":(\d+),"digest":"DIGEST","person":(\d+),"before":"DIGEST",'
        rb'"salt":"(.{64}|)","header":(HEADER),"facts":(\{.*\})\}\n?'
    )
    .replace(b"HEADER", HEADER)
    .replace(b"DIGEST", DIGEST)
)
# Most lines are written as we write them today; these two read one in a single step.
A_HEADER, A_LINE = re.compile(HEADER), re.compile(LINE)
SEALED = b'{"sealed":"%s"}'  # instead of facts, in the archive


class Unreadable(ValueError):
    """These bytes are no line of an export."""


class Line(NamedTuple):
    """An event in its place. *header* and *facts* are the very bytes that were hashed."""

    number: int
    digest: bytes
    person: int
    before: bytes
    salt: bytes
    header: bytes
    facts: bytes
    at: int
    deed: bytes
    facts_digest: bytes
    schema: int
    subject: bytes | None

    @property
    def is_erased(self) -> bool:
        return not self.salt and self.facts == b"{}"

    @property
    def is_sealed(self) -> bool:
        return not self.salt and self.facts.startswith(SEALED[:11])


def line(number, digest, person, before, salt, header: bytes, facts: dict) -> Line:
    """A row of the database as a line."""
    return Line(number, digest, person, before, salt, header, canonical(facts), *_told(header))


def write(line: Line) -> bytes:
    return (
        b'{"number":%d,"digest":"%s","person":%d,"before":"%s","salt":"%s",'
        b'"header":%s,"facts":%s}\n'
    ) % (
        line.number, line.digest.hex().encode(), line.person, line.before.hex().encode(),
        line.salt.hex().encode(), line.header, line.facts,
    )  # fmt: skip


def read(text: bytes) -> Line | dict:
    """A line; or, as a dict, what else stands in an export. Raises Unreadable."""
    found = A_LINE.fullmatch(text)
    if found is None:
        return _read_slowly(text)
    number, digest, person, before, salt, header, at, deed, told, schema, subject, facts = (
        found.groups()
    )
    try:
        # Line(…) by the shorter way: it is called for every line of the log.
        return tuple.__new__(Line, (
            int(number), unhexlify(digest), int(person), unhexlify(before), unhexlify(salt),
            header, facts, int(at), deed, unhexlify(told), int(schema), subject,
        ))  # fmt: skip
    except ValueError:  # what stands where a digest belongs is none
        return _read_slowly(text)


def _read_slowly(text: bytes) -> Line | dict:
    """However it is spaced and whatever its schema holds: what was hashed is canonical."""
    try:
        values = json.loads(text)
        if "number" not in values or "columns" in values:
            return dict(values)
        header = canonical(values["header"])
        return Line(
            values["number"], bytes.fromhex(values["digest"]), values["person"],
            bytes.fromhex(values["before"]), bytes.fromhex(values["salt"]), header,
            canonical(values["facts"]), *_told(header),
        )  # fmt: skip
    except (ValueError, KeyError, TypeError, AttributeError):
        raise Unreadable from None


def _told(header: bytes) -> tuple:
    """What the verifier looks at in a header."""
    found = A_HEADER.fullmatch(header)
    try:
        if found is not None:
            at, deed, facts, schema, subject = found.groups()
            return int(at), deed, unhexlify(facts), int(schema), subject
        values = json.loads(header)
        if canonical(values) != header:
            raise Unreadable
        subject = values["subject"]
        return (
            int(values["at"]), values["deed"].encode(), bytes.fromhex(values["facts"]),
            int(values["schema"]), subject.encode() if subject else None,
        )  # fmt: skip
    except (ValueError, KeyError, TypeError, AttributeError):
        raise Unreadable from None
