"""Threats against staff. Nothing in words stands here but on the page that is opened for it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from audit import naming
from audit.guard import guarded
from config.threats import drafts, rights
from config.threats.codes import Measure
from config.threats.forms import (
    EvidenceForm,
    PlanForm,
    PoliceForm,
    ReportForm,
    ShieldForm,
    StepForm,
)
from config.threats.models import Entrusted, Status, Threat, is_entrusted
from config.threats.services import keeping, reporting, shielding
from intake.views.drafts import begun, keeps_draft
from intake.views.keeping import keeps_text

PAGE = 25
WRITTEN = {"note": drafts.NOTE, "evidence": drafts.EVIDENCE}  # the forms with a draft, by name


@guarded(rights.REPORT)
@keeps_draft(drafts.REPORT)
def report(request):
    data = request.POST if request.method == "POST" else None
    at_hand = {"reference": request.GET.get("reference", "")}  # of a request it came through
    form = ReportForm(data, people=reporting.may_be_named(), by=request.user, initial=at_hand)
    if form.is_bound:
        row = form.run(reporting.report, by=request.user)
        if row:
            messages.success(
                request, _("Reported, and told to those who handle it. Add what shows it, if any.")
            )
            return redirect("desk:threat", row.pk)
    more = begun(request, drafts.REPORT, request.user, form)
    return render(request, "threats/report.html", {"form": form, **more})


@guarded(rights.REPORT)
@require_safe
def threats(request):
    """What is under way, the latest first; then what has ended."""
    rows = Threat.objects.visible_to(request.user).defer("what")
    rows = rows.select_related("against", "unit__team").order_by("-status", "-happened_at", "pk")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    keeping.note_list(len(page.object_list), by=request.user)
    shown = {"page": page, "today": timezone.localdate()}
    return render(request, "threats/threats.html", shown)


@guarded(rights.REPORT)
@require_safe
def threat(request, pk):
    """Codes, dates and what can be done. No words."""
    return _page(request, pk)


@guarded(rights.REPORT)
@require_safe
def paper(request, pk):
    """Everything but the evidence, in words: to be read, and to be printed."""
    read = keeping.read(pk, by=request.user)
    return render(request, "threats/paper.html", {"read": read, **facts(read.threat)})


@guarded(rights.REPORT)
@require_POST
@keeps_text
@keeps_draft(drafts.EVIDENCE)
def evidence(request, pk):
    form = EvidenceForm(request.POST, request.FILES)
    return _done(request, pk, "evidence", form, reporting.add_evidence)


@guarded(rights.KEEP)
@require_POST
def plan(request, pk):
    return _done(request, pk, "plan", PlanForm(request.POST), keeping.plan)


@guarded(rights.KEEP)
@require_POST
@keeps_text
@keeps_draft(drafts.NOTE)
def note(request, pk):
    return _done(request, pk, "note", StepForm(request.POST), keeping.note)


@guarded(rights.KEEP)
@require_POST
def police(request, pk):
    return _done(request, pk, "police", PoliceForm(request.POST), keeping.tell_police)


@guarded(rights.KEEP)
@require_POST
def shield(request, pk):
    return _done(request, pk, "shield", ShieldForm(request.POST), shielding.shield)


@guarded(rights.KEEP)
@require_POST
def unshield(request, pk):
    shielding.lift(pk, by=request.user)
    messages.success(request, _("Residents see again what the colleague has chosen to be called."))
    return redirect("desk:threat", pk)


@guarded(rights.KEEP)
@require_POST
def close(request, pk):
    keeping.close(pk, by=request.user)
    messages.success(request, _("It has ended, and is kept."))
    return redirect("desk:threat", pk)


@guarded(rights.KEEP)
@require_POST
def reopen(request, pk):
    keeping.reopen(pk, by=request.user)
    return redirect("desk:threat", pk)


def facts(row: Threat) -> dict:
    concerns = naming.rows([row.about]).get(row.about, "") if row.about else ""
    measures = [Measure(code).label for code in row.measures]
    return {"threat": row, "measures": measures, "concerns": concerns}


def _done(request, pk, name: str, form, use_case):
    """The page again, with what was typed, if the form or the use case says no."""
    if form.run(use_case, pk, by=request.user):
        messages.success(request, _("Noted."))
        return redirect("desk:threat", pk)
    return _page(request, pk, **{name: form})


def _page(request, pk, **tried):
    row, user = keeping.look(pk, by=request.user), request.user
    may_keep = user.has_perm(rights.KEEP)
    is_open = row.status == Status.OPEN and not row.erased_at
    forms = _forms(row) | tried
    drafted = {
        name: begun(request, writing, row, forms[name], is_sent=name in tried)
        for name, writing in WRITTEN.items()
    }
    shown = {
        "forms": forms, "drafted": drafted, "tried": next(iter(tried.values()), None),
        "steps": row.steps.count(), "is_open": is_open, "may_keep": may_keep and is_open,
        "may_reopen": may_keep and row.status == Status.CLOSED and not row.erased_at,
        "may_open": is_entrusted(user),
        "evidence": row.evidence.defer("text", "name").select_related("added_by"),
        "entrusted": Entrusted.objects.today().select_related("user"), **facts(row),
    }  # fmt: skip
    return render(request, "threats/threat.html", shown)


def _forms(row: Threat) -> dict:
    plan = {"risk": row.risk, "measures": row.measures, "follow_up_on": row.follow_up_on}
    known = {"police": row.police, "police_on": row.police_on, "number": row.police_number}
    return {
        "evidence": EvidenceForm(), "plan": PlanForm(initial=plan), "note": StepForm(),
        "police": PoliceForm(initial=known),
        "shield": ShieldForm(initial={"name": row.against.shield if row.against else ""}),
    }  # fmt: skip
