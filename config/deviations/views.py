"""Deviations. Nothing in words stands here but on the page that is opened for it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from audit.guard import guarded
from config.deviations import drafts, rights
from config.deviations.codes import Cause
from config.deviations.forms import DecideForm, ExplainForm, ReportForm, StepForm
from config.deviations.models import Deviation, Status
from config.deviations.services import exporting, keeping, reporting
from intake.views.drafts import begun, keeps_draft
from intake.views.keeping import keeps_text

PAGE = 25


@guarded(rights.REPORT)
@keeps_draft(drafts.REPORT)
def report(request):
    form = ReportForm(request.POST if request.method == "POST" else None)
    if form.is_bound:
        row = form.run(reporting.report, by=request.user)
        if row:
            messages.success(request, _("Reported. Those who lead the team know of it now."))
            return redirect("account_home")
    more = begun(request, drafts.REPORT, request.user, form)
    return render(request, "deviations/report.html", {"form": form, **more})


@guarded(rights.KEEP)
@require_safe
def deviations(request):
    """What is under way, the latest first; then what has ended."""
    rows = Deviation.objects.visible_to(request.user).defer("what").select_related("unit__team")
    page = Paginator(rows.order_by("-status", "-happened_at"), PAGE)
    page = page.get_page(request.GET.get("page"))
    keeping.note_list(len(page.object_list), by=request.user)
    shown = {"page": page, "today": timezone.localdate()}
    return render(request, "deviations/deviations.html", shown)


@guarded(rights.KEEP)
@require_safe
def deviation(request, pk):
    """Codes, dates and what can be done. No words."""
    return _page(request, pk)


@guarded(rights.KEEP)
@require_safe
def paper(request, pk):
    """Everything, in words: to be read, and to be printed as the report of lex Sarah."""
    read = keeping.read(pk, by=request.user)
    return render(request, "deviations/paper.html", {"read": read, **_facts(read.deviation)})


@guarded(rights.KEEP)
@require_safe
def file(request, pk):
    """Everything, for machines."""
    values = exporting.as_values(keeping.read(pk, by=request.user))
    return JsonResponse(
        values,
        json_dumps_params={"ensure_ascii": False, "indent": 1},
        headers={"Content-Disposition": f'attachment; filename="deviation-{pk}.json"'},
    )


@guarded(rights.KEEP)
@require_POST
def explain(request, pk):
    return _done(request, pk, "explain", ExplainForm(request.POST), keeping.explain)


@guarded(rights.KEEP)
@require_POST
@keeps_text
@keeps_draft(drafts.NOTE)
def note(request, pk):
    return _done(request, pk, "note", StepForm(request.POST), keeping.note)


@guarded(rights.KEEP)
@require_POST
def decide(request, pk):
    return _done(request, pk, "decide", DecideForm(request.POST), keeping.decide)


@guarded(rights.KEEP)
@require_POST
def close(request, pk):
    keeping.close(pk, by=request.user)
    messages.success(request, _("It has ended, and is kept."))
    return redirect("desk:deviation", pk)


@guarded(rights.KEEP)
@require_POST
def reopen(request, pk):
    keeping.reopen(pk, by=request.user)
    return redirect("desk:deviation", pk)


def _done(request, pk, name: str, form, use_case):
    """The page again, with what was typed, if the form or the use case says no."""
    if form.run(use_case, pk, by=request.user):
        messages.success(request, _("Noted."))
        return redirect("desk:deviation", pk)
    return _page(request, pk, **{name: form})


def _page(request, pk, **tried):
    row = keeping.look(pk, by=request.user)
    known = {"causes": row.causes, "follow_up_on": row.follow_up_on}
    forms = {
        "explain": ExplainForm(initial=known), "note": StepForm(),
        "decide": DecideForm(initial={"sarah": row.sarah}),
    } | tried  # fmt: skip
    measure = begun(request, drafts.NOTE, row, forms["note"], is_sent="note" in tried)
    shown = {
        "forms": forms, "drafted": {"note": measure}, "tried": next(iter(tried.values()), None),
        "steps": row.steps.count(), "is_open": row.status == Status.OPEN and not row.erased_at,
        **_facts(row),
    }  # fmt: skip
    return render(request, "deviations/deviation.html", shown)


def _facts(row: Deviation) -> dict:
    causes = [Cause(code).label for code in row.causes]
    return {"deviation": row, "causes": causes, "concerns": exporting.concerns(row)}
