"""Steps: who of ours is told that something has happened with a request."""

from audit import outbox
from intake import rights
from intake.lifecycle import Status
from intake.models import HelpRequest
from intake.services import following, protecting, standing_in
from intake.services.routing import reception, team_for


def whom(help_request: HelpRequest) -> list:
    """Who has it now: the reception, the one who took it, or the team it waits in.

    Whoever is away has a substitute; where nobody steps in, or they do not reach it, it is for
    whoever leads the team. Something that came in is never told to nobody.
    """
    if help_request.status == Status.HANDED_OVER:
        return [reception()]
    if help_request.status == Status.JOINED:
        return whom(following.leading(help_request))
    team = getattr(help_request.unit, "team", None) or team_for(None)
    if not help_request.assigned_to_id:
        return [team]
    reader = standing_in.reader_of(help_request)
    return [reader] if reader else protecting.leads_of(team.group, rights.REASSIGN) or [team]


def tell(help_request: HelpRequest, notice: str, *, by) -> None:
    for reader in whom(help_request):
        outbox.post(reader, f"intake.{notice}", about=help_request, by=by)
