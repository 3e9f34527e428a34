"""Who at a partner is away, and who steps in; and a form to note it."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from audit.guard import guarded
from intake.forms.absence import AbsenceForm
from referrals import rights
from referrals.services import being_away
from referrals.views.posting import posted


@guarded(rights.RESPOND)
def absences(request):
    form = AbsenceForm(
        posted(request), people=being_away.people_for(request.user),
        substitutes=being_away.colleagues(request.user),
        otherwise=_("Nobody: the functional mailbox is enough"),
        gets=_("They get the notices about what the other takes care of."),
    )  # fmt: skip
    if form.is_bound and form.run(being_away.note, by=request.user):
        messages.success(request, _("Noted. Whoever steps in is told."))
        return redirect("portal:absences")
    shown = {"form": form, "absences": being_away.coming(request.user)}
    return render(request, "referrals/portal/absences.html", shown)


@guarded(rights.RESPOND)
@require_POST
def end(request, pk):
    being_away.end(pk, by=request.user)
    messages.success(request, _("Noted: not away any more."))
    return redirect("portal:absences")
