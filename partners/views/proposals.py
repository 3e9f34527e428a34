"""What a partner wants changed: proposed on the partner's side, decided on ours."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from audit.guard import guarded
from partners import rights
from partners.forms.proposal import ApproveForm, HoursProposalForm, RefuseForm, ServiceProposalForm
from partners.lifecycle import ProposalState
from partners.services import as_told, deciding, proposing
from partners.services.stating_capacity import own_services
from partners.views.side_by_side import has_moved_on, lines

PER_PAGE = 25


@guarded(rights.PROPOSE)
@require_safe
def services(request):
    """What the directory says of one's own organisation, and what waits to be said."""
    own = proposing.own(request.user)
    proposed = own.filter(status=ProposalState.PROPOSED)
    waiting = {one.service_id: one for one in proposed.filter(is_new=False)}
    found = list(own_services(request.user).prefetch_related("areas"))
    for one in found:
        one.waiting = waiting.get(one.pk)
    answered = own.exclude(status=ProposalState.PROPOSED).order_by("-decided_at")[:10]
    shown = {
        "services": found, "hours_waiting": waiting.get(None), "answered": answered,
        "new": proposed.filter(is_new=True),
    }  # fmt: skip
    return render(request, "partners/services.html", shown)


@guarded(rights.PROPOSE)
def propose_service(request, pk):
    service = get_object_or_404(own_services(request.user), pk=pk)
    waiting = proposing.own(request.user).filter(service=pk, status=ProposalState.PROPOSED).first()
    told = as_told.of_service(service) | (waiting.values if waiting else {})
    form = ServiceProposalForm.about(told, request.POST or None)
    if form.is_bound and form.run(proposing.propose_service, pk, by=request.user):
        messages.success(request, _("Proposed. You are told when the municipality has answered."))
        return redirect("portal:services")
    shown = {"service": service, "form": form, "waiting": waiting}
    return render(request, "partners/propose_service.html", shown)


@guarded(rights.PROPOSE)
def propose_new(request, pk=None):
    """A service that is not there yet; with *pk*, what is proposed of it already."""
    own = proposing.own(request.user).filter(is_new=True, status=ProposalState.PROPOSED)
    waiting = get_object_or_404(own, pk=pk) if pk else None
    told = as_told.NOTHING | (waiting.values if waiting else {})
    form = ServiceProposalForm.about(told, request.POST or None, is_new=True)
    if form.is_bound and form.run(proposing.propose_new, instead_of=pk, by=request.user):
        messages.success(request, _("Proposed. You are told when the municipality has answered."))
        return redirect("portal:services")
    return render(request, "partners/propose_service.html", {"form": form, "waiting": waiting})


@guarded(rights.PROPOSE)
def propose_hours(request):
    own = proposing.own(request.user)
    waiting = own.filter(service=None, is_new=False, status=ProposalState.PROPOSED).first()
    told = as_told.of_hours(request.user.organisation) | (waiting.values if waiting else {})
    form = HoursProposalForm(request.POST or None, told=told)
    if form.is_bound and form.run(proposing.propose_hours, by=request.user):
        messages.success(request, _("Proposed. You are told when the municipality has answered."))
        return redirect("portal:services")
    return render(request, "partners/propose_hours.html", {"form": form, "waiting": waiting})


@guarded(rights.PROPOSE)
@require_safe
def own_proposal(request, pk):
    proposal = get_object_or_404(proposing.own(request.user), pk=pk)
    shown = {"proposal": proposal, "lines": lines(proposal)}
    return render(request, "partners/own_proposal.html", shown)


@guarded(rights.PROPOSE)
@require_POST
def take_back(request, pk):
    proposing.take_back(pk, by=request.user)
    messages.success(request, _("The proposal is taken back. What was said before still stands."))
    return redirect("portal:services")


@guarded(rights.CONFIGURE)
@require_safe
def proposals(request):
    """Those that wait, the oldest first; and what was answered."""
    rows = deciding.rows()
    answered = rows.exclude(status=ProposalState.PROPOSED).order_by("-decided_at")
    shown = {
        "waiting": rows.filter(status=ProposalState.PROPOSED).order_by("proposed_at"),
        "page": Paginator(answered, PER_PAGE).get_page(request.GET.get("page")),
        "today": timezone.localdate(),
    }
    return render(request, "partners/proposals.html", shown)


@guarded(rights.CONFIGURE)
@require_safe
def proposal(request, pk):
    return _decide_page(request, pk, form=RefuseForm())


def _decide_page(request, pk, *, form, tried=None):
    """As it stands now, also when somebody has decided meanwhile."""
    row = get_object_or_404(deciding.rows(), pk=pk)
    shown = {
        "proposal": row, "lines": lines(row), "form": form, "tried": tried,
        "has_moved_on": has_moved_on(row), "seen": as_told.digest(row) if row.waits else "",
    }  # fmt: skip
    return render(request, "partners/proposal.html", shown)


@guarded(rights.CONFIGURE)
@require_POST
def approve(request, pk):
    form = ApproveForm(request.POST)
    if form.run(deciding.approve, pk, by=request.user):
        messages.success(request, _("Approved. The directory says so from now on."))
        return redirect("desk:proposals")
    return _decide_page(request, pk, form=RefuseForm(), tried=form)


@guarded(rights.CONFIGURE)
@require_POST
def refuse(request, pk):
    form = RefuseForm(request.POST)
    if form.run(deciding.refuse, pk, by=request.user):
        messages.success(request, _("Refused. The partner reads why."))
        return redirect("desk:proposals")
    return _decide_page(request, pk, form=form, tried=form)
