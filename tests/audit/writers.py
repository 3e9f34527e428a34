"""Processes that write the log of a database of their own, and may be killed. Run by the tests.

python -m tests.audit.writers write FIRST COUNT      as many acts, about a few people
python -m tests.audit.writers die TIMES              that often an act that is killed in it
python -m tests.audit.writers check                  rows and events, as JSON
"""

import json
import os
import random
import signal
import sys
from types import SimpleNamespace
from uuid import UUID

import django

STAGES = ("before", "recorded", "written", "linked", "never")


class Row(SimpleNamespace):
    """A row about one of seven people."""

    _meta = SimpleNamespace(label_lower="test.row", model_name="row")


def write(first: int, count: int) -> None:
    for number in range(first, first + count):
        act(number)


def act(number: int, stage: str = "never") -> None:
    """A row and its line: a business write and an append."""

    @trail.act
    def add():
        Area.objects.create(code=f"a{number}", name="x")
        die("before", stage)
        row = Row(pk=number, subject=UUID(int=number % 7 + 1))
        trail.record(CLOCK, "row.add", row)
        die("recorded", stage)
        trail.write()
        die("written", stage)

    whole = trail._link
    if stage == "linked":
        trail._link = lambda events: (whole(events), die("linked", stage))
    add()


def die(now: str, stage: str) -> None:
    if now == stage:
        os.kill(os.getpid(), signal.SIGKILL)


def die_often(times: int) -> None:
    """Each in a process of its own, at another place; every fifth one lives."""
    for number in range(times):
        connection.close()
        child = os.fork()
        if child == 0:
            act(number, STAGES[number % len(STAGES)])
            os._exit(0)
        if random.random() < 0.2:  # noqa: S311 – a moment nobody has thought of
            os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        areas, events = Area.objects.count(), Event.objects.filter(deed="row.add").count()
        if areas != events:
            raise SystemExit(f"{areas} rows, {events} events after {number}")


def check() -> None:
    report = exporting.check()
    whole = [accounting.prove(UUID(int=one)).is_complete for one in range(1, 8)]
    json.dump(
        {
            "rows": Area.objects.count(), "events": report.events, "head": report.number,
            "people": all(whole),
        },
        sys.stdout,
    )  # fmt: skip


if __name__ == "__main__":
    django.setup()
    from django.db import connection

    from audit import trail
    from audit.actors import CLOCK
    from audit.models import Event
    from audit.services import accounting, exporting
    from partners.models import Area

    deed, *numbers = sys.argv[1:]
    {"write": write, "die": die_often, "check": check}[deed](*map(int, numbers))
