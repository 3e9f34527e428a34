"""My day: what I have and what is next with it, what I am asked, what I have asked others."""

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.guard import guarded, place_of
from intake import rights
from intake.models import HelpRequest
from intake.services import (
    calling_for_inquiry,
    planning,
    reading,
    standing_in,
    stating,
)
from intake.views.desk import page_of
from intake.views.drafts import drafts_of


@guarded(rights.SEE_QUEUE)
def mine(request):
    """Codes only: nothing is opened here. The first thing to do stands first.

    Whoever steps in for a colleague sees theirs on a page beside.
    """
    place, others = place_of(request.user), standing_in.principals(request.user)
    whose = next((one for one in others if str(one.pk) == request.GET.get("for")), None)
    page = page_of(planning.rows_of(place, whose=whose), request.GET.get("page"))
    for row in page.object_list:
        row.step = planning.Next(row.next)
    reading.note_list(HelpRequest, len(page.object_list), by=request.user, taken=_taken(whose))
    context = {
        "page": page,
        "whose": whose,
        "days": _days(others, whose) if others else [],
        "steps": planning.Next,
        "asked_of_me": planning.asked_of(place),
        "asked_by_me": planning.asked_by(request.user),
        "unanswered": planning.unanswered_of(place),
        "to_assess": calling_for_inquiry.waiting_for(place),
        "to_state": stating.waiting_for(place),
        "drafts": drafts_of(request.user),
        "tasks": planning.elsewhere(place),
        "now": timezone.now(),
    }
    return render(request, "intake/desk/mine.html", context)


def _taken(whose) -> str:
    return "stood_in_for" if whose else "me"


def _days(others: list, whose) -> list[dict]:
    """One's own day, and that of each one steps in for."""
    here = reverse("desk:mine")
    own = {"label": _("Mine"), "url": here, "is_current": whose is None}
    theirs = [
        {"label": one.name, "url": f"{here}?for={one.pk}", "is_current": one == whose}
        for one in others
    ]
    return [own, *theirs]
