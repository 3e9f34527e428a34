from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from audit.guard import guarded
from partners import rights
from partners.forms.capacity import CapacityForm
from partners.models import Service
from partners.services import stating_capacity

SAID = [Service.Capacity.OPEN, Service.Capacity.FEW, Service.Capacity.FULL]


@guarded(rights.STATE_CAPACITY)
@require_safe
def room(request):
    services = stating_capacity.own_services(request.user)
    return render(request, "partners/capacity.html", {"services": services, "choices": SAID})


@guarded(rights.STATE_CAPACITY)
@require_POST
def state(request, pk):
    form = CapacityForm(request.POST)
    if form.run(stating_capacity.state, pk, by=request.user):
        messages.success(request, _("Thank you. Those who refer people see it at once."))
    return redirect("portal:capacity")
