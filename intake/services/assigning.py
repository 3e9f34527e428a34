"""Give a request to a colleague."""

from collections import defaultdict

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from audit import guard, moves, trail
from intake import rights
from intake.lifecycle import REASSIGN
from intake.models import HelpRequest, HelpRequestConflict
from intake.services import breaking_glass, protecting, standing_in

NOT_OF_THE_TEAM = _("They do not belong to this team, or are away.")


@trail.act
def give_to(pk, *, colleague, by) -> HelpRequest:
    """The lead decides who has it: somebody who belongs to the request's own team."""
    rows = HelpRequest.objects.without_words()
    help_request = guard.hold(rows, pk, by=by, right=REASSIGN.right)
    breaking_glass.require_not_through(help_request, by=by)
    if colleague not in colleagues(help_request):
        raise ValidationError(NOT_OF_THE_TEAM, code="not_of_the_team")
    before, help_request.assigned_to = help_request.assigned_to_id, colleague
    moves.make(REASSIGN, help_request, by=by, to_colleague=colleague.pk, from_colleague=before)
    return help_request


def colleagues(help_request: HelpRequest) -> list:
    """Who can be given a request of this team: those who could have taken it themselves."""
    return colleagues_of([help_request])[help_request.pk]


def colleagues_of(rows: list[HelpRequest]) -> dict:
    """The same for many, by the row's key: as many questions as for one. Nobody who is away."""
    conflicts = HelpRequestConflict.objects.filter(content_object__in=[row.pk for row in rows])
    aside = set(conflicts.values_list("content_object", "user"))
    teams, away, found = members({row.unit_id for row in rows}), standing_in.away(), {}
    for row in rows:
        people = protecting.named(row) if row.is_protected else teams[row.unit_id]
        found[row.pk] = [
            one for one in people
            if one.has_perm(rights.TRIAGE) and one.pk not in away and (row.pk, one.pk) not in aside
        ]  # fmt: skip
    return found


def members(units: set) -> dict:
    """Everybody who belongs to each of *units*, in order of name."""
    found, belong = defaultdict(list), get_user_model().groups.through.objects
    for one in belong.filter(group__in=units).select_related("user").order_by("user__name"):
        found[one.group_id].append(one.user)
    return found
