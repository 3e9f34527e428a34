"""Reference numbers: short, easy to say, without look-alikes and without accidental words."""

import secrets

LETTERS = "ABCDEFGHJKLMNPQRSTVWXYZ"
DIGITS = "23456789"


def new_reference() -> str:
    """Like K4M-7R2: a digit at least every third place, so that no word can appear."""
    pattern = (LETTERS, DIGITS, LETTERS, DIGITS, LETTERS, DIGITS)
    symbols = [secrets.choice(alphabet) for alphabet in pattern]
    return "".join(symbols[:3]) + "-" + "".join(symbols[3:])
