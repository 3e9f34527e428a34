"""The person takes the whole request back."""

from audit import coarse, moves, outbox
from audit.actors import Resident
from intake.lifecycle import WITHDRAW
from intake.models import CloseReason, HelpRequest, Outcome
from intake.services import recoding, registering
from intake.services.conversing import whom_to_tell


def hold(resident: Resident) -> HelpRequest:
    """Step: the person's own request, to change."""
    rows = HelpRequest.objects.select_for_update(of=("self",)).without_words()
    return rows.get(pk=resident.request_id)


def end(help_request: HelpRequest, *, by: Resident) -> None:
    """Step: closed, on the person's own word. Nobody makes contact any more; they may come back."""
    told = whom_to_tell(help_request)
    help_request.close_reason, help_request.closed_at = CloseReason.WITHDRAWN, coarse.now_for(by)
    moves.make(WITHDRAW, help_request, by=by)
    running = help_request.service_starts.filter(ended_at__isnull=True)
    running.update(ended_at=help_request.closed_at, outcome=Outcome.STOPPED)
    registering.handle(help_request.reference, by=by)
    recoding.call_off(help_request, by=by)
    outbox.post(told, "intake.WITHDRAWN", about=help_request, by=by)
