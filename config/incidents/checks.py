"""Was it a breach? The task that a recall of what was sent in error leaves behind."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from audit.guard import guarded
from config.incidents import rights
from config.incidents.forms import ClearForm
from config.incidents.services import checking


@guarded(rights.KEEP_BREACHES)
@require_safe
def check(request, pk):
    return _page(request, pk, ClearForm())


@guarded(rights.KEEP_BREACHES)
@require_POST
def open_incident(request, pk):
    """One press: it stands in the register, and its clocks count from the recall."""
    incident = checking.open_incident(pk, by=request.user)
    messages.success(request, _("It is in the register now. Judge the risk next."))
    return redirect("desk:incident", incident.pk)


@guarded(rights.KEEP_BREACHES)
@require_POST
def clear(request, pk):
    form = ClearForm(request.POST)
    if form.run(checking.clear, pk, by=request.user):
        messages.success(request, _("Noted."))
        return redirect("desk:incidents")
    return _page(request, pk, form)


def _page(request, pk, form):
    shown = {"check": checking.look(pk, by=request.user), "form": form}
    return render(request, "incidents/check.html", shown)
