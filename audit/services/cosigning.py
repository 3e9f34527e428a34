"""Another house's log is followed here by its leaves, and co-signed when its seal fits them.

We learn how many lines it has, and nothing of what is in them. What we have once followed it
cannot take back: a seal over another past is refused, and that it was tried is the other
house's to explain.
"""

import time
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit import chain, guard, rights, seals, trail
from audit.models import Neighbour
from audit.sealing import identity

SAYS = {
    "seal": _("This seal is not signed by a key that leads back to the house’s identity."),
    "other": _("This key for machines belongs to another installation."),
    "shrunk": _("We have co-signed more of this log than it now has."),
    "changed": _("This is not the log that we have followed so far."),
}


@dataclass(frozen=True)
class Shown:
    """What the other house sends: its seal, its daily keys, and leaves from *after* on."""

    seal: dict
    certificates: list
    after: int
    leaves: list[bytes]


@trail.act
def cosign(shown: Shown, *, by) -> dict:
    """Follow the leaves; co-sign where they end in the seal. Else say how far we are.

    The first call is believed: from there on nothing can be changed. Raises ValidationError.
    """
    guard.require(by, rights.COSIGN)
    house, paper = _house_of(shown), shown.seal[seals.SEAL]
    neighbour, _is_new = Neighbour.objects.select_for_update().get_or_create(
        account=by.pk,
        defaults={
            "identity": house.hex(), "number": paper["number"],
            "digest": bytes.fromhex(paper["head"]),
        },
    )  # fmt: skip
    if neighbour.identity != house.hex():
        raise _refusal("other")
    if paper["number"] < neighbour.cosigned:
        raise _refusal("shrunk")
    if shown.after == neighbour.number:
        _follow(neighbour, shown.leaves[: paper["number"] - neighbour.number])
    answer = {"number": neighbour.number}
    if neighbour.number == paper["number"]:
        answer = _sign(neighbour, paper, by=by)
    neighbour.save()
    return answer


def _house_of(shown: Shown) -> bytes:
    """The identity that the seal's key leads back to."""
    stream = shown.seal[seals.SEAL]["stream"]
    for by in {one[seals.CERTIFICATE]["by"] for one in shown.certificates}:
        house = bytes.fromhex(by)
        keys = seals.Keys(house)
        if seals.stream_of(house) == stream:
            keys.learn(shown.certificates)
            if not keys.doubt(shown.seal):
                return house
    raise _refusal("seal")


def _follow(neighbour: Neighbour, leaves: list[bytes]) -> None:
    number, digest = neighbour.number, bytes(neighbour.digest)
    for leaf in leaves:
        number += 1
        digest = chain.grow(digest, number, leaf)
    neighbour.number, neighbour.digest = number, digest


def _sign(neighbour: Neighbour, seal: dict, *, by) -> dict:
    if bytes(neighbour.digest).hex() != seal["head"]:
        raise _refusal("changed")
    neighbour.cosigned, neighbour.cosigned_at = neighbour.number, timezone.now()
    trail.record(by, "witness.cosign", f"audit.neighbour/{by.pk}", number=neighbour.number)
    paper = {
        "stream": seal["stream"], "number": seal["number"], "head": seal["head"],
        "at": time.time_ns() // 1000, "by": identity.public().hex(),
    }  # fmt: skip
    return seals.signed(seals.COSIGNED, paper, identity.sign)


def _refusal(reason: str) -> ValidationError:
    return ValidationError(SAYS[reason], code=reason)
