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
from intake.forms.public import RequestForm
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
    front = greeting.front()
    return show(request, "intake/public/start.html", {"texts": front.texts()}, front=front)


@open_to_all
@require_safe
def text(request, key: str):
    front = greeting.front()
    values = {"text": front.texts()[PublicText.Key(key)]}
    return show(request, f"intake/public/{key}.html", values, front=front)


@open_to_all
@csrf_exempt  # it borrows nobody's authority, so it needs no cookie to prove who sent it
def request_help(request):
    """The form. What another site sends here is shown to the visitor, never taken in."""
    front = greeting.front()
    is_ours = is_from_here(request)
    if request.method == "POST" and is_ours and "language" not in request.POST:
        return _take_in(request, front)
    values = request.POST.dict()
    if not is_ours or not tickets.is_ours(values.get("ticket", "")):
        values["ticket"] = tickets.new()  # with a ticket of theirs, they could ask for the code
    return _form(request, front, RequestForm(initial=values, areas=front.areas))


def _take_in(request, front):
    form = RequestForm(request.POST, areas=front.areas)
    if not form.is_valid():
        return _form(request, front, form)
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
    return show(request, "intake/public/receipt.html", {"told": told}, front=front)


def _form(request, front, form, *, trouble: str = "", status: int = 200):
    values = {"form": form, "trouble": trouble}
    return show(request, "intake/public/request.html", values, front=front, status=status)
