"""A code said over the phone, letter by letter, in words nobody mishears."""

import re

BETWEEN_GROUPS = re.compile(r"[\s-]+")

SWEDISH = (
    "Adam Bertil Cesar David Erik Filip Gustav Helge Ivar Johan Kalle Ludvig Martin "
    "Niklas Olof Petter Quintus Rudolf Sigurd Tore Urban Viktor Wilhelm Xerxes Yngve Zäta"
)
INTERNATIONAL = (
    "Alfa Bravo Charlie Delta Echo Foxtrot Golf Hotel India Juliett Kilo Lima Mike "
    "November Oscar Papa Quebec Romeo Sierra Tango Uniform Victor Whiskey X-ray Yankee Zulu"
)


def aloud(code: str, language: str | None) -> list[tuple[str, str]]:
    """Each group with its letters as words. Staff answer in Swedish, so that is the default."""
    words = INTERNATIONAL if (language or "").startswith("en") else SWEDISH
    alphabet = {word[0]: word for word in words.split()}
    return [
        (group, " · ".join(alphabet.get(sign.upper(), sign) for sign in group))
        for group in BETWEEN_GROUPS.split(code.strip())
    ]
