"""The directory comes in and goes out as Open Referral HSDS: what an administrator sees of it."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from audit.guard import guarded
from partners import rights
from partners.forms.exchange import ApplyForm, IncomingForm
from partners.hsds import showing, wording
from partners.hsds.planning import State
from partners.models import IncomingFile
from partners.services import importing, publishing

FINDINGS, ROWS = 100, 50  # on a page
STATES = {
    State.NEW: gettext_lazy("New"), State.CHANGED: gettext_lazy("Changed"),
    State.SAME: gettext_lazy("As before"),
}  # fmt: skip


@dataclass(frozen=True)
class Found:
    """One thing that is wrong, as it is listed."""

    where: str
    record: str
    words: str


@guarded(rights.CONFIGURE)
def exchange(request):
    form = IncomingForm(request.POST or None, request.FILES or None)
    if form.is_bound and (waiting := form.run(importing.receive, by=request.user)):
        return redirect("desk:exchange_file", waiting.pk)
    shown = {
        "form": form, "waiting": IncomingFile.objects.defer("content", "findings").first(),
        "is_open": publishing.is_open(), "address": _public_address(),
        "published": [
            (_("Services"), publishing.services().count()),
            (_("Organisations"), publishing.organisations().count()),
        ],
    }  # fmt: skip
    return render(request, "partners/exchange.html", shown)


@guarded(rights.CONFIGURE)
@require_safe
def file(request, pk):
    """What is wrong in the file; or, if nothing is, what it would change."""
    return _look(request, get_object_or_404(IncomingFile, pk=pk))


@guarded(rights.CONFIGURE)
@require_POST
def apply(request, pk):
    waiting, form = get_object_or_404(IncomingFile, pk=pk), ApplyForm(request.POST)
    counted = form.run(importing.apply, pk, by=request.user)
    if counted is None:
        return _look(request, waiting, form)
    messages.success(request, _("Taken in: %(new)s new, %(changed)s changed.") % counted)
    return redirect("desk:exchange")


@guarded(rights.CONFIGURE)
@require_POST
def drop(request, pk):
    importing.drop(get_object_or_404(IncomingFile, pk=pk).pk, by=request.user)
    messages.success(request, _("The file is put away. Nothing was changed."))
    return redirect("desk:exchange")


@guarded(rights.CONFIGURE)
@require_safe
def download(request):
    return _file(publishing.export(by=request.user), "directory.json")


@guarded(rights.CONFIGURE)
@require_safe
def errors(request, pk):
    """Every error, for whoever made the file."""
    waiting = get_object_or_404(IncomingFile, pk=pk)
    told = [one | {"words": wording.finding(one)} for one in waiting.findings]
    return _file({"errors": told}, "errors.json")


def _file(told: dict, name: str) -> JsonResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    shown = {"ensure_ascii": False, "indent": 1}
    return JsonResponse(told, json_dumps_params=shown, headers=headers)


def _public_address() -> str:
    """Said by hand: the process of the desk may not serve the public pages."""
    return f"{settings.SITE_URL.rstrip('/')}/open-data/"


def _look(request, waiting: IncomingFile, form=None):
    shown = {"waiting": waiting, "form": form}
    number = request.GET.get("page")
    if waiting.findings:
        page = Paginator(waiting.findings, FINDINGS).get_page(number)
        listed = [Found(one["where"], one["record"], wording.finding(one)) for one in page]
        return render(
            request, "partners/incoming_errors.html", shown | {"page": page, "listed": listed}
        )
    plan = importing.plan_of(waiting)
    state = request.GET.get("state") if request.GET.get("state") in STATES else ""
    rows = [one for one in plan.rows if state in ("", one.state)]
    page, counted = Paginator(rows, ROWS).get_page(number), plan.counted()
    shown |= {
        "page": page, "listed": [showing.shown(one) for one in page], "seen": plan.digest(),
        "tabs": _tabs(counted, state), "counted": counted, "is_refused": bool(plan.findings),
    }  # fmt: skip
    return render(request, "partners/incoming.html", shown)


def _tabs(counted: dict, state: str) -> list[dict]:
    everything = {"label": _("All"), "url": "?", "is_current": not state}
    each = [
        {"label": label, "url": f"?state={code}", "is_current": code == state,
         "count": counted[code]}
        for code, label in STATES.items()
    ]  # fmt: skip
    return [everything | {"count": sum(counted.values())}, *each]
