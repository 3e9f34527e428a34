"""A referral ends: the partner's access ends with it, and a tombstone remains."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit import guard, moves, trail
from audit.trail import name_of
from intake.services import saving_drafts
from referrals import drafts, rights
from referrals.lifecycle import Status
from referrals.models import MustConfirm, Referral, Tombstone
from referrals.services import going_on
from referrals.services.holding import rows
from referrals.services.telling import tell_us


def end(
    referral: Referral,
    move: moves.Move,
    *,
    by,
    reason="",
    must_confirm=MustConfirm.NOTHING,
    **facts,
) -> None:
    """Step: make a final move. In the same transaction the partner's way in is gone, and what
    anybody there had begun to write.

    What came back without help begins to wait for our next step.

    *reason* is the partner's own answer, which it may keep; ours is not shown to it.
    """
    moves.make(move, referral, by=by, **facts)
    guard.revoke(referral, by=by)
    saving_drafts.forget(referral, drafts.TO_US)
    Tombstone.objects.create(
        unit=referral.to.group,
        reference=referral.reference,
        service=referral.service,
        status=referral.status,
        asked_at=referral.sent_at,
        ended_at=referral.ended_at,
        reason=reason,
        must_confirm=must_confirm,
        answered_at=_answered_at(referral),
        first_contact_on=referral.first_contact_on,
    )
    going_on.begin(referral, by=by)


def _answered_at(referral: Referral):
    """When the partner said yes or no; None if it never did."""
    said_no = referral.status == Status.DECLINED
    return referral.ended_at if said_no else referral.accepted_at


@trail.act
def confirm(tombstone_pk, *, by) -> Tombstone:
    """The partner confirms that the work has stopped, or that what was sent in error is gone."""
    tombstone = guard.hold(Tombstone.objects, tombstone_pk, by=by, right=rights.RESPOND)
    if not tombstone.must_confirm or tombstone.confirmed_at:
        raise ValidationError(_("There is nothing left to confirm."), code="nothing_to_confirm")
    tombstone.confirmed_at, tombstone.confirmed_by = timezone.now(), by
    tombstone.save()
    trail.record(by, "tombstone.confirm", name_of(tombstone), what=tombstone.must_confirm)
    tell_us(rows().get(reference=tombstone.reference), "NEWS", by=by)
    return tombstone
