"""Who of one's teams is away, and who steps in; and a form to note it."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from audit.guard import guarded
from intake import rights
from intake.forms.absence import AbsenceForm
from intake.services import being_away


@guarded(rights.TRIAGE)
def absences(request):
    form = AbsenceForm(
        request.POST or None, people=being_away.people_for(request.user),
        substitutes=being_away.members_beside(request.user),
        otherwise=_("Whoever leads the team"),
        gets=_("They get questions and notices, and see what is to be done under “My day”."),
    )  # fmt: skip
    if form.is_bound and form.run(being_away.note, by=request.user):
        messages.success(request, _("Noted. Whoever steps in is told."))
        return redirect("desk:absences")
    shown = {"form": form, "absences": being_away.coming(request.user)}
    return render(request, "intake/desk/absences.html", shown)


@guarded(rights.TRIAGE)
@require_POST
def end(request, pk):
    being_away.end(pk, by=request.user)
    messages.success(request, _("Noted: not away any more."))
    return redirect("desk:absences")
