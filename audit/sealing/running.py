"""The sealer as a process of its own: a turn every ten seconds, until told to stop."""

import logging
from collections.abc import Callable
from threading import Event

from django.db import close_old_connections

from audit.sealing import sealer, witnessing

EVERY = 10.0

log = logging.getLogger("audit.sealing")


def turn() -> dict | None:
    """Seal what is new, and let the witnesses have it. Raises sealer.Refused."""
    line = sealer.seal()
    witnessing.give_all(line)
    return line


def keep_running(stop: Event, may_go_on: Callable[[], bool]) -> None:
    """A refusal is not the end: the alarm rings, and the next turn looks again."""
    while not stop.is_set() and may_go_on():
        try:
            turn()
        except sealer.Refused as refusal:
            log.error("not sealed: %s", refusal)
        except Exception:
            log.exception("the sealer could not work")
        finally:
            close_old_connections()
        stop.wait(EVERY)
