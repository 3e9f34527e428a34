"""The public register to show, print and hand out; and markings of confidentiality."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from audit.guard import guarded
from config.register import files, rights
from config.register.forms import LiftForm, MarkForm, PeriodForm
from config.register.services import listing, marking
from config.retention.own import framed
from intake import rights as intake
from intake.views import concerns, requests
from partners.models import Municipality

PAGE = 50


@guarded(rights.SEE)
@require_safe
def register(request):
    """A page of it. The form says what is wrong with a period, and this month is shown."""
    form = PeriodForm(request.GET)
    period = form.period()
    page = Paginator(listing.rows(period), PAGE).get_page(request.GET.get("page"))
    entries = listing.as_entries(page.object_list)
    listing.look(len(entries), by=request.user)
    shown = {
        "form": form, "period": period, "page": page, "entries": entries,
        "query": request.GET.urlencode(),
    }  # fmt: skip
    return render(request, "register/register.html", shown)


@guarded(rights.SEE)
@require_safe
def paper(request):
    """The whole period, to print."""
    period = PeriodForm(request.GET).period()
    entries = listing.take_out(period, by=request.user)
    shown = {"period": period, "entries": entries, "authority": _authority()}
    return render(request, "register/paper.html", shown)


@guarded(rights.SEE)
@require_safe
def as_csv(request):
    entries = listing.take_out(PeriodForm(request.GET).period(), by=request.user)
    return _file(files.as_csv(entries), "text/csv; charset=utf-8", "register.csv")


@guarded(rights.SEE)
@require_safe
def as_json(request):
    period = PeriodForm(request.GET).period()
    entries = listing.take_out(period, by=request.user)
    whole = files.as_json(entries, period, _authority())
    return _file(whole, "application/json", "register.json")


@guarded(intake.TRIAGE)
def of_request(request, pk):
    form = MarkForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.run(marking.mark_request, pk, by=request.user):
        return _saved(request, "desk:request", pk)
    return _request(request, pk, form=form)


@guarded(intake.TRIAGE)
@require_POST
def lift_request(request, pk):
    form = LiftForm(request.POST)
    if form.run(marking.lift_from_request, pk, by=request.user):
        return _saved(request, "desk:markings", pk)
    return _request(request, pk, lift_form=form)


@guarded(intake.READ_CONCERN)
def of_concern(request, pk):
    form = MarkForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.run(marking.mark_concern, pk, by=request.user):
        return _saved(request, "desk:concern", pk)
    return _concern(request, pk, form=form)


@guarded(intake.READ_CONCERN)
@require_POST
def lift_concern(request, pk):
    form = LiftForm(request.POST)
    if form.run(marking.lift_from_concern, pk, by=request.user):
        return _saved(request, "desk:concern_markings", pk)
    return _concern(request, pk, lift_form=form)


def _request(request, pk, *, form=None, lift_form=None):
    row = requests.look(pk, request.user)
    shown = {
        **requests.frame(request, row, "desk:request"), "row": row, "markings": marking.on(row),
        "form": form or MarkForm(), "lift_form": lift_form,
    }  # fmt: skip
    return render(request, "register/request.html", shown)


def _concern(request, pk, *, form=None, lift_form=None):
    row = concerns.look(pk, request.user)
    shown = {
        **framed(row, "concern"), "here": _("Confidentiality"), "markings": marking.on(row),
        "form": form or MarkForm(), "lift_form": lift_form, "lift": "desk:concern_marking_lift",
    }  # fmt: skip
    return render(request, "register/own.html", shown)


def _saved(request, name: str, pk):
    messages.success(request, _("Saved."))
    return redirect(name, pk)


def _authority() -> str:
    return Municipality.objects.values_list("name", flat=True).first() or ""


def _file(text: str, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(text, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
