"""The log, for whoever reviews it."""

from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from audit import naming, rights
from audit.forms import LogForm
from audit.guard import guarded
from audit.services import reviewing
from audit.services.reviewing import Sought
from audit.verify import Broken

SHOWN_AT_FIRST = timedelta(days=30)


@guarded(rights.REVIEW)
@require_safe
def log(request):
    form = _form(request)
    if not form.is_valid():
        return render(request, "audit/log.html", {"form": form}, status=400)
    page = reviewing.look(_sought(form), _number(request), by=request.user)
    return render(request, "audit/log.html", {"form": form, "page": page} | _names(page))


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
    """Without a question: the last month."""
    first = {"since": timezone.localdate() - SHOWN_AT_FIRST}
    asked = {name: value for name, value in request.GET.items() if name in LogForm.base_fields}
    return LogForm(asked or first)


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
