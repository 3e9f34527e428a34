"""A code fit to be read aloud: locator, secret, check symbol. No Django, no database.

31 symbols without look-alikes (no 0 O, 1 I, U). A code is

    locator (5, public: finds the row) ‖ secret (17, 84 random bits) ‖ check (1)

31 is a prime, so a weighted sum modulo 31 notices every wrong symbol and every two that
changed places – before anything is asked of the server. Eighty random bits make a fast
derivation enough: a flood of guesses costs nobody else anything.
"""

import re
import secrets

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from audit.vault import kinds
from audit.vault.kinds import Kind

SYMBOLS = "23456789ABCDEFGHJKLMNPQRSTVWXYZ"
LOCATOR, SECRET = 5, 17
LENGTH = LOCATOR + SECRET + 1
GROUPS = (5, 6, 6, 6)
PRIME = len(SYMBOLS)
A_SYMBOL = f"[{SYMBOLS}{SYMBOLS[8:].lower()}]"
BETWEEN_GROUPS = r"[ \t\r\n\u00a0_–-]*"
LIKE_A_CODE = re.compile(
    r"(?<![^\W_])" + BETWEEN_GROUPS.join(f"{A_SYMBOL}{{{size}}}" for size in GROUPS) + r"(?![^\W_])"
)


class NotACode(ValueError):
    """Mistyped. *reason* is "empty", "length", "symbol" or "check"; the code is not repeated."""

    def __init__(self, reason: str):
        super().__init__(reason)
        self.reason = reason


def new_locator() -> str:
    return "".join(secrets.choice(SYMBOLS) for _ in range(LOCATOR))


def new_ticket() -> str:
    """What a form carries, so that sending it twice gives one request and one code."""
    return secrets.token_urlsafe(24)


def secret_from(ticket: str, pepper: bytes) -> str:
    """The code's secret part. The same ticket gives the same secret; without it nobody can."""
    number = int.from_bytes(_derive(ticket.encode(), pepper, b"lotsen receipt secret", 32), "big")
    symbols = []
    for _ in range(SECRET):
        number, rest = divmod(number, PRIME)
        symbols.append(SYMBOLS[rest])
    return "".join(symbols)


def write(locator: str, secret: str) -> str:
    """The whole code, in groups that can be read aloud."""
    return grouped(locator + secret + check_symbol(locator + secret))


def grouped(code: str) -> str:
    parts, at = [], 0
    for size in GROUPS:
        parts.append(code[at : at + size])
        at += size
    return "-".join(parts)


def read(typed: str) -> tuple[str, str]:
    """Locator and secret of a typed code. Spaces, hyphens and small letters are forgiven."""
    code = "".join(typed.split()).replace("-", "").replace("–", "").upper()
    if not code:
        raise NotACode("empty")
    if any(symbol not in SYMBOLS for symbol in code):
        raise NotACode("symbol")
    if len(code) != LENGTH:
        raise NotACode("length")
    if check_symbol(code[:-1]) != code[-1]:
        raise NotACode("check")
    return code[:LOCATOR], code[LOCATOR:-1]


def holds_code(text: str) -> bool:
    """Is there a whole code in *text*, as it is written or pasted? Its check symbol must fit.

    So a word, a phone number or a serial number is next to never taken for one.
    """
    found = ("".join(part for part in one if part.isalnum()) for one in _like_codes(text))
    return any(check_symbol(code[:-1]) == code[-1] for code in found)


def _like_codes(text: str) -> list[str]:
    """With a digit in it: of a thousand codes one has none, of sentences nearly all."""
    found = (one.group().upper() for one in LIKE_A_CODE.finditer(text))
    return [one for one in found if any(sign.isdigit() for sign in one)]


def check_symbol(body: str) -> str:
    """So weighted that one wrong symbol, or two swapped, cannot give the same sum."""
    total = sum(weight * SYMBOLS.index(symbol) for weight, symbol in enumerate(body, start=2))
    return SYMBOLS[-total % PRIME]


def private_key(secret: str, salt: bytes, kind: Kind = kinds.DEFAULT) -> bytes:
    """The sender's own private key. Two equal secrets never give two equal keys."""
    seed = _derive(secret.encode(), salt, b"lotsen receipt key", kinds.SEED)
    return kinds.private_of(seed, kind)


def ticket_digest(ticket: str, pepper: bytes) -> bytes:
    """By which a form that is sent twice is recognised. It says nothing of the code."""
    return _derive(ticket.encode(), pepper, b"lotsen ticket digest", 32)


def _derive(material: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(algorithm=SHA256(), length=length, salt=salt, info=info).derive(material)
