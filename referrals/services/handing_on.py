"""Somebody at a partner goes: what they took care of is with nobody, and their side is told."""

from audit import outbox, trail
from referrals.lifecycle import UNDER_WAY
from referrals.models import Referral


def left_behind(user, *, by) -> int:
    """Step: nothing is said to be in the care of somebody who cannot come in any more.

    The organisation still reaches it, and its lead chooses who goes on. Returns how many.
    """
    held = Referral.objects.filter(assigned_to=user, status__in=UNDER_WAY).select_related("to")
    rows = list(held.select_for_update(of=("self",)).order_by("pk"))
    for row in rows:
        row.assigned_to = None
        row.save(update_fields=["assigned_to"])
        trail.record(by, "referral.unassign", row, user=user.pk)
    for organisation in {row.to for row in rows}:
        outbox.post(organisation, "referrals.WITH_NOBODY", about=user, by=by)
    return len(rows)
