"""Follows the chain a line at a time, and says which line is the first that is not whole.

No Django: part of the program for somebody who does not trust us (audit/verify.py).
"""

import json
from dataclasses import dataclass, field
from hashlib import sha256

from audit.anchors import Anchor
from audit.chain import DOMAIN, START, first_link
from audit.lines import Line

SAYS = {
    "gap": "a line is missing, or stands twice",
    "digest": "the line or its place was changed",
    "header": "the line cannot be read as it was written",
    "facts": "the facts are not the ones that were written",
    "columns": "the searchable columns say something else than the line",
    "person": "a line about the same person is missing before this one",
    "erased": "the facts were erased without an act that says so",
    "unlinked": "an event stands outside the chain",
    "head": "the chain does not end where its head says",
    "seen": "the line is not the one that was seen before",
    "sealed": "from here on the log is no longer the one that was sealed",
    "cut": "here the log ends, but more of it was sealed",
    "seals": "a seal that is kept beside the log is not believed",
    "changes": "what the line changed in the settings was altered later",
    "file": "the export is not complete",
}
AN_HOUR = 3_600_000_000  # a line that says a whole hour may be of any moment in it
BACKWARDS = 60_000_000  # microseconds; acts that run side by side may link in another order
ERASE, RESTORE = b"trail.erase", b"trail.restore"
AUTHORISES, NOBODY = (ERASE, RESTORE), (0, START)


class Broken(Exception):
    """The first line that is not whole. *reason* is a key of SAYS."""

    def __init__(self, number: int, reason: str):
        super().__init__(f"line {number}: {SAYS[reason]}")
        self.number, self.reason = number, reason


@dataclass
class Report:
    """What was found whole, and what somebody may want to look at."""

    number: int = 0
    digest: bytes = START
    at: int = 0
    began_after: int = 0
    backwards: list[int] = field(default_factory=list)
    erased_by: dict[int, int] = field(default_factory=dict)
    sealed_facts: int = 0
    forks: dict[int, tuple] = field(default_factory=dict)  # line of the restore: kept, lost
    sealed: Anchor | None = None
    anchored: Anchor | None = None

    @property
    def head(self) -> str:
        return f"{self.number}:{self.digest.hex()}"

    @property
    def events(self) -> int:
        return self.number - self.began_after  # no number is left out

    @property
    def erased(self) -> int:
        return len(self.erased_by)

    def tail(self, anchor: Anchor | None) -> tuple[int, float]:
        """What lies after *anchor*: how many lines, and how many seconds."""
        number, at = (anchor.number, anchor.at) if anchor else (self.began_after, self.at)
        events = self.number - number
        return events, max(self.at - at, 0) / 1e6 if events and anchor else 0.0


@dataclass
class Checker:
    """Follows the chain a line at a time. Holds where it is, and where each person's lines are."""

    report: Report = field(default_factory=Report)
    seen: dict[int, str] = field(default_factory=dict)
    anchors: list[Anchor] = field(default_factory=list)
    people: dict[bytes, tuple] = field(default_factory=dict)
    empty: set[int] = field(default_factory=set)
    restores: list[tuple] = field(default_factory=list)
    held: list[Anchor] = field(default_factory=list)
    wrong: list[Anchor] = field(default_factory=list)
    latest: int = 0

    def follow(self, line: Line) -> None:
        """Take the next link, or raise Broken."""
        report = self.report
        number, digest, person, before, salt, header, facts, at, deed, told, schema, subject = line
        if number != report.number + 1:
            raise Broken(report.number + 1, "gap")
        if schema == 1:
            linked = first_link(report.digest, number, header)
        else:  # chain.grow and chain.leaf, without two calls a line
            leaf = sha256(person.to_bytes(8, "big") + before + header).digest()
            linked = sha256(DOMAIN + report.digest + number.to_bytes(8, "big") + leaf).digest()
        if linked != digest:
            raise Broken(number, "digest")
        if salt:
            if sha256(salt + facts).digest() != told:
                raise Broken(number, "facts")
        elif facts == b"{}":
            self.empty.add(number)
        elif line.is_sealed and deed not in AUTHORISES:
            report.sealed_facts += 1
        else:
            raise Broken(number, "facts")
        if person:  # their lines are counted without a gap, each naming the one before it
            if self.people.get(subject, NOBODY) != (person - 1, before):
                self._begin_person(number, person, subject)
            self.people[subject] = (person, linked)
        if deed in AUTHORISES:
            self._authorise(line)
        if at > self.latest:
            self.latest = at
        elif at + (AN_HOUR if at % AN_HOUR == 0 else BACKWARDS) < self.latest:
            report.backwards.append(number)
        report.number, report.digest, report.at = number, linked, self.latest
        if self.anchors or self.seen:
            self._compare(number, digest.hex())

    def begin_at(self, number: int, digest: str) -> None:
        """A file takes the chain up in the middle: what was seen and sealed before is not here."""
        self.anchors = [one for one in self.anchors if one.number >= number]
        self._compare(number, digest)

    def _begin_person(self, number: int, person: int, subject: bytes) -> None:
        """Their first lines may be in an earlier file, that was not given."""
        if not self.report.began_after or subject in self.people or person == 1:
            raise Broken(number, "person")

    def _authorise(self, line: Line) -> None:
        facts = json.loads(line.facts)
        if line.deed == RESTORE:
            self.restores.append((line.number, facts["kept"], facts["lost"]))
            return
        for number in facts.get("numbers", []):
            if number < line.number:
                self.report.erased_by.setdefault(number, line.number)

    def _compare(self, number: int, digest: str) -> None:
        """With what was seen and sealed of the log up to this line."""
        if self.seen.get(number, digest) != digest:
            raise Broken(number, "seen")
        while self.anchors and self.anchors[0].number <= number:
            anchor = self.anchors.pop(0)
            if anchor.number == number:
                (self.held if anchor.head == digest else self.wrong).append(anchor)

    def end(self, head: dict) -> Report:
        """The chain must end where the head says, and nothing sealed or seen may lie beyond."""
        report = self.report
        self._judge()
        report.erased_by = {one: report.erased_by.get(one, 0) for one in sorted(self.empty)}
        for number, by in report.erased_by.items():
            if not by:
                raise Broken(number, "erased")
        if (head["number"], head["digest"]) != (report.number, report.digest.hex()):
            raise Broken(report.number + 1, "head")
        if any(number > report.number for number in self.seen):
            raise Broken(report.number + 1, "seen")
        return report

    def _judge(self) -> None:
        """A seal that does not fit is a fork, if a restore said so and was itself sealed."""
        report, good = self.report, [anchor.number for anchor in self.held]
        for anchor in [*self.wrong, *self.anchors]:
            for number, kept, lost in self.restores:
                if kept < anchor.number <= lost and number <= max(good, default=0):
                    report.forks[number] = (kept, lost)
                    break
            else:
                if anchor.number > report.number:
                    raise Broken(report.number + 1, "cut")
                before = [one for one in good if one < anchor.number]
                raise Broken(max(before, default=report.began_after) + 1, "sealed")
        report.sealed = self.held[-1] if self.held else None
        witnessed = [anchor for anchor in self.held if anchor.is_witnessed]
        report.anchored = witnessed[-1] if witnessed else None
