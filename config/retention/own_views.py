"""How long a record of our own is kept, and holds on it. Codes and days, never words."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from audit.guard import guarded
from config.deviations import rights as deviations
from config.deviations.models import Deviation
from config.incidents import rights as incidents
from config.incidents.models import Incident
from config.police import rights as police
from config.police.models import ContactRequest
from config.retention import saying
from config.retention.forms import HoldForm, LiftForm
from config.retention.own import BY_MODEL, Own
from config.retention.services import knowing, telling
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
    """What decides it; and the form that holds it."""
    form = HoldForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.run(telling.hold_own, pk, own=own, by=request.user):
        return _saved(request, own, pk)
    return _shown(request, own, pk, hold_form=form)


def _lift(request, own: Own, pk):
    form = LiftForm(request.POST)
    if form.run(telling.lift_from_own, pk, own=own, by=request.user):
        return _saved(request, own, pk)
    return _shown(request, own, pk, lift_form=form)


def _shown(request, own: Own, pk, *, hold_form=None, lift_form=None):
    row = telling.look_at_own(pk, own=own, by=request.user)
    known = knowing.known(timezone.localdate())
    facts = knowing.facts_of(row, known.day)
    verdict = known.judge(facts)
    shown = {
        **own.frame(row), "here": _("How long it is kept"),
        "form": None, "sentence": saying.for_staff(verdict, facts, known.rules),
        "rule": known.rules.get(verdict.rule.code) if verdict.rule else None,
        "last_note": facts.last_note, "hold": knowing.hold_on(row, known.day), "may_hold": True,
        "hold_form": hold_form or HoldForm(), "lift_form": lift_form, "lift": f"{own.page}_lift",
        "page": own.page,
    }  # fmt: skip
    return render(request, "retention/own.html", shown)


def _saved(request, own: Own, pk):
    messages.success(request, _("Saved."))
    return redirect(own.page, pk)
