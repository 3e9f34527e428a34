"""Give a person digits for a new code; the second person's yes; and calling it off."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from audit.guard import OutOfReach, guarded
from intake import rights
from intake.forms.reissuing import DigitsForm, YesForm
from intake.services import recoding, reissuing
from intake.views import contact_rules
from intake.views.requests import frame, look


@guarded(rights.WRITE)
def new_code(request, pk):
    """What stands in the way, or the questions to ask; then the digits, on this page alone."""
    row = look(pk, request.user)
    hindrances = reissuing.in_the_way(row, by=request.user)
    if hindrances and request.method != "POST":
        return _show(request, row, "new_code", hindrances=hindrances)
    known = reissuing.know(pk, by=request.user)
    form = DigitsForm(request.POST or None, known=known)
    given = form.run(reissuing.give_digits, pk, by=request.user) if form.is_bound else None
    if given is None:
        return _show(request, row, "new_code", form=form, known=known)
    if given.digits:
        return _show(request, row, "digits", given=given)
    messages.success(request, _("Your team’s leads are asked for a yes. You are told."))
    return redirect("desk:new_code", pk)


@guarded(rights.WRITE)
@require_POST
def call_off(request, pk):
    reissuing.call_off(pk, by=request.user)
    messages.success(request, _("Called off. The code from before goes on."))
    return redirect("desk:new_code", pk)


@guarded(rights.NAME)
@require_POST
def approve(request, pk):
    """The second person's answer, from the page of a protected identity."""
    form = YesForm(request.POST)
    if not form.is_valid():
        raise OutOfReach
    decide = reissuing.approve if form.cleaned_data["agrees"] == "yes" else reissuing.refuse
    decide(pk, by=request.user)
    messages.success(request, _("Noted. Whoever asked is told."))
    return redirect("desk:named", pk)


def _show(request, row, page: str, **more):
    context = {
        **frame(request, row, "desk:request"),
        "rules": contact_rules.orders(row.safe_contact),
        "running": recoding.running_of(row),
        "latest": recoding.latest_of(row.pk),
        **more,
    }
    return render(request, f"intake/desk/{page}.html", context)
