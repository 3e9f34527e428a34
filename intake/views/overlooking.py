"""What has waited unread too long, for whoever leads a team."""

from django.shortcuts import render

from audit.guard import guarded
from intake import rights
from intake.models import Escalation
from intake.services import overlooking

DOORS = {
    Escalation.Kind.REQUEST: "desk:request",
    Escalation.Kind.MESSAGE: "desk:request",
    Escalation.Kind.CHILD: "desk:request",
    Escalation.Kind.CONCERN: "desk:concern",
    Escalation.Kind.REMARK: "desk:remark",
}


@guarded(rights.REASSIGN)
def unread(request):
    teams, lines = overlooking.look(by=request.user)
    shown = [(line, DOORS[line.escalation.kind]) for line in lines]
    return render(request, "intake/desk/unread.html", {"teams": teams, "lines": shown})
