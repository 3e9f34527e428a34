"""Feedback to who reported a concern, from the reception's side."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from audit.guard import guarded
from intake import drafts
from intake.forms.assessing import WithholdForm
from intake.lifecycle import TELL, WITHHOLD
from intake.services import informing
from intake.views.assessing import show
from intake.views.concerns import look
from intake.views.drafts import keeps_draft
from intake.views.keeping import keeps_text


@guarded(TELL.right)
@require_POST
def asked(request, pk):
    informing.note_asked(pk, by=request.user)
    messages.success(request, _("Noted. The last day for it is counted from the decision."))
    return redirect("desk:concern", pk)


@guarded(TELL.right)
@require_POST
def tell(request, pk):
    informing.tell(pk, by=request.user)
    messages.success(request, _("Noted: they have been told."))
    return redirect("desk:concern", pk)


@guarded(WITHHOLD.right)
@keeps_text
@keeps_draft(drafts.WITHHOLD)
def withhold(request, pk):
    row, form = look(pk, request.user), WithholdForm(request.POST or None)
    if form.is_bound and form.run(informing.withhold, pk, by=request.user):
        messages.success(request, _("Noted: they are not told."))
        return redirect("desk:concern", pk)
    return show(request, row, form, drafts.WITHHOLD, "withhold")
