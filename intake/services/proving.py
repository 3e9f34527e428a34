"""When very many come from one place: a small proof that somebody sits there and waits.

A browser with a script does a little sum, in a second or two. Without one, a minute's wait does:
nobody needs eyes, hands or a riddle. Each proof holds for one form, and nothing is stored.
"""

import hashlib
import time

from django.core import signing

BITS = 15  # leading zeros of the sum: some thirty thousand tries
WAIT = 60  # seconds that do instead of the sum
LASTS = 3 * 3600
SIGNER = signing.Signer(salt="lotsen puzzle")


def puzzle(ticket: str) -> str:
    """Something to work on, signed together with the form's ticket."""
    return SIGNER.sign(f"{ticket[:8]}.{int(time.time())}").partition(".")[2]


def seconds_left(ticket: str, given: str, answer: str) -> int | None:
    """How long somebody must wait still: 0 is proved. None: the puzzle is not ours, or too old."""
    try:
        signed = SIGNER.unsign(f"{ticket[:8]}.{given}")
    except signing.BadSignature:
        return None
    waited = int(time.time()) - int(signed.partition(".")[2])
    if not 0 <= waited <= LASTS:
        return None
    if _is_solved(given, answer):
        return 0
    return max(0, WAIT - waited)


def _is_solved(given: str, answer: str) -> bool:
    if not answer.isdecimal() or len(answer) > 12:
        return False
    found = hashlib.sha256(f"{given}:{answer}".encode()).digest()
    return int.from_bytes(found[:4]) >> (32 - BITS) == 0
