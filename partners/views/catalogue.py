"""Open services as an administrator keeps them. The list and the form are settings pages."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from audit.guard import guarded
from partners import rights
from partners.forms.catalogue import WithdrawForm
from partners.models import OpenService
from partners.services import cataloguing


@guarded(rights.CONFIGURE)
def withdraw(request, pk):
    service = get_object_or_404(OpenService, pk=pk)
    form = WithdrawForm(request.POST or None)
    if form.is_bound and form.run(cataloguing.withdraw, pk, by=request.user):
        messages.success(request, _("Withdrawn. Those who lead the teams see what still runs."))
        return redirect("desk:settings_rows", "open-services")
    return render(request, "partners/withdraw.html", {"service": service, "form": form})


@guarded(rights.CONFIGURE)
@require_POST
def reinstate(request, pk):
    get_object_or_404(OpenService, pk=pk)
    cataloguing.reinstate(pk, by=request.user)
    messages.success(request, _("The withdrawal is taken back."))
    return redirect("desk:settings_rows", "open-services")
