"""“I am related to this”, said at a partner: the referral is shut to them at once."""

from audit import guard, outbox, trail
from intake.services import standing_in
from referrals import rights
from referrals.models import Referral
from referrals.services.holding import rows


@trail.act
def declare(pk, *, by) -> None:
    """From now on this referral does not exist for them, and somebody else takes care of it."""
    referral = guard.hold(rows(), pk, by=by, right=rights.RECEIVE)
    guard.stand_aside(referral, by=by)
    if referral.assigned_to_id == by.pk:
        referral.assigned_to = None
        referral.save(update_fields=["assigned_to"])
    _tell_leads(referral, by=by)


@trail.act
def lift(pk, *, user_pk, by) -> None:
    """The partner's lead lets a colleague of theirs back; ours is ours to let back."""
    referral = guard.hold(rows(), pk, by=by, right=rights.LIFT)
    if referral.to.members.filter(pk=user_pk).exists():
        guard.let_back(referral, user_pk, by=by)


def aside(referral: Referral) -> list:
    """Who at the partner has said that they are related, and when: for their lead's eyes."""
    found = referral.conflicts.filter(user__organisation=referral.to_id)
    return list(found.select_related("user"))


def _tell_leads(referral: Referral, *, by) -> None:
    """Whoever may lift it, or steps in for them – but not whoever just said it. If nobody of them
    is there, the partner's mailbox.
    """
    leads = standing_in.instead(referral.to.members.exclude(pk=by.pk), rights.LIFT)
    for reader in [one for one in leads if one != by] or [referral.to]:
        outbox.post(reader, "referrals.RELATED", about=referral, by=by)
