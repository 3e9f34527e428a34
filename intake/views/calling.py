"""Call the person: a page of rules, then a page with the number."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from audit.guard import guarded
from intake import rights
from intake.forms.calling import CallForm, OutcomeForm
from intake.forms.contact import as_written_here
from intake.services import calling
from intake.views import contact_rules
from intake.views.requests import frame, look


@guarded(rights.WRITE)
def call(request, pk):
    """What the person has asked us to think of, and the yes to it. The number comes after."""
    row = look(pk, request.user)
    told = calling.prepare(pk, by=request.user)
    form = CallForm(request.POST or None, told=told)
    if form.is_bound and form.run(calling.acknowledge, pk, by=request.user):
        return redirect("desk:number", pk)
    attempts = row.attempts.exclude(outcome="").select_related("made_by")
    return _show(request, row, told, "call", form=form, attempts=attempts)


@guarded(rights.WRITE)
def number(request, pk):
    """The number, for half an hour after the yes; and how the call went."""
    form = OutcomeForm(request.POST or None)
    if form.is_bound and form.run(calling.end, pk, by=request.user):
        messages.success(request, _("It is noted how the call went."))
        return redirect("desk:request", pk)
    told = calling.open_number(pk, by=request.user)
    if told is None:
        return redirect("desk:call", pk)
    phone = as_written_here(told.details)["phone"]
    return _show(request, look(pk, request.user), told, "number", form=form, number=phone)


def _show(request, row, told: calling.Told, page: str, **more):
    context = {
        **frame(request, row, "desk:request"),
        "told": told,
        "rules": contact_rules.orders(told.row),
        "outside": "" if told.verdict.may else contact_rules.outside(told.verdict),
        **more,
    }
    return render(request, f"intake/desk/{page}.html", context)
