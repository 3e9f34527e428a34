"""Put a request off until a day, and bring it back before that."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from audit.guard import guarded
from intake import rights
from intake.forms.offers import PutOffForm
from intake.services import putting_off
from intake.views.requests import frame, look


@guarded(rights.TRIAGE)
def put_off(request, pk):
    row = look(pk, request.user)
    form = PutOffForm(request.POST or None)
    if form.is_bound and form.run(putting_off.put_off, pk, by=request.user):
        day = date_format(form.cleaned_data["until"], "DATE_FORMAT")
        messages.success(request, _("It comes back by itself on %s.") % day)
        return redirect("desk:request", pk)
    context = {**frame(request, row, "desk:request"), "form": form}
    return render(request, "intake/desk/put_off.html", context)


@guarded(rights.TRIAGE)
@require_POST
def bring_back(request, pk):
    putting_off.bring_back(pk, by=request.user)
    messages.success(request, _("The request is back on the list."))
    return redirect("desk:request", pk)
