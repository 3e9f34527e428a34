"""The municipality says yes or no to what a partner proposes. A yes is in force at once."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from audit import changes, guard, moves, outbox, trail
from partners import rights
from partners.lifecycle import APPROVE, REFUSE
from partners.models import Proposal, RefusalReason, Service
from partners.services import as_told

CHANGED = _(
    "Somebody has changed this since you opened it. Nothing was decided. Look at what it says now, "
    "then decide again."
)
GONE = _(
    "It names an area or a topic that is not there any more. Refuse it: the partner can propose it "
    "anew."
)
NO_REASON = _("Choose a reason from the list.")


def rows():
    return Proposal.objects.select_related("organisation", "service", "proposed_by", "decided_by")


@trail.act
def approve(pk, *, seen: str, by) -> Proposal:
    """It says so from now on. *seen* names what stood on the page: then and now, side by side."""
    proposal = _hold(pk, by=by)
    if proposal.service_id:
        rows = Service.objects.select_for_update(of=("self",))
        proposal.service = rows.get(pk=proposal.service_id)
    if as_told.digest(proposal) != seen:
        raise ValidationError(CHANGED, code="changed")
    if as_told.names_what_is_gone(proposal.values):
        raise ValidationError(GONE, code="gone")
    _write(proposal, by=by)
    proposal.decided_by = by
    moves.make(APPROVE, proposal, by=by)
    _tell(proposal, by=by)
    return proposal


@trail.act
def refuse(pk, *, reason: str, by) -> Proposal:
    """It stays as it was; the partner reads why."""
    proposal = _hold(pk, by=by)
    if reason not in dict(RefusalReason.choices()):
        raise ValidationError({"reason": ValidationError(NO_REASON, code="no_reason")})
    proposal.decided_by, proposal.reason = by, reason
    moves.make(REFUSE, proposal, by=by, reason=reason)
    _tell(proposal, by=by)
    return proposal


def _write(proposal: Proposal, *, by) -> None:
    """Of a new service’s room nothing is known yet, and residents do not come by themselves."""
    since, told = changes.mark(), {"proposal": proposal.pk}
    if proposal.is_new:
        proposal.service = Service(organisation=proposal.organisation)
    if proposal.service is not None:
        as_told.write_service(proposal.service, proposal.values)
        deed = "service.add" if proposal.is_new else "service.change"
        changes.cover(by, deed, proposal.service, since=since, **told)
        return
    for row in as_told.write_hours(proposal.organisation, proposal.values):
        changes.cover(by, "organisation.hours", row, since=since, **told)


def _hold(pk, *, by) -> Proposal:
    guard.require(by, rights.CONFIGURE)
    proposal = rows().select_for_update(of=("self",)).filter(pk=pk).first()
    if proposal is None:
        raise guard.OutOfReach
    if not proposal.waits:
        raise moves.MoveNotAllowed(APPROVE, proposal)
    return proposal


def _tell(proposal: Proposal, *, by) -> None:
    """The organisation's mailbox, and whoever proposed it."""
    for reader in (proposal.organisation, proposal.proposed_by):
        outbox.post(reader, "partners.ANSWERED", about=proposal, by=by)
