"""Somebody has left in a hurry: the pages of the form they were on show their words no more.

The words are nowhere but in the browser, which can send them again when somebody presses Back.
What is remembered is a keyed digest of the form's ticket, for a day.
"""

from time import time

from django.core.cache import cache
from django.db import DatabaseError

from intake import tickets

HOUR = 3600
REMEMBERED = 24 * HOUR  # until a full hour: when it ends says nothing of when somebody left


def leave(ticket: str) -> None:
    """Nothing holds up whoever leaves, not even a database that is down."""
    if not tickets.is_ours(ticket):
        return
    try:
        cache.set(_name(ticket), True, timeout=REMEMBERED - int(time()) % HOUR)
    except DatabaseError:
        return


def has_left(ticket: str) -> bool:
    try:
        return bool(cache.get(_name(ticket)))
    except DatabaseError:
        return False


def _name(ticket: str) -> str:
    return f"left-{tickets.digest(ticket).hex()}"
