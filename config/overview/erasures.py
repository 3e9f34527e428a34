"""Erasing, for whoever proposes it and for the second person. Codes and counts, never words."""

import json

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from audit import rights as audit
from audit.guard import guarded
from audit.models import Erasure, ErasureKind, ErasureState
from audit.services import erasing as register
from config.overview.erasure_forms import FactsForm, GroundForm
from intake import rights as intake
from intake.models import HelpRequest
from intake.services import reading
from intake.views.requests import FACTS, frame
from referrals.services import erasing

PAGE = 25
COUNTED = {
    "requests": gettext_lazy("Requests"),
    "contacts": gettext_lazy("Ways of making contact"),
    "messages": gettext_lazy("Messages"),
    "notes": gettext_lazy("Working notes"),
    "attachments": gettext_lazy("Attachments"),
    "services": gettext_lazy("Services without assessment"),
    "drafts": gettext_lazy("Drafts"),
    "children": gettext_lazy("Talks with children, and decisions on guardians"),
    "packages": gettext_lazy("Copies sent to partners"),
    "enclosures": gettext_lazy("Copies of pictures and documents sent to partners"),
    "goals": gettext_lazy("Goals"),
    "questions": gettext_lazy("Answers to partners"),
    "partner_messages": gettext_lazy("Messages between us and partners"),
    "reasons": gettext_lazy("Reasons for telling"),
    "extracts": gettext_lazy("Register extracts"),
    "reports": gettext_lazy("Concern reports"),
    "judgements": gettext_lazy("Assessments of concern reports"),
    "deviations": gettext_lazy("Deviations"),
    "incidents": gettext_lazy("Incidents"),
    "threats": gettext_lazy("Threats against staff"),
    "contact_requests": gettext_lazy("Authorities’ requests for contact details"),
    "steps": gettext_lazy("Notes of what was done"),
    "measures": gettext_lazy("Measures"),
    "checks": gettext_lazy("Checks whether it was a breach"),
    "evidence": gettext_lazy("Pieces of evidence"),
    "decisions": gettext_lazy("Decisions"),
    "lines": gettext_lazy("Lines of the log"),
    "destroyed": gettext_lazy("Keys or facts destroyed"),
}
CONFIRM = {
    ErasureKind.REQUEST: erasing.confirm,
    ErasureKind.FACTS: register.confirm_facts,
}


@guarded(intake.ERASE)
def propose(request, pk):
    """The first person: on which ground, and what must end first."""
    rows = HelpRequest.objects.without_words().select_related(*FACTS)
    row = reading.look(rows, pk, by=request.user, right=intake.ERASE)
    form = GroundForm(request.POST if request.method == "POST" else None)
    if form.is_bound:
        erasure = form.run(erasing.propose, pk, by=request.user)
        if erasure:
            messages.success(request, _("Proposed. A second person must confirm it."))
            return redirect("desk:erasure", erasure.pk)
    context = {
        **frame(request, row, "desk:request"), "form": form,
        "in_the_way": erasing.in_the_way(row), "erasure": erasing.erasure_of(row),
    }  # fmt: skip
    return render(request, "overview/erase.html", context)


@guarded(audit.ERASE_FACTS)
def propose_facts(request):
    """Facts in the log that point at somebody more than they need to."""
    first = {"numbers": request.GET.get("line", "")}
    form = FactsForm(request.POST if request.method == "POST" else None, initial=first)
    if form.is_bound:
        erasure = form.run(register.propose_facts, by=request.user)
        if erasure:
            messages.success(request, _("Proposed. A second person must confirm it."))
            return redirect("desk:erasure", erasure.pk)
    return render(request, "overview/erase_facts.html", {"form": form})


@guarded(audit.DECIDE_ERASURE)
@require_safe
def erasures(request):
    """What waits for a second person first; then what has been decided, the newest on top."""
    waiting = register.rows().filter(status=ErasureState.PROPOSED)
    decided = register.rows().exclude(status=ErasureState.PROPOSED).order_by("-decided_at")
    decided = decided.filter(Q(batch=None) | Q(kind=ErasureKind.DISPOSAL))  # a list as one
    page = Paginator(decided, PAGE).get_page(request.GET.get("page"))
    waiting = list(waiting)
    register.note_list(len(waiting) + len(page.object_list), by=request.user)
    context = {
        "waiting": waiting, "page": page,
        "may_erase_facts": request.user.has_perm(audit.ERASE_FACTS),
    }  # fmt: skip
    return render(request, "overview/erasures.html", context)


@guarded(audit.DECIDE_ERASURE)
@require_safe
def erasure(request, pk):
    row = register.look(pk, by=request.user)
    is_mine, waits = row.proposed_by_id == request.user.pk, row.status == ErasureState.PROPOSED
    context = {
        "erasure": row, "facts": _facts(row), "counts": _counts(row),
        "certificate": json.loads(row.certificate) if row.certificate else None,
        "may_decide": waits and not is_mine, "may_take_back": waits and is_mine,
        "lacks_certificate": row.status == ErasureState.DONE and not row.certificate,
    }  # fmt: skip
    return render(request, "overview/erasure.html", context)


@guarded(audit.DECIDE_ERASURE)
@require_POST
def confirm(request, pk):
    kind = Erasure.objects.filter(pk=pk).values_list("kind", flat=True).first()
    if kind is None:
        raise Http404
    CONFIRM[kind](pk, by=request.user)
    messages.success(request, _("Erased for good. The certificate is signed."))
    return redirect("desk:erasure", pk)


@guarded(audit.DECIDE_ERASURE)
@require_POST
def decline(request, pk):
    register.decline(pk, by=request.user)
    messages.success(request, _("Declined. Nothing was erased."))
    return redirect("desk:erasure", pk)


@guarded(audit.DECIDE_ERASURE)
@require_POST
def take_back(request, pk):
    register.take_back(pk, by=request.user)
    messages.success(request, _("Taken back. Nothing was erased."))
    return redirect("desk:erasure", pk)


@guarded(audit.DECIDE_ERASURE)
@require_POST
def certify(request, pk):
    """Where the power went between the act and the signature."""
    register.certify(pk, by=request.user)
    return redirect("desk:erasure", pk)


@guarded(audit.DECIDE_ERASURE)
@require_safe
def certificate(request, pk):
    """The signed file, for `python -m audit.certificate`."""
    row = register.look(pk, by=request.user)
    if not row.certificate:
        raise Http404
    response = HttpResponse(row.certificate, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="erasure-{row.pk}.json"'
    return response


def _facts(row: Erasure) -> list[tuple]:
    numbers = ", ".join(map(str, row.numbers))
    return [
        (_("What"), row.get_kind_display()),
        (_("Which"), row.reference or numbers),
        (_("Ground"), row.ground),
        (_("Version of the ground"), row.ground.version),
    ]


def _counts(row: Erasure) -> list[tuple]:
    return [(COUNTED[name], count) for name, count in row.counts.items()]
