"""A backup was put back: the log is shorter than what was sealed. That is said, not hidden."""

import json

from audit import seals, trail
from audit.actors import CONSOLE
from audit.chain import START
from audit.models import Certificate, Link, Seal
from audit.sealing import identity, memory, sealer
from audit.services import exporting


class NothingLost(Exception):
    """The log continues where it was sealed: there is nothing to announce."""


def announce() -> tuple[int, int]:
    """Go on from the backup's own last seal. Returns the last line kept and the last one lost.

    Only whoever holds the sealer's folder can do it. The log says it in a line of its own, the
    verifier reports a fork, and witnesses that hold lost seals can prove what was lost.
    """
    before = memory.recall()
    if before is None or not _is_lost(before):
        raise NothingLost
    exporting.check()
    kept, head = _kept()
    note_restore(kept, before["number"], before["head"])
    memory.keep(f"lost-{before['number']}.json", json.dumps(before["line"]).encode())
    memory.remember(
        {**before, "number": kept, "head": head, "previous": before["seal"], "looked": None}
    )
    return kept, before["number"]


@trail.act
def note_restore(kept: int, lost: int, head: str) -> None:
    trail.record(CONSOLE, "trail.restore", "audit.link/all", kept=kept, lost=lost, head=head)


def _is_lost(before: dict) -> bool:
    try:
        sealer.follow(before["number"], bytes.fromhex(before["head"]))
    except sealer.Refused:
        return True
    return False


def _kept() -> tuple[int, str]:
    """The newest seal that came back with the backup, is believed, and fits the line it is of."""
    keys = seals.Keys(identity.public())
    keys.learn([*Certificate.objects.values_list("line", flat=True), *memory.certificates()])
    for row in Seal.objects.order_by("-number"):
        paper = row.line[seals.SEAL]
        link = Link.objects.filter(number=paper["number"]).first()
        fits = link is not None and bytes(link.digest).hex() == paper["head"]
        if fits and not keys.doubt(row.line):
            return paper["number"], paper["head"]
    return 0, START.hex()
