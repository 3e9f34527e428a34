"""Concern reports, for the reception and nobody else."""

from django.core.paginator import Paginator
from django.db.models import F
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from audit.guard import guarded
from intake import rights
from intake.forms.desk import ConcernPurposeForm
from intake.models import ConcernReport, Purpose
from intake.services import attaching, conflicting, reading
from intake.views import concern_facts, facts, purposes

PAGE = 25


@guarded(rights.READ_CONCERN)
def concerns(request):
    """What falls due first stands on top; then what is decided, and last what is handed over."""
    rows = ConcernReport.objects.visible_to(request.user).defer(*reading.CONCERN)
    rows = rows.select_related("organisation").order_by(
        F("due_on").asc(nulls_last=True), F("handed_at").desc(nulls_first=True), "received_at"
    )
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    for row in page.object_list:
        row.clocks = concern_facts.clocks(row)
    reading.note_list(ConcernReport, len(page.object_list), by=request.user)
    return render(request, "intake/desk/concerns.html", {"page": page})


@guarded(rights.READ_CONCERN)
def concern(request, pk):
    row = look(pk, request.user)
    form = ConcernPurposeForm(initial={"purpose": Purpose.CONCERN})
    may_lift = request.user.has_perm(rights.LIFT)
    context = {
        **concern_facts.frame(row, request.user),
        "timeline": facts.timeline(row),
        "purpose_form": form,
        "aside": conflicting.aside_from_concern(row) if may_lift else [],
    }
    return render(request, "intake/desk/concern.html", context)


@guarded(rights.READ_CONCERN)
@require_POST
def open_concern(request, pk):
    row = look(pk, request.user)
    form = ConcernPurposeForm(request.POST)
    if form.is_valid():
        purposes.state(request, pk, form.cleaned_data["purpose"])
        return redirect("desk:concern_words", pk)
    context = {
        **concern_facts.frame(row, request.user),
        "timeline": facts.timeline(row),
        "purpose_form": form,
    }
    return render(request, "intake/desk/concern.html", context)


@guarded(rights.READ_CONCERN)
def concern_words(request, pk):
    purpose = purposes.stated(request, pk)
    if not purpose:
        return redirect("desk:concern", pk)
    row, words, judged = reading.read_concern(pk, by=request.user, purpose=purpose)
    context = {
        **concern_facts.frame(row, request.user),
        "words": words,
        "judged": judged,
        "attached": attaching.count_of(row.from_request_id),
    }
    return render(request, "intake/desk/concern_words.html", context)


def look(pk, user) -> ConcernReport:
    rows = ConcernReport.objects.defer(*reading.CONCERN)
    rows = rows.select_related("organisation", "handed_by", "telling__ended_by")
    return reading.look(rows, pk, by=user, right=rights.READ_CONCERN)
