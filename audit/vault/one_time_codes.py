"""Codes out of an app on a phone (RFC 6238): six digits, new each half minute. Pure.

A secret is given away once and the app needs no network: nobody else learns that a code was asked
for, and it is not read where the mail is read.
"""

from base64 import b32decode, b32encode
from hmac import compare_digest
from secrets import token_bytes

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

DIGITS, SECONDS = 6, 30
BESIDE = (0, -1, 1)  # a phone's clock may be half a minute off


def new_secret() -> str:
    """As it is typed into an app that cannot read a square: 32 letters and digits."""
    return b32encode(token_bytes(20)).decode()


def address_of(secret: str, *, account: str, house: str) -> str:
    """What the square says: apps know it by its beginning, otpauth://totp/."""
    return _generator(secret).get_provisioning_uri(account, house)


def code_at(secret: str, moment: float) -> str:
    return _generator(secret).generate(int(moment)).decode()


def turn_of(secret: str, code: str, moment: float) -> int | None:
    """Which half minute this is the code of, counted from 1970; None if of none near *moment*."""
    turns = [int(moment) // SECONDS + beside for beside in BESIDE]
    right = [one for one in turns if compare_digest(code_at(secret, one * SECONDS), code)]
    return right[0] if right else None


def _generator(secret: str) -> TOTP:
    """SHA-1, as every app has it; nothing here rests on its collisions."""
    return TOTP(b32decode(secret), DIGITS, SHA1(), SECONDS)  # noqa: S303
