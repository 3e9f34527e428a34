"""Is the log whole? A program for somebody who does not trust us: no Django, no database.

    lotsen-verify export.ndjson … [--identity KEY --seals FILE … --checkpoints FILE …]
                  [--witness KEY …] [--seen NUMBER:DIGEST …]

It prints the first broken line, or that all is whole: what was erased and by which act, where
the clock went backwards, the last line that a witness holds, forks that a restore announced,
and how many seconds of the end nobody outside has seen. It ends with 0 (whole), 1 (broken, or
not usable) or 2 (whole, with a fork that was announced). audit/FORMAT.md says every byte.

It is six files and the package cryptography: chain, lines, seals, anchors, checker, verify.
"""

import argparse
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from audit.anchors import Anchor, Anchors, Unusable, identity_of
from audit.checker import Broken, Checker, Report
from audit.lines import Line, Unreadable, read
from audit.seals import stream_of

NOT_DETECTABLE_WITHOUT_WITNESS = (
    "a line changed, and all that follows linked anew",
    "the end cut off, and the head set back",
    "an old copy, or another log altogether, put in its place",
)
SHOWN = 20


def verify(
    lines: Iterable[Line | dict], *, seen: dict[int, str] | None = None,
    anchors: Iterable[Anchor] = (), stream: str = "",
) -> Report:  # fmt: skip
    """Follow the chain through one export, or several that continue each other. Raises Broken."""
    checker, head = Checker(seen=seen or {}, anchors=list(anchors)), None
    for line in lines:
        if type(line) is Line:
            checker.follow(line)
        elif "export" in line:
            _begin(checker, line["export"], stream)
        elif "head" in line:
            head = line["head"]
        else:
            reason = "columns" if "columns" in line else "unlinked"
            raise Broken(checker.report.number + 1, reason)
    if head is None:
        raise Broken(checker.report.number + 1, "file")
    return checker.end(head)


def _begin(checker: Checker, start: dict, stream: str) -> None:
    """Where a file takes up the chain: the first one says it, the next ones must continue."""
    report, digest = checker.report, bytes.fromhex(start["digest"])
    if stream and start["stream"] and start["stream"] != stream:
        raise Unusable("other")
    if report.number == 0:
        report.number = report.began_after = start["after"]
        report.digest = digest
    elif (start["after"], digest) != (report.number, report.digest):
        raise Broken(report.number + 1, "gap")
    if start["after"]:
        checker.begin_at(start["after"], start["digest"])


def lines_of(paths: list[str]) -> Iterator[Line | dict]:
    """Several files are one log; only the last one's end is the end."""
    for path in paths:
        with open(path, "rb") as file:
            number = 0
            for number, text in enumerate(file, 1):
                try:
                    line = read(text)
                except Unreadable:
                    reason = "is cut off" if not text.endswith(b"\n") else "cannot be read"
                    raise ValueError(f"{path}: line {number} of the file {reason}") from None
                yield line
            if number == 0:
                raise ValueError(f"{path}: the file is empty")


def pair(text: str) -> tuple[int, str]:
    """NUMBER:DIGEST, as the last line of every report writes it."""
    number, _colon, digest = text.partition(":")
    return int(number), digest.strip().lower()


def says(report: Report) -> Iterator[str]:
    """The report in words, its last line fit to be written down and given as --seen later."""
    if report.began_after:
        yield f"note: the log was given from line {report.began_after + 1} on"
    for number in report.backwards[:SHOWN]:
        yield f"note: at line {number} the clock went backwards"
    for number, by in list(report.erased_by.items())[:SHOWN]:
        yield f"note: the facts of line {number} were erased, by the act in line {by}"
    if report.erased:
        yield f"note: {report.erased} with facts erased, each by an act that says so"
    if report.sealed_facts:
        yield f"note: {report.sealed_facts} with facts sealed, as in the archive: not compared here"
    for number, (kept, lost) in report.forks.items():
        yield (
            f"FORK: line {number} announces a restore. After line {kept} the log goes another "
            f"way; what was sealed there, up to line {lost}, is lost"
        )
    yield from _ends(report)
    yield f"whole: {report.events} events, head {report.head}"


def _ends(report: Report) -> Iterator[str]:
    for word, anchor in (("sealed", report.sealed), ("held by a witness", report.anchored)):
        if anchor is None:
            yield f"{word}: nothing that was given here"
            continue
        events, seconds = report.tail(anchor)
        at = datetime.fromtimestamp(anchor.at / 1e6, UTC).isoformat(timespec="seconds")
        yield f"{word}: up to line {anchor.number}, at {at}"
        yield f"  exposed after that: {events} events in {seconds:.1f} seconds"


def main(arguments: list[str]) -> int:
    given = _parser().parse_args(arguments)
    try:
        anchors, stream = _anchors(given)
        report = verify(
            lines_of(given.export), seen=dict(given.seen), anchors=anchors, stream=stream
        )
    except Broken as broken:
        return _say(f"BROKEN at {broken}")
    except Unusable as refusal:
        return _say(f"NOT USABLE: {refusal}")
    except OSError as refusal:
        return _say(f"NOT USABLE: {refusal.filename}: {refusal.strerror}")
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        return _say(f"BROKEN: this is not a whole export of the log ({error})")
    for text in says(report):
        _say(text)
    return 2 if report.forks else 0


def _say(text: str) -> int:
    sys.stdout.write(text + "\n")
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("lotsen-verify", description="Is the log whole?")
    many = {"action": "append", "default": []}
    parser.add_argument("export", nargs="+", help="files of an export, the oldest first")
    parser.add_argument("--identity", metavar="KEY", help="the house's public key, or its file")
    parser.add_argument("--seals", metavar="FILE", **many)
    parser.add_argument("--checkpoints", metavar="FILE", help="what a witness kept", **many)
    parser.add_argument("--witness", metavar="KEY", help="who co-signs, or the file", **many)
    parser.add_argument("--seen", type=pair, metavar="NUMBER:DIGEST", **many)
    return parser


def _anchors(given) -> tuple[list[Anchor], str]:
    if not given.seals and not given.checkpoints and not given.identity:
        return [], ""
    identity = identity_of(given.identity or "")
    anchors = Anchors(identity, tuple(identity_of(one) for one in given.witness))
    anchors.read(given.seals, given.checkpoints)
    for note in anchors.notes:
        _say(f"note: {note}")
    return anchors.known, stream_of(identity)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
