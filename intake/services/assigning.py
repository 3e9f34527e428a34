"""Give a request to a colleague."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from audit import guard, moves, trail
from intake import rights
from intake.lifecycle import REASSIGN
from intake.models import HelpRequest
from intake.services import breaking_glass, protecting


@trail.act
def give_to(pk, *, colleague, by) -> HelpRequest:
    """The lead decides who has it: somebody who belongs to the request's own team."""
    rows = HelpRequest.objects.without_words()
    help_request = guard.hold(rows, pk, by=by, right=REASSIGN.right)
    breaking_glass.require_not_through(help_request, by=by)
    if colleague not in colleagues(help_request):
        raise ValidationError(_("They do not belong to this team."), code="not_of_the_team")
    before, help_request.assigned_to = help_request.assigned_to_id, colleague
    moves.make(REASSIGN, help_request, by=by, to_colleague=colleague.pk, from_colleague=before)
    return help_request


def colleagues(help_request: HelpRequest) -> list:
    """Who can be given a request of this team: those who could have taken it themselves."""
    people = help_request.unit.user_set.order_by("name") if help_request.unit_id else []
    if help_request.is_protected:
        people = protecting.named(help_request)
    aside = set(help_request.conflicts.values_list("user", flat=True))
    return [one for one in people if one.has_perm(rights.TRIAGE) and one.pk not in aside]
