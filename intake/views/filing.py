"""Hand a concern report over to the case system: on paper, as a document, and the receipt."""

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from audit.guard import guarded
from intake import rights
from intake.forms.assessing import FileForm
from intake.lifecycle import FILE
from intake.services import filing
from intake.views import concern_facts, concern_sheet, purposes
from intake.views.concerns import look


@guarded(FILE.right)
def hand_over(request, pk):
    row, form = look(pk, request.user), FileForm(request.POST or None)
    if form.is_bound and form.run(filing.hand_over, pk, by=request.user):
        messages.success(request, _("Noted: the report is in the case system."))
        return redirect("desk:concern", pk)
    shown = {**concern_facts.frame(row, request.user), "form": form, "deed": "file"}
    return render(request, "intake/desk/concern_file.html", shown)


@guarded(rights.READ_CONCERN)
@require_safe
def paper(request, pk):
    """Everything, to be read and printed."""
    purpose = purposes.stated(request, pk)
    if not purpose:
        return _ask_why(request, pk)
    package = filing.package(pk, by=request.user, purpose=purpose)
    shown = {**concern_facts.frame(package.report, request.user), "package": package}
    return render(request, "intake/desk/concern_paper.html", shown)


@guarded(rights.READ_CONCERN)
@require_safe
def pdf(request, pk):
    """The same as a PDF, whose text can be marked and searched."""
    purpose = purposes.stated(request, pk)
    if not purpose:
        return _ask_why(request, pk)
    taken = filing.package(pk, by=request.user, purpose=purpose)
    pairs = concern_facts.frame(taken.report, request.user)["facts"]
    return HttpResponse(
        concern_sheet.made_of(taken, pairs), content_type="application/pdf",
        headers=_as_file(f"{taken.report.reference}.pdf"),
    )  # fmt: skip


@guarded(rights.READ_CONCERN)
@require_safe
def package(request, pk):
    """The same as one document that the case system reads."""
    purpose = purposes.stated(request, pk)
    if not purpose:
        return _ask_why(request, pk)
    taken = filing.package(pk, by=request.user, purpose=purpose)
    return JsonResponse(
        taken.document,
        json_dumps_params={"ensure_ascii": False, "indent": 2},
        headers=_as_file(f"{taken.report.reference}.json"),
    )


def _as_file(name: str) -> dict:
    return {"Content-Disposition": f'attachment; filename="{name}"'}


def _ask_why(request, pk):
    messages.warning(request, _("Say first why you open the report. Then take the package out."))
    return redirect("desk:concern", pk)
