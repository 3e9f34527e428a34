"""What the page of a disposal shows about the archive: what it takes over first, its receipts."""

from audit import rights
from config.retention.forms import ReceiptForm
from config.retention.models import DeliveryState, Disposal, Status
from config.retention.services import delivering


def shown(disposal: Disposal, user, tried=None) -> dict | None:
    """None where the archive takes over nothing. *tried*: a delivery's key, and its failed form."""
    rows = disposal.items.to_be_exported()
    total = rows.count()
    if not total:
        return None
    failed, form = tried or (None, None)
    may_note = user.has_perm(rights.HAND_TO_ARCHIVE)
    deliveries = disposal.deliveries.select_related("made_by", "noted_by")
    return {
        "total": total, "receipted": rows.receipted().count(),
        "left": delivering.waiting(disposal).count(),
        "mine": _mine(disposal, user) if may_note else 0,
        "may_make": may_note and disposal.status == Status.APPROVED,
        "deliveries": [
            (one, _form(one, failed, form) if may_note else None) for one in deliveries
        ],
    }  # fmt: skip


def _mine(disposal: Disposal, user) -> int:
    return len(delivering.within_reach(disposal, user))


def _form(delivery, failed, form) -> ReceiptForm | None:
    if delivery.status != DeliveryState.MADE:
        return None
    return form if delivery.pk == failed else ReceiptForm(auto_id=f"{delivery.pk}-%s")
