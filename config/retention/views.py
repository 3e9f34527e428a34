"""How long one request or concern report is kept: what decides it, and holds. No words."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from audit.guard import guarded
from config.retention import saying
from config.retention.forms import HoldForm, KeepingForm, LiftForm
from config.retention.own import framed
from config.retention.services import knowing, telling
from intake import rights
from intake.views import concerns, requests


@guarded(rights.TRIAGE)
def of_request(request, pk):
    form = KeepingForm(request.POST) if request.method == "POST" else None
    if form and form.run(telling.say_of_request, pk, by=request.user):
        return _saved(request, "desk:retention", pk)
    return _request(request, pk, form=form)


@guarded(rights.ERASE)
@require_POST
def hold_request(request, pk):
    form = HoldForm(request.POST)
    if form.run(telling.hold_request, pk, by=request.user):
        return _saved(request, "desk:retention", pk)
    return _request(request, pk, hold_form=form)


@guarded(rights.ERASE)
@require_POST
def lift_request(request, pk):
    form = LiftForm(request.POST)
    if form.run(telling.lift_from_request, pk, by=request.user):
        return _saved(request, "desk:retention", pk)
    return _request(request, pk, lift_form=form)


@guarded(rights.READ_CONCERN)
def of_concern(request, pk):
    form = KeepingForm(request.POST) if request.method == "POST" else None
    if form and form.run(telling.say_of_concern, pk, by=request.user):
        return _saved(request, "desk:concern_retention", pk)
    return _concern(request, pk, form=form)


@guarded(rights.ERASE)
@require_POST
def hold_concern(request, pk):
    form = HoldForm(request.POST)
    if form.run(telling.hold_concern, pk, by=request.user):
        return _saved(request, "desk:concern_retention", pk)
    return _concern(request, pk, hold_form=form)


@guarded(rights.ERASE)
@require_POST
def lift_concern(request, pk):
    form = LiftForm(request.POST)
    if form.run(telling.lift_from_concern, pk, by=request.user):
        return _saved(request, "desk:concern_retention", pk)
    return _concern(request, pk, lift_form=form)


def _request(request, pk, **tried):
    row = requests.look(pk, request.user)
    shown = {**requests.frame(request, row, "desk:request"), **_shown(request, row, **tried)}
    return render(request, "retention/request.html", shown)


def _concern(request, pk, **tried):
    row = concerns.look(pk, request.user)
    shown = {
        **_shown(request, row, **tried), **framed(row, "concern"),
        "here": _("How long it is kept"), "page": "desk:concern_hold", "lift": "desk:concern_lift",
    }  # fmt: skip
    return render(request, "retention/own.html", shown)


def _shown(request, row, *, form=None, hold_form=None, lift_form=None) -> dict:
    known = knowing.known(timezone.localdate())
    facts = knowing.facts_of(row, known.day)
    verdict = known.judge(facts)
    told = {name: getattr(facts, name) for name in KeepingForm.base_fields}
    return {
        "row": row,
        "sentence": saying.for_staff(verdict, facts, known.rules),
        "rule": known.rules.get(verdict.rule.code) if verdict.rule else None,
        "asks": saying.must_be_said(verdict),
        "last_note": facts.last_note,
        "form": form or KeepingForm(initial=told),
        "hold": knowing.hold_on(row, known.day),
        "hold_form": hold_form or HoldForm(),
        "lift_form": lift_form,
        "may_hold": request.user.has_perm(rights.ERASE),
    }


def _saved(request, name: str, pk):
    messages.success(request, _("Saved."))
    return redirect(name, pk)
