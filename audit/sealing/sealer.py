"""The sealer's turn: what is new is checked against its own memory of the log, then signed.

It believes nothing that stands in the database but what follows from its memory. Where sealed
history has changed or become shorter it signs nothing, keeps the evidence and rings.
"""

import time
from datetime import UTC, datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import transaction

from audit import seals
from audit.chain import START, microseconds
from audit.checker import Broken, Checker, Report
from audit.lines import Line
from audit.models import Alarm, ArchivedUntil, Certificate, Head, Link, Seal
from audit.sealing import alarms, identity, memory
from audit.services import exporting

REFUSALS = (Alarm.Code.CHANGED, Alarm.Code.SHRUNK, Alarm.Code.LOST)
SLOW_CLOCK = 5_000_000  # microseconds that a clock may be corrected by
SHOWN, STRETCH = 200, 2000


class Refused(Exception):
    """The log is not the one that was sealed. *code* is an Alarm.Code."""

    def __init__(self, code: str, number: int):
        super().__init__(f"{code} at line {number}")
        self.code, self.number = code, number


def seal(now: datetime | None = None) -> dict | None:
    """One turn. Returns the seal, or None while there is nothing to seal. Raises Refused."""
    moment = microseconds(now) if now else time.time_ns() // 1000
    try:
        line = _seal(moment)
    except Refused as refusal:
        alarms.ring(refusal.code, number=refusal.number)
        _keep_evidence(refusal)
        raise
    for code in REFUSALS:
        alarms.end(code)
    return line


def _seal(moment: int) -> dict | None:
    before = _recalled()
    number, digest = follow(before["number"], bytes.fromhex(before["head"]))
    looked = _look_again(before)
    if number == 0:
        return None
    at = max(moment, before["at"])
    is_late = at - moment > SLOW_CLOCK
    (alarms.ring if is_late else alarms.end)(Alarm.Code.CLOCK)
    key = _key_for(at)
    paper = {
        "stream": seals.stream_of(identity.public()), "number": number, "head": digest.hex(),
        "at": at, "key": key.public_key().public_bytes_raw().hex(),
        # While nothing is written the same seal is renewed: it still follows the one before.
        "previous": before["previous"] if number == before["number"] else before["seal"],
    }  # fmt: skip
    line = seals.signed(seals.SEAL, paper, key.sign)
    memory.remember(
        {
            "number": number, "head": paper["head"], "at": at, "previous": paper["previous"],
            "seal": seals.digest_of(line), "line": line, "looked": looked,
        }
    )  # fmt: skip
    _publish(line)
    return line


def _recalled() -> dict:
    """Where the log was last time. A memory without its key, or a key without memory, is lost."""
    try:
        before = memory.recall()
        has_key = memory.day_key() is not None
    except (ValueError, OSError):
        raise Refused(Alarm.Code.LOST, 0) from None
    if before is None and has_key:
        raise Refused(Alarm.Code.LOST, 0)
    if before is not None and not has_key:
        raise Refused(Alarm.Code.LOST, before["number"])
    return before or {"number": 0, "head": START.hex(), "at": 0, "seal": "", "previous": ""}


def follow(number: int, digest: bytes) -> tuple[int, bytes]:
    """From what is remembered to where the log ends now, every link on the way checked."""
    if number:
        _expect(number, digest)
    return _walk(number, digest)


def _walk(number: int, digest: bytes, until: int | None = None) -> tuple[int, bytes]:
    checker = Checker(Report(number=number, digest=digest, began_after=number))
    try:
        for line in exporting.links(number, until):
            if not isinstance(line, Line):
                raise Broken(checker.report.number + 1, "columns")
            checker.follow(line)
        if until is not None and checker.report.number != until:
            raise Broken(checker.report.number + 1, "gap")
    except Broken as broken:
        raise Refused(Alarm.Code.CHANGED, broken.number) from None
    return checker.report.number, checker.report.digest


def _look_again(before: dict) -> list:
    """A stretch of old lines each turn, over and over: what was changed without linking anew."""
    number, digest = before.get("looked") or (0, START.hex())
    archived = ArchivedUntil.objects.order_by("-number").first()
    if number >= before["number"]:
        number, digest = 0, START.hex()
    if archived is not None and number < archived.number:
        number, digest = archived.number, bytes(archived.digest).hex()
    until = min(number + STRETCH, before["number"])
    if until > number:
        number, found = _walk(number, bytes.fromhex(digest), until)
        digest = found.hex()
    return [number, digest]


def _expect(number: int, digest: bytes) -> None:
    """The last line that was sealed is there, as it was, and the head has not gone back."""
    link = Link.objects.filter(number=number).first()
    head = Head.objects.filter(pk=1).first()
    if link is None or head is None or head.number < number:
        raise Refused(Alarm.Code.SHRUNK, number)
    if bytes(link.digest) != digest:
        raise Refused(Alarm.Code.CHANGED, number)


def _key_for(at: int) -> Ed25519PrivateKey:
    """Today's key. On a new day a new one, signed by yesterday's, which is then erased."""
    key = memory.day_key()
    known = {one[seals.CERTIFICATE]["key"]: one for one in memory.certificates()}
    if key is not None:
        certificate = known.get(_public(key).hex())
        if certificate is None:
            raise Refused(Alarm.Code.LOST, 0)
        if _moment(certificate[seals.CERTIFICATE]["from"]).date() == _moment(at).date():
            return key
    new = Ed25519PrivateKey.generate()
    by, sign = (identity.public(), identity.sign) if key is None else (_public(key), key.sign)
    paper = {
        "stream": seals.stream_of(identity.public()), "by": by.hex(), "key": _public(new).hex(),
        "from": at,
    }  # fmt: skip
    memory.add_certificate(seals.signed(seals.CERTIFICATE, paper, sign))
    memory.replace_day_key(new)
    return new


def _public(key: Ed25519PrivateKey) -> bytes:
    return key.public_key().public_bytes_raw()


def _moment(at: int) -> datetime:
    return datetime.fromtimestamp(at / 1e6, UTC)


@transaction.atomic
def _publish(line: dict) -> None:
    """For the pages and the exports. Of a day that is over only its last seal is kept."""
    paper = line[seals.SEAL]
    known = set(Certificate.objects.values_list("key", flat=True))
    papers = [(one, one[seals.CERTIFICATE]) for one in memory.certificates()]
    Certificate.objects.bulk_create(
        Certificate(key=paper["key"], begins_at=_moment(paper["from"]), line=one)
        for one, paper in papers
        if paper["key"] not in known
    )
    at, last = _moment(paper["at"]), Seal.objects.order_by("-at").first()
    if last is not None and last.at.date() < at.date():
        midnight = last.at.replace(hour=0, minute=0, second=0, microsecond=0)
        Seal.objects.filter(at__gte=midnight, number__lt=last.number).delete()
    Seal.objects.update_or_create(number=paper["number"], defaults={"at": at, "line": line})


def _keep_evidence(refusal: Refused) -> None:
    """What stands there now, beside the last seal: so that it can be looked into later."""
    last = memory.recall() if refusal.code != Alarm.Code.LOST else None
    rows = Link.objects.filter(number__gte=refusal.number - SHOWN).select_related("event")
    found = [
        {"number": one.number, "digest": bytes(one.digest).hex(), "deed": one.event.deed}
        for one in rows.order_by("number")[: 2 * SHOWN]
    ]
    lines = [{"refused": refusal.code, "number": refusal.number, "last": last}, *found]
    memory.keep_evidence(f"{refusal.code}-{refusal.number}.ndjson", lines)
