"""A line as it goes to the archive: whatever may have to be erased one day is sealed in it.

The key is made of the line's salt, which never leaves the database. Erasing destroys the salt,
and with it the facts in every copy of the archive, wherever it lies. Facts that prove something
else are never erased, so they stand open: the verifier reads them without any key.
"""

import json

from audit.checker import Broken
from audit.lines import SEALED, Line
from audit.vault import DoesNotOpen, salted

# Lines whose facts prove something else, or authorise a gap in the log: these stay.
PROOFS = (
    "trail.", "erasure.", "helprequest.erase", "concernreport.erase", "deviation.erase",
    "incident.erase", "threat.erase", "contactrequest.erase", "disposal.", "settings.", "house.",
    "log.",
)  # fmt: skip


def proves(deed: str, facts: dict) -> bool:
    """Without the digests of what it changed in the settings, a change of those would not show."""
    return deed.startswith(PROOFS) or "changes" in facts


def sealed(line: Line) -> Line:
    """The same line, its facts for nobody without the salt. The chain does not cover them."""
    if line.is_erased or proves(line.deed.decode(), json.loads(line.facts)):
        return line
    shut = salted.shut(line.facts.decode(), salt=line.salt, place=_place(line))
    return line._replace(salt=b"", facts=SEALED % shut.hex().encode())


def opened(line: Line, salt: bytes | None) -> Line:
    """As it was written, or erased where the salt is gone. Raises Broken."""
    if not line.is_sealed:
        return line
    if not salt:
        return line._replace(facts=b"{}")
    try:
        shut = bytes.fromhex(json.loads(line.facts)["sealed"])
        facts = salted.open_again(shut, salt=salt, place=_place(line))
    except (DoesNotOpen, ValueError, KeyError, TypeError):
        raise Broken(line.number, "facts") from None
    return line._replace(salt=salt, facts=facts.encode())


def _place(line: Line) -> str:
    return f"audit.link/{line.number}/facts"
