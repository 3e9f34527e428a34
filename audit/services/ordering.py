"""Steps: what two people have said yes to as a list is erased one by one, and once as a whole."""

from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone

from audit import trail
from audit.models import Erasure, ErasureGround, ErasureState
from audit.services import erasing


@dataclass(frozen=True)
class Order:
    """The list's key and ground, and who said yes to it, as what."""

    batch: UUID
    ground: ErasureGround
    proposed_at: object
    proposed_by: object
    proposed_as: str
    decided_by: object
    decided_as: str


def carry_out(
    kind: str, about, order: Order, counts: dict[str, int], commitments: list[str], *, by,
    reference: str = "",
) -> Erasure:  # fmt: skip
    """It is done: what was destroyed, counted and named by hashes, and the line that says so."""
    erasure = Erasure.objects.create(
        kind=kind, status=ErasureState.DONE, about=trail.name_of(about), reference=reference,
        subject=getattr(about, "subject", None), ground=order.ground, batch=order.batch,
        proposed_at=order.proposed_at, proposed_by=order.proposed_by,
        proposed_as=order.proposed_as, decided_at=timezone.now(), decided_by=order.decided_by,
        decided_as=order.decided_as, counts=counts | {"destroyed": len(commitments)},
        commitments=commitments,
    )  # fmt: skip
    approver = f"user/{order.decided_by.pk}"
    erasing.say(erasure, about, counts, by=by, approver=approver, batch=order.batch)
    return erasure
