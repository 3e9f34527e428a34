"""Anybody reports concern for a child: no account, no cookie, no script, no code to keep."""

from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from audit.actors import ANYBODY
from audit.guard import open_to_all
from intake import tickets
from intake.forms.report import AT_WORK, ReportForm, Screen
from intake.models import Urgency
from intake.services import opening, raising_concern, slipping_out, slowing, suspecting
from intake.services.greeting import front as the_front
from intake.views import proof
from intake.views.page import is_from_here, lang, show
from intake.views.public import CANNOT_SAVE


@open_to_all
@csrf_exempt  # it borrows nobody's authority, so it needs no cookie to prove who sent it
def report(request):
    """The form. Where the municipality takes none here, the page that says whom to call.

    Who began on the form for help, and suspects harm in their work, takes their text along.
    """
    front, typed = the_front(), request.POST
    is_ours = request.method == "POST" and is_from_here(request)
    if is_ours and "story" not in typed:
        return _turn(request, front)
    if not front.takes_concerns and not is_ours:
        return redirect(reverse("public:child") + lang(request))
    values = typed.dict() | {"ticket": tickets.new(), "opened": ""}
    if "story" in typed:
        values |= {"concern": typed["story"], "who": AT_WORK}
    trouble = "" if front.takes_concerns else "closed"
    return _form(request, front, ReportForm(initial=values), trouble=trouble)


def _turn(request, front):
    """One step: back, the same in another language, on – and at last, sent."""
    typed, form = request.POST, ReportForm(request.POST)
    is_writing = typed.get("screen") == Screen.WRITE
    is_sent = not (is_writing or "back" in typed or "language" in typed)
    if not is_sent and slipping_out.has_left(typed.get("ticket", "")):
        return _anew(request, front)
    if not front.takes_concerns:
        return _form(request, front, form.unjudged(), trouble="closed", status=410)
    if "back" in typed or (is_writing and "language" in typed):
        return _form(request, front, form.unjudged())
    if not form.is_valid():
        return _form(request, front, form)
    form.screen = Screen.CHECK
    return _take_in(request, front, form) if is_sent else _form(request, front, form)


def _take_in(request, front, form):
    """What a machine may have sent takes a proof first: it is never set aside, to wait there."""
    ticket = form.cleaned_data["ticket"]
    try:
        bucket = slowing.bucket_of(request.META["REMOTE_ADDR"])
        suspicion = proof.suspicion_of(request, ticket, is_flood=slowing.floods(bucket))
        left = proof.seconds_left(request, ticket) if suspicion else 0
        if left != 0:
            more = proof.to_give(request, ticket, left) | {"suspicion": suspicion}
            return _form(request, front, form, trouble="prove", status=429, **more)
        told = raising_concern.tell(by=ANYBODY, language=request.LANGUAGE_CODE, **form.told())
    except CANNOT_SAVE:
        return _form(request, front, form, trouble="not_saved", status=503)
    if told.is_new:
        slowing.count_request(bucket)
    elif slipping_out.has_left(ticket):
        return _anew(request, front)
    values = _frame(front) | {"told": told, "ticket": ticket}
    return show(request, "intake/public/reported.html", values, front=front)


def _anew(request, front):
    """For whoever presses Back where somebody else has left: nothing of what was written."""
    return _form(request, front, ReportForm(initial={"ticket": tickets.new()}))


def _form(request, front, form, *, trouble: str = "", status: int = 200, **more):
    ticket = form.typed["ticket"]
    opened = form.typed.get("opened") or suspecting.opened(ticket)
    values = _frame(front) | {"form": form, "trouble": trouble, "opened": opened, **more}
    template = f"intake/public/report_{form.screen}.html"
    return show(request, template, values, front=front, status=status)


def _frame(front) -> dict:
    """Whom to call about a child, and when a report is read."""
    now = timezone.now()
    clock = opening.clock(front, now, Urgency.SAME_DAY)
    return {"phones": front.phones_for_a_child(now), "clock": clock}
