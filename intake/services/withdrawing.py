"""The person takes the whole request back."""

from audit import coarse, moves, outbox
from audit.actors import Resident
from intake.lifecycle import WITHDRAW
from intake.models import CloseReason, HelpRequest, Outcome
from intake.services import following, recoding, registering, telling


def hold(resident: Resident) -> HelpRequest:
    """Step: the person's own request, to change."""
    rows = HelpRequest.objects.select_for_update(of=("self",)).without_words()
    return rows.get(pk=resident.request_id)


def end(help_request: HelpRequest, *, by: Resident) -> None:
    """Step: closed, on the person's own word. Nobody makes contact any more; they may come back.

    When it may be about a child, it does not end unseen: somebody of ours still reads it, and
    states by name that they suspect no harm, or hands it over as a concern (stating.py).
    """
    told, now = telling.whom(help_request), coarse.now_for(by)
    following.let_go(help_request)
    help_request.close_reason, help_request.closed_at = CloseReason.WITHDRAWN, now
    if help_request.touches_a_child:
        help_request.no_suspicion_by = None
        help_request.no_suspicion_asked_at = coarse.after(now, help_request.received_at)
    moves.make(WITHDRAW, help_request, by=by)
    running = help_request.service_starts.filter(ended_at__isnull=True)
    running.update(ended_at=help_request.closed_at, outcome=Outcome.STOPPED)
    registering.handle(help_request.reference, by=by)
    recoding.call_off(help_request, by=by)
    for reader in told:
        outbox.post(reader, "intake.WITHDRAWN", about=help_request, by=by)
