"""For anybody: what happens when one writes, and the form. No cookie, no script."""

from django.core.exceptions import ObjectDoesNotExist
from django.db import DatabaseError
from django.http import Http404
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from audit.actors import ANYBODY
from audit.guard import open_to_all
from audit.trail import TrailUnwritable
from audit.vault import NoPublicKey
from intake import tickets
from intake.forms import checking
from intake.forms.public import RequestForm, Screen
from intake.models import Channel
from intake.services import greeting, receiving, slipping_out, slowing, suspecting
from intake.services.routing import NoTeam
from intake.views import proof
from intake.views.page import is_from_here, show
from intake.views.receipt import receipt
from partners.models import PublicText
from partners.working_time import NeverOpen

CANNOT_SAVE = (
    DatabaseError, OSError, NoPublicKey, TrailUnwritable, NoTeam, NeverOpen, ObjectDoesNotExist,
)  # fmt: skip


@open_to_all
@require_safe
def start(request):
    return show(request, "intake/public/start.html")


@open_to_all
@require_safe
def text(request, key: str):
    front = greeting.front()
    values = {"text": front.texts()[PublicText.Key(key)]}
    return show(request, f"intake/public/{key}.html", values, front=front)


@open_to_all
@csrf_exempt  # it borrows nobody's authority, so it needs no cookie to prove who sent it
def request_help(request):
    """The form. What another site sends here is shown to the visitor, never taken in.

    Each screen says which it is, and its buttons lead back or to another language; what says
    neither goes on. The last screen, and what names none, is sent.
    """
    front = greeting.front()
    if request.method == "POST" and is_from_here(request):
        return _turn(request, front)
    values = request.POST.dict() | {"ticket": tickets.new(), "opened": ""}
    return _form(request, front, RequestForm(initial=values, **_known(front)))


@open_to_all
@require_safe
def arena(request, slug: str):
    """The short link on a poster: the form, where nothing is filled in but the arena."""
    front = greeting.front()
    found = front.arena(slug.lower())
    if found is None and front.municipality:
        raise Http404
    values = {"ticket": tickets.new(), "opened": "", "arena": slug.lower()}
    form = RequestForm(initial=values, **_known(front))
    return _form(request, front, form, closed=found if found and not found.is_open else None)


def _turn(request, front):
    """One step: back, the same in another language, on – and at last, sent."""
    typed, form = request.POST, RequestForm(request.POST, **_known(front))
    at = _named(typed.get("screen")) or Screen.CHECK
    back = _named(typed.get("back")) or (at if "language" in typed else None)
    is_back = back in (Screen.MESSAGE, Screen.QUESTIONS)
    to = back if is_back else form.goes_to(Screen.QUESTIONS if "language" in typed else at)
    if to is None:
        return _take_in(request, front, form)
    if slipping_out.has_left(typed.get("ticket", "")):
        return _anew(request, front)
    if is_back or (at, to) == (Screen.MESSAGE, Screen.QUESTIONS):
        return _form(request, front, form.unjudged(to))
    form.show(to)
    return _form(request, front, form)


def _known(front) -> dict:
    return {"areas": front.areas, "arenas": front.open_arenas if front.municipality else None}


def _named(name: str | None) -> Screen | None:
    return Screen(name) if name in list(Screen) else None


def _take_in(request, front, form):
    form.show(Screen.CHECK)
    try:
        bucket = slowing.bucket_of(request.META["REMOTE_ADDR"])
        is_flood, ticket = slowing.floods(bucket), form.cleaned_data["ticket"]
        left = proof.seconds_left(request, ticket) if is_flood else 0
        if left != 0:
            given = proof.to_give(request, ticket, left)
            return _form(request, front, form, trouble="prove", status=429, **given)
        told = receiving.submit(
            by=ANYBODY, channel=Channel.WEB, language=request.LANGUAGE_CODE,
            area=front.area(form.cleaned_data["area"]),
            arena=front.arena(form.cleaned_data.get("arena", "")), **form.told(),
            suspicion=proof.suspicion_of(request, ticket, is_flood=is_flood),
        )  # fmt: skip
    except CANNOT_SAVE:
        return _form(request, front, form, trouble="not_saved", status=503)
    ticket = form.cleaned_data["ticket"]
    if told.is_new:
        slowing.count_request(bucket)
    elif slipping_out.has_left(ticket):
        return _anew(request, front)
    return receipt(request, told, visit=ticket, front=front)


def _anew(request, front):
    """For whoever presses Back where somebody else has left: nothing of what was written."""
    return _form(request, front, RequestForm(initial={"ticket": tickets.new()}, **_known(front)))


def _form(request, front, form, *, trouble: str = "", status: int = 200, **more):
    ticket = form.typed["ticket"]
    opened = form.typed.get("opened") or suspecting.opened(ticket)
    values = {"form": form, "trouble": trouble, "step": 1}
    values |= {"opened": opened, **more}
    if form.screen == Screen.QUESTIONS:
        values |= {"step": 2, **checking.SENTENCES}
    if form.screen == Screen.CHECK:
        values |= {"step": 3, "answers": checking.answers(form), "reach": checking.reach_of(form)}
    template = f"intake/public/{form.screen}.html"
    return show(request, template, values, front=front, status=status)
