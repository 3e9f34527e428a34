"""Another municipality's Lotsen: it follows our chain by the leaves alone, and co-signs.

A leaf is a digest; what happened to whom cannot be read from it. The key for machines that the
other house issued lies in the sealer's folder as `token.<host>`.
"""

import json
import urllib.request
from urllib.parse import urlsplit

from audit.chain import leaf
from audit.models import Link
from audit.sealing import memory

BATCH, SECONDS = 10_000, 20
HERE = ("localhost", "127.0.0.1")


def give(seal: dict, certificates: list[dict], place: str, row) -> dict:
    """Send what it has not followed yet, in parts, until it answers with its signature."""
    after = row.number
    while True:
        answer = _ask(place, {
            "seal": seal, "certificates": certificates, "after": after,
            "leaves": _leaves(after, seal["seal"]["number"]),
        })  # fmt: skip
        if "cosigned" in answer:
            return answer
        if answer["number"] == after:
            raise OSError("the other house does not follow")
        after = answer["number"]


def _leaves(after: int, until: int) -> list[str]:
    rows = Link.objects.filter(number__gt=after, number__lte=until).order_by("number")
    return [
        leaf(bytes(header), person, bytes(before)).hex()
        for header, person, before in rows.values_list("event__header", "person", "before")[:BATCH]
    ]


def _ask(place: str, what: dict) -> dict:
    url = urlsplit(place)
    if url.scheme != "https" and url.hostname not in HERE:
        raise OSError("another house is only asked over https")
    token = (memory.folder() / f"token.{url.hostname}").read_text().strip()
    request = urllib.request.Request(  # noqa: S310 – https, or this machine
        place, json.dumps(what).encode(), method="POST",
        headers={"Authorization": f"Bearer {token}", "Content-Type": "application/json"},
    )  # fmt: skip
    with urllib.request.urlopen(request, timeout=SECONDS) as answer:  # noqa: S310
        found = json.load(answer)
    if not isinstance(found, dict) or not {"cosigned", "number"} & set(found):
        raise OSError("the other house answers something else")
    return found
