"""What the tests of seals, witnesses and attacks share: a log that is written and sealed."""

import json
from datetime import UTC, datetime, timedelta

from django.db import connection

from audit import trail
from audit.actors import CLOCK
from audit.sealing import identity, memory, sealer, witnessing
from audit.services import exporting
from audit.verify import main

START = datetime(2026, 11, 2, 8, tzinfo=UTC)


@trail.act
def note(n):
    trail.record(CLOCK, "test.note", f"test/{n}", count=n, code=f"c{n}")


def write(first, last):
    for n in range(first, last + 1):
        note(n)


def seal(*, minutes=0, days=0):
    return sealer.seal(START + timedelta(minutes=minutes, days=days))


def sql(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def files(folder):
    """What an outsider has: the export, the identity key and what the sealer remembers."""
    log, seals, key = folder / "log.ndjson", folder / "seals.ndjson", folder / "identity"
    for path in (log, seals):
        path.unlink(missing_ok=True)
    exporting.put(log, exporting.lines())
    last = memory.recall()
    lines = [*memory.certificates(), *([last["line"]] if last else [])]
    seals.write_text("".join(json.dumps(line) + "\n" for line in lines))
    key.write_text(identity.public().hex())
    return log, seals, key


def checked(folder, capsys, *checkpoints, with_seals=True):
    """The verifier's answer and what it says."""
    log, seals, key = files(folder)
    arguments = [str(log), "--identity", str(key)]
    if with_seals:
        arguments += ["--seals", str(seals)]
    for path in checkpoints:
        arguments += ["--checkpoints", str(path)]
    capsys.readouterr()
    code = main(arguments)
    return code, capsys.readouterr().out


def give(line, settings, place):
    """A checkpoint to a folder."""
    settings.WITNESSES = [f"folder:{place}"]
    return witnessing.give_all(line)
