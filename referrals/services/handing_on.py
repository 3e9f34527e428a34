"""Somebody goes: what they took care of is with nobody, and their side is told."""

from audit import outbox, trail
from intake.services import protecting
from referrals import rights
from referrals.lifecycle import UNDER_WAY
from referrals.models import Referral


def left_behind(user, *, by) -> int:
    """Step: nothing is said to be in the care of somebody who cannot come in any more.

    The organisation still reaches it, and its lead chooses who goes on. Of what one of ours holds
    by name, since its request has ended, whoever leads is told. Returns how many.
    """
    held = Referral.objects.filter(assigned_to=user, status__in=UNDER_WAY).select_related("to")
    rows = list(held.select_for_update(of=("self",)).order_by("pk"))
    for row in rows:
        row.assigned_to = None
        row.save(update_fields=["assigned_to"])
        trail.record(by, "referral.unassign", row, user=user.pk)
    for organisation in {row.to for row in rows}:
        outbox.post(organisation, "referrals.WITH_NOBODY", about=user, by=by)
    return len(rows) + _held(user, by=by)


def _held(user, *, by) -> int:
    """What they do not reach any more. It stays in their name until a lead has looked at it."""
    reached = Referral.objects.visible_to(user).order_by().values("pk")
    held = Referral.objects.filter(held_by=user, status__in=UNDER_WAY).exclude(pk__in=reached)
    lost = list(held.select_related("unit"))
    for unit in {row.unit for row in lost}:
        for lead in protecting.leads_of(unit, rights.APPROVE):
            outbox.post(lead, "referrals.WITH_LEAD", about=user, by=by)
    return len(lost)
