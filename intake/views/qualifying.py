"""Who is qualified to assess concern reports: the administrator's page. No report is near."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from audit.guard import guarded
from intake import rights
from intake.forms.assessing import QualificationForm
from intake.services import qualifying


@guarded(rights.QUALIFY)
def qualifications(request):
    form = QualificationForm(request.POST or None, people=qualifying.may_be_registered())
    if form.is_bound and form.run(qualifying.register, by=request.user):
        messages.success(request, _("Registered."))
        return redirect("desk:qualifications")
    shown = {"form": form, "rows": qualifying.registered(), "today": timezone.localdate()}
    return render(request, "intake/desk/qualifications.html", shown)


@guarded(rights.QUALIFY)
@require_POST
def end(request, pk):
    qualifying.end(pk, by=request.user)
    messages.success(request, _("Ended: today is its last day."))
    return redirect("desk:qualifications")
