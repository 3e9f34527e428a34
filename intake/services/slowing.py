"""Slow down whoever guesses or floods, and nobody else. No address is ever kept.

Guesses are counted for the whole house; requests by each process for itself, so that taking
one in waits for no counter.
"""

import ipaddress
import secrets
from datetime import timedelta
from math import ceil

from django.conf import settings
from django.core.cache import cache, caches
from django.utils import timezone
from django.utils.crypto import salted_hmac

HOUR = 3600
FREE_GUESSES = 5
FIRST_WAIT, LONGEST_WAIT = 60, HOUR


def bucket_of(address: str) -> str:
    """A name for where a caller comes from. It changes every day, and cannot be turned back.

    An address we do not know has no name: nobody is slowed down for what others did.
    """
    if not address:
        return ""
    salt = f"lotsen slowing {_salt_of_today()}"
    return salted_hmac(salt, _network(address), algorithm="sha256").hexdigest()[:32]


def _salt_of_today() -> str:
    """One for the house; each process asks for it once a day."""
    name = f"slowing-salt-{timezone.localdate()}"
    salt = caches["nearby"].get(name)
    if salt is None:
        salt = cache.get_or_set(name, lambda: secrets.token_hex(16), timeout=26 * HOUR)
        caches["nearby"].set(name, salt, timeout=26 * HOUR)
    return salt


def _network(address: str) -> str:
    """A household's worth of addresses: one of the fourth kind, a /64 of the sixth."""
    known = ipaddress.ip_address(address)
    bits = 32 if known.version == 4 else 64
    return str(ipaddress.ip_network((known, bits), strict=False))


def floods(bucket: str) -> bool:
    """Have this hour's requests from there been more than anybody in need sends?"""
    sent, _until = caches["nearby"].get(_sent(bucket), (0, None)) if bucket else (0, None)
    return sent >= settings.SUBMISSIONS_PER_HOUR


def count_request(bucket: str) -> None:
    if not bucket:
        return
    now = timezone.now()
    sent, until = caches["nearby"].get(_sent(bucket), (0, now + timedelta(seconds=HOUR)))
    left = max(1, int((until - now).total_seconds()))
    caches["nearby"].set(_sent(bucket), (sent + 1, until), timeout=left)


def minutes_to_wait(bucket: str) -> int:
    """How long the next guess from there must wait; 0 means that it need not."""
    _guesses, until = cache.get(_guessed(bucket), (0, None)) if bucket else (0, None)
    if until is None:
        return 0
    return max(0, ceil((until - timezone.now()).total_seconds() / 60))


def count_guess(bucket: str) -> None:
    """A wrong code that was rightly spelt. The first five are free; then each wait is doubled."""
    if not bucket:
        return
    guesses = cache.get(_guessed(bucket), (0, None))[0] + 1
    over = guesses - FREE_GUESSES
    wait = min(FIRST_WAIT * 2 ** min(over, 10), LONGEST_WAIT) if over >= 0 else 0
    until = timezone.now() + timedelta(seconds=wait) if wait else None
    cache.set(_guessed(bucket), (guesses, until), timeout=HOUR + wait)


def _sent(bucket: str) -> str:
    return f"sent-{bucket}"


def _guessed(bucket: str) -> str:
    return f"guessed-{bucket}"
