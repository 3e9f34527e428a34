"""Markings of confidentiality on records of our own. Codes and days, never words."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from audit.guard import guarded
from config.deviations import rights as deviations
from config.deviations.models import Deviation
from config.incidents import rights as incidents
from config.incidents.models import Incident
from config.police import rights as police
from config.police.models import ContactRequest
from config.register.forms import LiftForm, MarkForm
from config.register.services import marking
from config.retention.own import BY_MODEL, Own
from config.retention.services import telling
from config.threats import rights as threats
from config.threats.models import Threat


@guarded(deviations.KEEP)
def of_deviation(request, pk):
    return _page(request, BY_MODEL[Deviation], pk)


@guarded(deviations.KEEP)
@require_POST
def lift_deviation(request, pk):
    return _lift(request, BY_MODEL[Deviation], pk)


@guarded(incidents.KEEP)
def of_incident(request, pk):
    return _page(request, BY_MODEL[Incident], pk)


@guarded(incidents.KEEP)
@require_POST
def lift_incident(request, pk):
    return _lift(request, BY_MODEL[Incident], pk)


@guarded(threats.KEEP)
def of_threat(request, pk):
    return _page(request, BY_MODEL[Threat], pk)


@guarded(threats.KEEP)
@require_POST
def lift_threat(request, pk):
    return _lift(request, BY_MODEL[Threat], pk)


@guarded(police.HANDLE)
def of_contact(request, pk):
    return _page(request, BY_MODEL[ContactRequest], pk)


@guarded(police.HANDLE)
@require_POST
def lift_contact(request, pk):
    return _lift(request, BY_MODEL[ContactRequest], pk)


def _page(request, own: Own, pk):
    form = MarkForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.run(marking.mark_own, pk, own=own, by=request.user):
        return _saved(request, f"desk:{own.named}", pk)
    return _shown(request, own, pk, form=form)


def _lift(request, own: Own, pk):
    form = LiftForm(request.POST)
    if form.run(marking.lift_from_own, pk, own=own, by=request.user):
        return _saved(request, own.markings, pk)
    return _shown(request, own, pk, lift_form=form)


def _shown(request, own: Own, pk, *, form=None, lift_form=None):
    row = telling.look_at_own(pk, own=own, by=request.user)
    shown = {
        **own.frame(row), "here": _("Confidentiality"), "markings": marking.on(row),
        "form": form or MarkForm(), "lift_form": lift_form,
        "lift": f"{own.markings}_lift",
    }  # fmt: skip
    return render(request, "register/own.html", shown)


def _saved(request, name: str, pk):
    messages.success(request, _("Saved."))
    return redirect(name, pk)
