"""Handing over to the archive before anything is erased: the package, and the archive's receipt."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from audit import rights
from audit.guard import guarded
from config.retention import disposals
from config.retention.forms import ReceiptForm
from config.retention.models import Delivery
from config.retention.services import delivering


@guarded(rights.HAND_TO_ARCHIVE)
@require_POST
def deliver(request, pk):
    """The file is the answer. It lies nowhere else."""
    delivery, whole = delivering.make(pk, by=request.user)
    if delivery is None:
        messages.info(request, _("Nothing of it is due any more. It has dropped off the list."))
        return redirect("desk:disposal", pk)
    response = HttpResponse(whole, content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="lotsen-{delivery.pk}.zip"'
    response["Cache-Control"] = "no-store"
    return response


@guarded(rights.HAND_TO_ARCHIVE)
@require_POST
def receive(request, pk):
    form = ReceiptForm(request.POST, auto_id=f"{pk}-%s")
    delivery = form.run(delivering.receive, pk, by=request.user)
    if delivery:
        messages.success(request, _("Noted. What the archive has taken over may be erased."))
        return redirect("desk:disposal", delivery.disposal_id)
    return disposals.page_of(request, _disposal_of(pk), receipt=(pk, form))


@guarded(rights.HAND_TO_ARCHIVE)
@require_POST
def drop(request, pk):
    delivery = delivering.drop(pk, by=request.user)
    messages.success(request, _("Thrown away. Its rows wait for another package."))
    return redirect("desk:disposal", delivery.disposal_id)


def _disposal_of(pk):
    return get_object_or_404(Delivery, pk=pk).disposal_id
