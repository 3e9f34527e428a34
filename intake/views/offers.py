"""Ask somebody to take a request over; and the answer of whoever is asked."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from audit import guard
from audit.guard import guarded
from intake import rights
from intake.forms.offers import DeclineForm, OfferForm
from intake.models import Offer
from intake.services import offering
from intake.views.requests import frame, look


@guarded(rights.TRIAGE)
def offer(request, pk):
    row = look(pk, request.user)
    form = OfferForm(request.POST or None, asked=offering.receivers(row, by=request.user))
    if form.is_bound and form.run(offering.offer, pk, by=request.user):
        messages.success(request, _("They are asked. Until they say yes, the request is yours."))
        return redirect("desk:request", pk)
    context = {**frame(request, row, "desk:request"), "form": form}
    return render(request, "intake/desk/offer.html", context)


@guarded(rights.TRIAGE)
@require_POST
def take_back(request, pk):
    offering.take_back(pk, by=request.user)
    messages.success(request, _("Nobody is asked any more. The request stays yours."))
    return redirect("desk:request", pk)


@guarded(rights.TRIAGE)
@require_POST
def accept(request, pk):
    help_request = offering.accept(pk, by=request.user)
    messages.success(request, _("%s is yours now.") % help_request.reference)
    return redirect("desk:request", help_request.pk)


@guarded(rights.TRIAGE)
def decline(request, pk):
    rows = Offer.objects.select_related("help_request", "made_by").defer("help_request__story")
    row = guard.reach(rows, pk, by=request.user, right=rights.TRIAGE)
    form = DeclineForm(request.POST or None)
    if form.is_bound and form.run(offering.decline, pk, by=request.user):
        messages.success(request, _("Whoever asked you is told, and goes on with it."))
        return redirect("desk:mine")
    return render(request, "intake/desk/decline.html", {"offer": row, "form": form})
