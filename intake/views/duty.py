"""The duty roster, for leads."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from audit.guard import guarded
from intake import rights
from intake.forms.protecting import DutyForm
from intake.services import rostering


@guarded(rights.AGREE_TO_GLASS)
def duty(request):
    """Who is on call now and later; and a form to put somebody there."""
    form = DutyForm(request.POST or None, people=rostering.may_be_on_call())
    if form.is_bound and form.run(rostering.add, by=request.user):
        messages.success(request, _("Noted."))
        return redirect("desk:duty")
    shown = {"form": form, "watches": rostering.coming(), "now": rostering.on_call()}
    return render(request, "intake/desk/duty.html", shown)


@guarded(rights.AGREE_TO_GLASS)
@require_POST
def remove(request, pk):
    rostering.remove(pk, by=request.user)
    messages.success(request, _("Taken away."))
    return redirect("desk:duty")
