"""What we have learnt about an adult could lead to a measure: say so, and what became of it."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from audit.guard import guarded
from intake import drafts, rights
from intake.forms.inquiry import CallForInquiryForm, SettleInquiryForm
from intake.services import calling_for_inquiry
from intake.views.drafts import begun, keeps_draft, opened
from intake.views.keeping import keeps_text
from intake.views.requests import frame, look

DEEDS = {
    False: (CallForInquiryForm, calling_for_inquiry.call_for_inquiry),
    True: (SettleInquiryForm, calling_for_inquiry.settle_inquiry),
}


@guarded(rights.TRIAGE)
@keeps_text
@keeps_draft(drafts.SETTLE)
def inquiry(request, pk):
    row = look(pk, request.user)
    is_open = calling_for_inquiry.is_open(row)
    form_class, use_case = DEEDS[is_open]
    form = form_class(request.POST if request.method == "POST" else None)
    if form.is_bound and form.run(use_case, pk, by=request.user):
        messages.success(request, _("It is noted, with your name."))
        return redirect("desk:request", pk)
    context = {
        **frame(request, row, "desk:request"), **begun(request, drafts.SETTLE, row, form),
        "form": form, "is_open": is_open,
        "left": None if is_open else opened(request, drafts.SETTLE, pk),
    }  # fmt: skip
    return render(request, "intake/desk/inquiry.html", context)
