"""What is edited by adding a version: which of its rows hold on a day. No database."""

from collections.abc import Iterable
from datetime import date


def in_force(rows: Iterable, key: str, day: date) -> dict:
    """Of each *key* the newest version that has begun, where it holds on *day*.

    One to come changes nothing before its day, and an older one never comes back when a newer
    one ends: whoever ended it did not want it any more.
    """
    begun = sorted((row for row in rows if row.valid_from <= day), key=lambda row: row.version)
    newest = {getattr(row, key): row for row in begun}
    return {
        code: newest[code] for code in sorted(newest)
        if newest[code].valid_until is None or newest[code].valid_until >= day
    }  # fmt: skip
