"""Another municipality's Lotsen: it follows our chain by the leaves alone, and co-signs.

A leaf is a digest; what happened to whom cannot be read from it. The key for machines that the
other house issued lies in the sealer's folder as `token.<host>`, and goes to that host alone.
Whatever the other house answers, it never holds up the sealer for longer than its own part takes.
"""

import json
import urllib.request
from http.client import HTTPException
from urllib.parse import urlsplit

from audit import seals
from audit.chain import leaf
from audit.models import Link
from audit.sealing import memory

BATCH, SECONDS, LONGEST = 10_000, 20, 100_000
HERE = ("localhost", "127.0.0.1")


def give(seal: dict, certificates: list[dict], place: str, row) -> dict:
    """Send what it has not followed yet, in parts, until it answers with its signature."""
    after, until, least = row.number, seal["seal"]["number"], -1
    while True:
        answer = _ask(place, {
            "seal": seal, "certificates": certificates, "after": after,
            "leaves": _leaves(after, until),
        })  # fmt: skip
        if seals.COSIGNED in answer:
            return _believed(answer, seal["seal"])
        number = answer["number"]
        # Once it may say that it is further back than we thought; from there only forward.
        if not isinstance(number, int) or not least < number <= until or number == after:
            raise OSError("the other house does not follow")
        after = least = number


def _believed(answer: dict, paper: dict) -> dict:
    """Its signature must be one, and say what was sealed: else nobody has witnessed anything."""
    said = answer[seals.COSIGNED]
    try:
        same = all(said[name] == paper[name] for name in ("stream", "number", "head"))
        is_theirs = seals.is_signed(seals.COSIGNED, answer, bytes.fromhex(said["by"]))
    except (KeyError, TypeError, ValueError):
        raise OSError("the other house signs something else") from None
    if not same or not is_theirs:
        raise OSError("the other house signs something else")
    return answer


def _leaves(after: int, until: int) -> list[str]:
    rows = Link.objects.filter(number__gt=after, number__lte=until).order_by("number")
    return [
        leaf(bytes(header), person, bytes(before)).hex()
        for header, person, before in rows.values_list("event__header", "person", "before")[:BATCH]
    ]


class _StaysThere(urllib.request.HTTPRedirectHandler):
    """A server that leads elsewhere is not the one that was asked: it gets no key to take along."""

    def redirect_request(self, *args, **kwargs):
        return None


def _ask(place: str, what: dict) -> dict:
    url = urlsplit(place)
    if url.scheme != "https" and url.hostname not in HERE:
        raise OSError("another house is only asked over https")
    token = (memory.folder() / f"token.{url.hostname}").read_text().strip()
    request = urllib.request.Request(  # noqa: S310 – https, or this machine
        place, json.dumps(what).encode(), method="POST",
        headers={"Authorization": f"Bearer {token}", "Content-Type": "application/json"},
    )  # fmt: skip
    opener = urllib.request.build_opener(_StaysThere)
    try:
        with opener.open(request, timeout=SECONDS) as answer:
            found = json.loads(answer.read(LONGEST))
    except (ValueError, HTTPException):
        raise OSError("the other house answers something else") from None
    if not isinstance(found, dict) or not {seals.COSIGNED, "number"} & set(found):
        raise OSError("the other house answers something else")
    return found
