"""“Who has opened my request, and why?” – the lines of the trail that a person is told."""

from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from audit.chain import START, grow, leaf
from audit.checker import Broken
from audit.deeds import TOLD, is_read
from audit.models import Event, PersonHead
from audit.services import exporting
from audit.vault.doors import CONTENTS


@dataclass(frozen=True)
class Line:
    """One act about a person's request, in codes. Who acted is a role and an organisation.

    *organisation* is the key of the organisation that acted; *to* of the partner that was
    asked, where the act asks one. *actor* tells people apart and is never shown.
    """

    at: datetime
    deed: str
    role: str
    organisation: str
    purpose: str
    about: str
    decision: str
    to: str = ""
    is_emergency: bool = False
    is_file: bool = False
    actor: str = field(default="", repr=False)

    @property
    def is_read(self) -> bool:
        """Were somebody's words opened?"""
        return is_read(self.deed)


@dataclass(frozen=True)
class Proof:
    """How many lines there are about somebody, how many there must be, and do they all fit?"""

    found: int
    counted: int
    is_complete: bool

    @property
    def missing(self) -> int:
        return max(self.counted - self.found, 0)


def what_happened(subject: UUID) -> list[Line]:
    """Everything a person is told about their own request, newest first."""
    events = Event.objects.filter(TOLD, subject=subject).order_by("-pk")
    return [_line(event) for event in events.defer("header", "salt")]


def count_withheld(subject: UUID) -> int:
    """How many lines about the request are not shown one by one: notices, drafts and the like."""
    return Event.objects.filter(subject=subject).exclude(TOLD).count()


def prove(subject: UUID) -> Proof:
    """Is the list complete? Every line names the one before it about the same person.

    The count begins with the first line and ends where the person's own head says. A line that
    was taken out, added, moved to somebody else or changed does not fit.
    """
    head = PersonHead.objects.filter(pk=subject).first() or PersonHead(number=0, digest=START)
    counted = head.number - head.archived
    found = Event.objects.filter(subject=subject).count()
    try:
        lines = list(exporting.about(subject))
    except Broken:
        return Proof(found, counted, is_complete=False)
    fits = found == counted and is_whole(lines, head, exporting.digests_before(lines))
    return Proof(found, counted, fits)


def is_whole(lines: list, head: PersonHead, linked: dict[int, bytes]) -> bool:
    """Do these lines lead from what is archived to the person's own head? Nothing is asked for.

    *linked*: for each line, the digest of the one before it in the whole log.
    """
    counted = head.number - head.archived
    return len(lines) == counted and _follow(lines, head, linked) == bytes(head.digest)


def _follow(lines: list, head: PersonHead, linked: dict[int, bytes]) -> bytes | None:
    """The last digest, if each line is linked where it stands and says what it said."""
    before = bytes(head.archived_digest)
    for count, line in enumerate(lines, head.archived + 1):
        if isinstance(line, dict) or (line.person, line.before) != (count, before):
            return None
        own = grow(linked[line.number], line.number, leaf(line.header, line.person, line.before))
        said = line.is_erased or sha256(line.salt + line.facts).digest()
        if own != line.digest or said not in (True, line.facts_digest):
            return None
        before = line.digest
    return before


def _line(event: Event) -> Line:
    return Line(
        at=event.at, deed=event.deed, role=event.role, organisation=event.organisation,
        purpose=event.purpose, about=event.about, decision=event.decision,
        to=str(event.facts.get("partner", "")), is_emergency=event.facts.get("glass") == 1,
        is_file=_is_file(event.facts.get("opened")), actor=event.actor,
    )  # fmt: skip


def _is_file(opened: list[str] | None) -> bool:
    """A picture or a PDF, not words."""
    return bool(opened) and all(place.endswith(f"/{CONTENTS}") for place in opened)
