"""The log, for whoever reviews it."""

from datetime import date, timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from audit import naming, rights
from audit.forms import LogForm
from audit.guard import guarded
from audit.services import reviewing
from audit.services.reviewing import Sought
from audit.verify import Broken

SHOWN_AT_FIRST = timedelta(days=30)
WIDER = ((timedelta(days=365), _("Show a year")), (timedelta(days=5 * 365), _("Show five years")))
FEW = ("since", "about", "subject")  # with one of these there are never very many lines


@guarded(rights.REVIEW)
@require_safe
def log(request):
    form = _form(request)
    if not form.is_valid():
        return render(request, "audit/log.html", {"form": form}, status=400)
    page = reviewing.look(_sought(form), _number(request), by=request.user)
    shown = {"form": form, "page": page, "wider": _wider(request)}
    return render(request, "audit/log.html", shown | _names(page))


@guarded(rights.REVIEW)
@require_safe
def event(request, number):
    found = reviewing.look_at(number, by=request.user)
    shown = {"event": found, "facts": _facts(found), "digest": bytes(found.link.digest).hex()}
    return render(request, "audit/event.html", shown | _names([found]))


@guarded(rights.REVIEW)
@require_POST
def export(request):
    form = _form(request)
    if not form.is_valid():
        return render(request, "audit/log.html", {"form": form}, status=400)
    table = reviewing.export(_sought(form), by=request.user)
    response = HttpResponse("\ufeff" + table, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="log.csv"'
    return response


@guarded(rights.REVIEW)
def whole(request):
    if request.method != "POST":
        return render(request, "audit/whole.html")
    try:
        found = {"report": reviewing.check_whole(by=request.user)}
    except Broken as broken:
        found = {"broken": broken}
    return render(request, "audit/whole.html", found)


def _form(request) -> LogForm:
    """What is rare is not looked for through the whole log, unless somebody says so: a month."""
    asked = {name: value for name, value in request.GET.items() if name in LogForm.base_fields}
    if _has_no_beginning(request):
        asked["since"] = _a_month_before(asked.get("until", ""))
    return LogForm(asked)


def _has_no_beginning(request) -> bool:
    return not any(request.GET.get(name) for name in FEW)


def _a_month_before(until: str) -> date:
    try:
        return date.fromisoformat(until) - SHOWN_AT_FIRST
    except (ValueError, OverflowError):
        return timezone.localdate() - SHOWN_AT_FIRST


def _wider(request) -> list[tuple[str, str]]:
    """Where nobody said from when: the same question over a longer time."""
    if not _has_no_beginning(request):
        return []
    asked = request.GET.copy()
    asked.pop("page", None)
    found = []
    for back, label in WIDER:
        asked["since"] = (timezone.localdate() - back).isoformat()
        found.append((label, asked.urlencode()))
    return found


def _sought(form: LogForm) -> Sought:
    given = {name: value for name, value in form.cleaned_data.items() if value}
    return Sought(**given | {"subject": str(given.get("subject", ""))})


def _number(request) -> int:
    asked = request.GET.get("page", "1")
    return int(asked) if asked.isdecimal() and len(asked) < 9 else 1


def _facts(event) -> list[tuple[str, str]]:
    """The facts of a line: codes and numbers, a list on one line."""
    return [
        (name, ", ".join(map(str, value)) if isinstance(value, list) else str(value))
        for name, value in event.facts.items()
    ]


def _names(events) -> dict:
    """What the page needs to say in words who and what."""
    return {
        "people": naming.people({event.actor for event in events}),
        "rows": naming.rows({event.about for event in events}),
    }
