"""What the clock does to many rows, one at a time."""

import logging
from collections.abc import Callable, Iterable

log = logging.getLogger("audit.one_by_one")


def one_by_one(deed: Callable, rows: Iterable, *more) -> int:
    """Do it for each of them, each in the deed's own transaction. Returns how much was done.

    One that cannot be done keeps no other waiting. Then the first such trouble is raised: the job
    counts as failed, and somebody must look at it.
    """
    done, trouble = 0, None
    for row in rows:
        try:
            done += deed(row, *more) or 0
        except Exception as odd:
            log.exception("one of them waits")  # its kind and place, never whose
            trouble = trouble or odd
    if trouble:
        raise trouble
    return done
