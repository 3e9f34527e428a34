"""Is the log whole? A program for somebody who does not trust us: no Django, no database.

    python -m audit.verify export.ndjson [--seen NUMBER:DIGEST …]

The export has one JSON object a line: a link with its event ({"number", "digest", "header",
"facts", "salt", "columns"}), an event without a link ({"unlinked"}), and last where the
chain ends ({"head"}). The answer is the first line that is broken, or that all is whole.

A chain alone cannot show that everything after a point was written anew, or that its end was
cut off together with the head. Who once wrote down a number and its digest gives them as
--seen, and then it can.
"""

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from audit.chain import START, canonical, facts_digest, link_digest

SAYS = {
    "gap": "a line is missing, or stands twice",
    "digest": "the line or its place was changed",
    "header": "the line cannot be read as it was written",
    "facts": "the facts are not the ones that were written",
    "columns": "the searchable columns say something else than the line",
    "erased": "the facts were erased without an act that says so",
    "unlinked": "an event stands outside the chain",
    "head": "the chain does not end where its head says",
    "seen": "the line is not the one that was seen before",
    "changes": "what the line changed in the settings was altered later",
    "file": "the export is not complete",
}
NOT_DETECTABLE_WITHOUT_WITNESS = (
    "a line changed, and all that follows linked anew",
    "the end cut off, and the head set back",
    "an old copy, or another log altogether, put in its place",
)
BACKWARDS = 60_000_000  # microseconds; acts that run side by side may link in another order


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
    events: int = 0
    erased: int = 0
    backwards: list[int] = field(default_factory=list)

    @property
    def head(self) -> str:
        return f"{self.number}:{self.digest.hex()}"


@dataclass
class Checker:
    """Follows the chain a line at a time; holds nothing but where it is."""

    report: Report = field(default_factory=Report)
    seen: dict[int, str] = field(default_factory=dict)
    at: int = 0
    unauthorised: set[int] = field(default_factory=set)

    def follow(self, line: dict) -> None:
        """Take the next link, or raise Broken."""
        report, number = self.report, line["number"]
        if number != report.number + 1:
            raise Broken(report.number + 1, "gap")
        header = line["header"].encode()
        digest = link_digest(report.digest, number, header)
        if digest.hex() != line["digest"]:
            raise Broken(number, "digest")
        if self.seen.get(number, line["digest"]) != line["digest"]:
            raise Broken(number, "seen")
        self._compare(number, _read(number, header), line)
        report.number, report.digest = number, digest
        report.events += 1

    def _compare(self, number: int, header: dict, line: dict) -> None:
        """The facts and the columns say what the header says."""
        if not line["salt"] and not line["facts"]:
            self.unauthorised.add(number)
            self.report.erased += 1
        elif facts_digest(line["facts"], bytes.fromhex(line["salt"])) != header["facts"]:
            raise Broken(number, "facts")
        if any(header[name] != value for name, value in line["columns"].items()):
            raise Broken(number, "columns")
        if header["deed"] == "trail.erase":
            self.unauthorised -= set(line["facts"].get("numbers", []))
        if header["at"] < self.at - BACKWARDS:
            self.report.backwards.append(number)
        self.at = max(self.at, header["at"])

    def end(self, head: dict) -> Report:
        """The chain must end where the head says, and nothing seen may lie beyond it."""
        report = self.report
        if self.unauthorised:
            raise Broken(min(self.unauthorised), "erased")
        if (head["number"], head["digest"]) != (report.number, report.digest.hex()):
            raise Broken(report.number + 1, "head")
        if max(self.seen, default=0) > report.number:
            raise Broken(report.number + 1, "seen")
        return report


def _read(number: int, header: bytes) -> dict:
    try:
        values = json.loads(header)
    except ValueError:
        raise Broken(number, "header") from None
    if canonical(values) != header:
        raise Broken(number, "header")
    return values


def verify(
    lines: Iterable[dict], *, seen: dict[int, str] | None = None, start: Report | None = None
) -> Report:
    """Follow the chain from *start*, constant in memory. Raises Broken at the first bad line."""
    checker, head = Checker(start or Report(), seen or {}), None
    for line in lines:
        if "head" in line:
            head = line["head"]
        elif "unlinked" in line:
            raise Broken(checker.report.number + 1, "unlinked")
        else:
            checker.follow(line)
    if head is None:
        raise Broken(checker.report.number + 1, "file")
    return checker.end(head)


def read(path: str) -> Iterator[dict]:
    with open(path, encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def pair(text: str) -> tuple[int, str]:
    """NUMBER:DIGEST, as the last line of every report writes it."""
    number, _colon, digest = text.partition(":")
    return int(number), digest.strip().lower()


def says(report: Report) -> Iterator[str]:
    """The report in words, its last line fit to be written down and given as --seen later."""
    for number in report.backwards[:20]:
        yield f"note: at line {number} the clock went backwards"
    if report.erased:
        yield f"note: {report.erased} with facts erased, each by an act that says so"
    yield f"whole: {report.events} events, head {report.head}"


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description="Is the log whole?")
    parser.add_argument("export")
    parser.add_argument("--seen", action="append", type=pair, default=[], metavar="NUMBER:DIGEST")
    given = parser.parse_args(arguments)
    try:
        report = verify(read(given.export), seen=dict(given.seen))
    except Broken as broken:
        sys.stdout.write(f"BROKEN at {broken}\n")
        return 1
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        sys.stdout.write(f"BROKEN: this is not an export of the log ({type(error).__name__})\n")
        return 1
    sys.stdout.write("\n".join(says(report)) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
