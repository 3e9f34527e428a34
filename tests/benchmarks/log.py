"""The log: what a line costs, how fast it is verified, and how long its end is exposed."""

import tempfile
import time
from pathlib import Path
from statistics import median
from types import SimpleNamespace
from unittest.mock import patch
from uuid import UUID

from audit import chain, trail, verify
from audit.actors import CLOCK
from audit.lines import line
from audit.sealing import running, sealer
from audit.services import exporting

EVENTS, ACTS, ROUNDS, IN_A_TURN = 100_000, 300, 3, 1_000


class Row(SimpleNamespace):
    _meta = SimpleNamespace(label_lower="bench.row", model_name="row")


def measure() -> dict:
    costs, wholes = zip(*(_append(number) for number in range(ACTS)), strict=True)
    return {
        "append_ms": median(costs) * 1e3,
        "append_act_ms": median(wholes) * 1e3,
        "verify_per_second": _verify(),
        "exposed_seconds": running.EVERY + _turn(),
    }


def _append(number: int) -> tuple[float, float]:
    """The line and its link, in the transaction that the act pays for anyway; and the whole act."""
    spent = []

    def timed(step):
        def run(*args):
            started = time.perf_counter()
            answer = step(*args)
            spent.append(time.perf_counter() - started)
            return answer

        return run

    @trail.act
    def act():
        trail.record(CLOCK, "row.opened", Row(pk=number, subject=UUID(int=number % 50 + 1)))

    started = time.perf_counter()
    with patch.object(trail, "_link", timed(trail._link)):
        act()
    return sum(spent), time.perf_counter() - started


def _verify() -> float:
    """From a file to the answer, in one process: the best of three, in time of its own."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "log.ndjson"
        exporting.put(path, _many())
        took = []
        for _ in range(ROUNDS):
            started = time.process_time()
            verify.verify(verify.lines_of([path]))
            took.append(time.process_time() - started)
    return EVENTS / min(took)


def _turn() -> float:
    """The sealer's turn when a hundred lines a second have come since the last."""
    sealer.seal()
    _append_many(IN_A_TURN)
    started = time.perf_counter()
    sealer.seal()
    return time.perf_counter() - started


@trail.act
def _append_many(count: int) -> None:
    for number in range(count):
        trail.record(CLOCK, "row.opened", Row(pk=number, subject=UUID(int=number % 50 + 1)))


def _many():
    digest, heads, salt = chain.START, {}, b"s" * 32
    for number in range(1, EVENTS + 1):
        subject = UUID(int=number % 5_000 + 1)
        facts = {"opened": [f"intake.helprequest/{UUID(int=number)}/story"], "count": 1}
        header = chain.canonical({
            "at": 10**15 + number, "actor": "user/7", "role": "social_worker",
            "organisation": "1", "deed": "helprequest.opened",
            "about": f"intake.helprequest/{UUID(int=number)}", "decision": "allowed",
            "purpose": "triage", "channel": "desk", "request": UUID(int=number).hex,
            "subject": str(subject), "schema": 2, "facts": chain.facts_digest(facts, salt),
        })  # fmt: skip
        count, before = heads.get(subject, (0, chain.START))
        digest = chain.grow(digest, number, chain.leaf(header, count + 1, before))
        heads[subject] = count + 1, digest
        yield line(number, digest, count + 1, before, salt, header, facts)
    yield {"head": {"number": EVENTS, "digest": digest.hex()}}
