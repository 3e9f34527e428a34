"""Concern reports, for the reception and nobody else."""

from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from audit.guard import guarded
from intake import rights
from intake.forms.desk import ConcernPurposeForm
from intake.lifecycle import ACKNOWLEDGE
from intake.models import ConcernReport, Purpose
from intake.services import attaching, conflicting, raising_concern, reading
from intake.views import facts, purposes

PAGE = 25


@guarded(rights.READ_CONCERN)
def concerns(request):
    """Those not taken over first, the one that waited longest on top. No words."""
    rows = ConcernReport.objects.visible_to(request.user).defer(*reading.CONCERN)
    rows = rows.select_related("organisation").order_by("-status", "received_at")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    reading.note_list(ConcernReport, len(page.object_list), by=request.user)
    return render(request, "intake/desk/concerns.html", {"page": page})


@guarded(rights.READ_CONCERN)
def concern(request, pk):
    row = look(pk, request.user)
    form = ConcernPurposeForm(initial={"purpose": Purpose.CONCERN})
    may_lift = request.user.has_perm(rights.LIFT)
    context = {
        **_frame(row),
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
    context = {**_frame(row), "timeline": facts.timeline(row), "purpose_form": form}
    return render(request, "intake/desk/concern.html", context)


@guarded(rights.READ_CONCERN)
def concern_words(request, pk):
    purpose = purposes.stated(request, pk)
    if not purpose:
        return redirect("desk:concern", pk)
    row, words = reading.read_concern(pk, by=request.user, purpose=purpose)
    context = {**_frame(row), "words": words, "attached": attaching.count_of(row.from_request_id)}
    return render(request, "intake/desk/concern_words.html", context)


@guarded(ACKNOWLEDGE.right)
@require_POST
def acknowledge(request, pk):
    raising_concern.acknowledge(pk, by=request.user)
    return redirect("desk:concern", pk)


def look(pk, user) -> ConcernReport:
    rows = ConcernReport.objects.defer(*reading.CONCERN)
    rows = rows.select_related("organisation", "acknowledged_by")
    return reading.look(rows, pk, by=user, right=rights.READ_CONCERN)


def _frame(row: ConcernReport) -> dict:
    by = row.organisation.name if row.organisation else _("Somebody without an account")
    taken = row.acknowledged_by.name if row.acknowledged_by else ""
    return {
        "report": row,
        "may_acknowledge": row.status in ACKNOWLEDGE.sources,
        "facts": [
            (_("Reported by"), by),
            (_("Bound by law to report"), _("Yes") if row.must_report else _("No")),
            (_("Came by"), row.get_channel_display()),
            (_("Language"), facts.LANGUAGES.get(row.language, row.language)),
            (_("Came as a request first"), _("Yes") if row.from_request_id else _("No")),
            *facts.sounds_like(row),
            (_("Received"), facts.moment(row.received_at)),
            (_("Taken over"), facts.moment(row.acknowledged_at)),
            (_("Taken over by"), taken),
        ],
    }
