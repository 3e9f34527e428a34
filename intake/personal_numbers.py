"""Swedish personal and co-ordination numbers in a text, however they are written."""

import re

import personnummer.personnummer as personal_numbers

# Looked for at every place: a telephone number just before one must not swallow half of it.
NUMBERLIKE = re.compile(r"(?<!\d)(?=((?:\d\d)?\d\d\s?\d\d\s?\d\d\s?[-+–]?\s?\d{4})(?!\d))")
TWELVE = 12


def found_in(text: str) -> list[str]:
    """Every number in *text*, as twelve digits. Without a century the youngest reading."""
    read = (_read(one) for one in NUMBERLIKE.findall(text))
    return [number for number in read if number]


def readings(text: str) -> list[str]:
    """What somebody may mean who writes just a number. Without a century it may be two people."""
    number = _read(text)
    if not number:
        return []
    digits = re.sub(r"\D", "", text)
    if len(digits) == TWELVE:
        return [number]
    century = int(number[:2])
    return [f"{one}{number[2:]}" for one in (century, century - 1)]


def _read(text: str) -> str:
    plain = "".join(text.split()).replace("–", "-")
    try:
        return personal_numbers.parse(plain).format(long_format=True)
    except personal_numbers.PersonnummerException:
        return ""
