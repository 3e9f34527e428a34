"""For anybody: what happens when one writes, the form, and the receipt. No cookie, no script."""

from django.core.exceptions import ObjectDoesNotExist
from django.db import DatabaseError
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from audit.actors import ANYBODY
from audit.guard import open_to_all
from audit.trail import TrailUnwritable
from audit.vault import NoPublicKey
from intake import tickets
from intake.forms import checking
from intake.forms.mailbox import MoreForm
from intake.forms.public import RequestForm, Screen
from intake.models import Channel
from intake.services import greeting, receiving, slowing
from intake.services.routing import NoTeam
from intake.views.page import is_from_here, show
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
    values = request.POST.dict() | {"ticket": tickets.new()}
    return _form(request, front, RequestForm(initial=values, areas=front.areas))


def _turn(request, front):
    """One step: back, the same in another language, on – and at last, sent."""
    typed = request.POST
    if "back" in typed:
        return _unjudged(request, front, _screen(typed["back"], Screen.MESSAGE))
    at = _screen(typed.get("screen"), Screen.CHECK)
    if "language" in typed and at != Screen.CHECK:
        return _unjudged(request, front, at)
    form = RequestForm(typed, areas=front.areas)
    to = form.goes_to(Screen.QUESTIONS if "language" in typed else at)
    if to is None:
        return _take_in(request, front, form)
    if (at, to) == (Screen.MESSAGE, Screen.QUESTIONS):
        return _unjudged(request, front, to)
    form.show(to)
    return _form(request, front, form)


def _screen(name: str | None, otherwise: Screen) -> Screen:
    return Screen(name) if name in list(Screen) else otherwise


def _unjudged(request, front, screen: Screen):
    """A screen with everything that was typed, and nothing called an error yet."""
    values = request.POST.dict()
    if not tickets.is_ours(values.get("ticket", "")):
        values["ticket"] = tickets.new()
    form = RequestForm(initial=values, areas=front.areas, screen=screen)
    return _form(request, front, form)


def _take_in(request, front, form):
    form.show(Screen.CHECK)
    try:
        bucket = slowing.bucket_of(request.META["REMOTE_ADDR"])
        if slowing.floods(bucket):
            return _form(request, front, form, trouble="wait", status=429)
        told = receiving.submit(
            by=ANYBODY, channel=Channel.WEB, language=request.LANGUAGE_CODE,
            area=front.area(form.cleaned_data["area"]), **form.told(),
        )  # fmt: skip
    except CANNOT_SAVE:
        return _form(request, front, form, trouble="not_saved", status=503)
    if told.is_new:
        slowing.count_request(bucket)
    return receipt(request, told, front=front)


def receipt(request, told, form: MoreForm | None = None, *, front=None, is_sent: bool = False):
    """The receipt, and the place to send a picture along. *is_sent*: one has just arrived."""
    form = form or MoreForm(initial={"code": told.code, "ticket": tickets.new()})
    values = {"told": told, "more": form, "is_sent": is_sent}
    return show(request, "intake/public/receipt.html", values, front=front)


def _form(request, front, form, *, trouble: str = "", status: int = 200):
    values = {"form": form, "trouble": trouble, "step": 1}
    if form.screen == Screen.QUESTIONS:
        values["step"] = 2
    if form.screen == Screen.CHECK:
        values |= {"step": 3, "answers": checking.answers(form), "reach": checking.reach_of(form)}
    template = f"intake/public/{form.screen}.html"
    return show(request, template, values, front=front, status=status)
