"""What looks sent by a machine, for a person to look at. Codes only."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from audit.guard import guarded
from intake import rights
from intake.models import HelpRequest
from intake.services import reading, sifting

PAGE = 25


@guarded(rights.SEE_QUEUE)
def set_aside(request):
    """The one that has waited longest first."""
    rows = HelpRequest.objects.set_aside().visible_to(request.user).without_words()
    page = Paginator(rows.order_by("set_aside_at", "pk"), PAGE).get_page(request.GET.get("page"))
    reading.note_list(HelpRequest, len(page.object_list), by=request.user, set_aside=True)
    return render(request, "intake/desk/set_aside.html", {"page": page})


@guarded(rights.TRIAGE)
@require_POST
def let_in(request, pk):
    row = sifting.let_in(pk, by=request.user)
    messages.success(request, _("%s waits in the queue now.") % row.reference)
    return redirect("desk:set_aside")


@guarded(rights.TRIAGE)
@require_POST
def dismiss(request, pk):
    is_stated = "no_suspicion" in request.POST
    row = sifting.dismiss(pk, by=request.user, no_suspicion=is_stated)
    messages.success(request, _("%s is closed as no request.") % row.reference)
    return redirect("desk:set_aside")
