"""Two people go through the list of a disposal. Both say yes to the very same one."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit import guard, moves, rights, second_person, trail
from config.retention.models import (
    APPROVE,
    DECLINE,
    PREPARE,
    RENEW,
    Disposal,
    DisposalItem,
    RetentionPlan,
    Status,
)
from config.retention.services import knowing, listing
from intake import rights as intake

OWN = _("You went through this list yourself. A second person must approve it.")
CHANGED = _("The list has changed since you opened it. Look at what it says now.")
NOT_DUE = _("Not everything on the list is due any more: %s. Have the list written anew.")


@trail.act
def look(pk, *, by) -> Disposal:
    """One list: numbers, rules and days. Never what anything was about."""
    guard.require(by, rights.DECIDE_ERASURE)
    rows = Disposal.objects.select_related("ground", "prepared_by", "approved_by")
    disposal = rows.filter(pk=pk).first()
    if disposal is None:
        raise guard.OutOfReach
    trail.record(by, "disposal.seen", disposal)
    return disposal


@trail.act
def note_list(shown: int, *, by) -> None:
    guard.require(by, rights.DECIDE_ERASURE)
    trail.record(by, "disposal.list", "retention.disposal/list", count=shown)


@trail.act
def prepare(pk, *, seen: str, by) -> Disposal:
    """The first person has gone through the list that *seen* is the digest of."""
    disposal = listing.hold(pk, by=by, right=PREPARE.right)
    _require_as_seen(disposal, seen, PREPARE, by)
    disposal.prepared_at, disposal.prepared_by = timezone.now(), by
    disposal.prepared_as = by.role
    moves.make(PREPARE, disposal, by=by, digest=disposal.digest)
    return disposal


@trail.act
def approve(pk, *, seen: str, by) -> Disposal:
    """The second person says yes. It is disposed of some days later; until then a hold, or the
    person who writes again, still keeps it.
    """
    disposal = listing.hold(pk, by=by, right=APPROVE.right)
    second_person.require(by, {disposal.prepared_by_id}, own=OWN, code="own_list")
    _require_as_seen(disposal, seen, APPROVE, by)
    disposal.approved_at, disposal.approved_by = timezone.now(), by
    disposal.approved_as = by.role
    wait = RetentionPlan.current().days_between
    disposal.runs_on = timezone.localdate() + timedelta(days=wait)
    moves.make(APPROVE, disposal, by=by, digest=disposal.digest, runs_on=disposal.runs_on)
    return disposal


@trail.act
def renew(pk, *, by) -> Disposal:
    """Have the list written anew, as it is today. Whoever went through it goes through it again."""
    disposal = listing.hold(pk, by=by, right=intake.ERASE)
    known = knowing.known(timezone.localdate())
    disposal.prepared_at, disposal.prepared_by, disposal.prepared_as = None, None, ""
    moves.make(RENEW, disposal, by=by)
    taken_from = listing.found_due(known)
    found = listing.of_ground(taken_from, disposal.ground.code, known.rules)
    listing.fill(disposal, found, known)
    return disposal


@trail.act
def decline(pk, *, by) -> Disposal:
    """No. Nothing is erased; what is still due is proposed anew the next night."""
    disposal = listing.hold(pk, by=by, right=DECLINE.right)
    waiting = disposal.items.filter(state=DisposalItem.State.WAITING)
    if disposal.status == Status.APPROVED and waiting.count() < disposal.items.count():
        raise ValidationError(BEGUN, code="begun")
    waiting.update(state=DisposalItem.State.DROPPED)
    moves.make(DECLINE, disposal, by=by)
    return disposal


BEGUN = _("It has begun to be disposed of. What is to be kept must be held, one by one.")


def _require_as_seen(disposal: Disposal, seen: str, move: moves.Move, by) -> None:
    """The list on the page is the list in the database, and still what the rules say."""
    moves.require(move, disposal)
    if not disposal.digest == seen == listing.digest_of(disposal):
        raise ValidationError(CHANGED, code="changed")
    listing.require_unrelated(disposal, by)
    gone = listing.no_longer_due(disposal, knowing.known(timezone.localdate()))
    if gone:
        raise ValidationError(NOT_DUE % ", ".join(gone), code="not_due")
