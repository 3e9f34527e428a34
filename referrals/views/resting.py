"""Our side of a pause."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from audit.guard import guarded
from referrals import rights
from referrals.forms.desk import PlainForm
from referrals.forms.work import PauseForm
from referrals.services import pausing
from referrals.views import rows
from referrals.views.posting import posted


@guarded(rights.SEND)
def pause(request, pk):
    row, form = rows.referral(pk, request.user), PauseForm(posted(request))
    if form.is_bound and form.run(pausing.pause_from_us, pk, by=request.user):
        messages.success(request, _("Paused. The partner reads on, but does not go on."))
        return redirect("desk:referral", pk)
    return render(request, "referrals/desk/pause.html", {"referral": row, "form": form})


@guarded(rights.SEND)
def resume(request, pk):
    row, form = rows.referral(pk, request.user), PlainForm(posted(request))
    if form.is_bound and form.run(pausing.resume_from_us, pk, by=request.user):
        messages.success(request, _("The pause has ended."))
        return redirect("desk:referral", pk)
    return render(request, "referrals/desk/resume.html", {"referral": row, "form": form})
