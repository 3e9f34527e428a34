"""“I am related to this”, at a partner: asked once more, then shut. And the lead's way back."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from audit import guard
from audit.guard import guarded
from referrals import rights
from referrals.forms.portal import LetBackForm
from referrals.services import conflicting
from referrals.views.ended import or_what_remains
from referrals.views.portal import page, reached


@guarded(rights.RECEIVE)
@or_what_remains
def declare(request, pk):
    """The page says what will happen; posting it does it. Afterwards nothing of it is left."""
    if request.method == "POST":
        conflicting.declare(pk, by=request.user)
        messages.success(
            request, _("Thank you. You no longer reach it, and your lead has been told.")
        )
        return redirect("portal:home")
    return page(request, "related", reached(request, pk))


@guarded(rights.LIFT)
@require_POST
@or_what_remains
def lift(request, pk):
    form = LetBackForm(request.POST)
    if not form.is_valid():
        raise guard.OutOfReach
    conflicting.lift(pk, by=request.user, **form.cleaned_data)
    messages.success(request, _("They reach it again."))
    return redirect("portal:referral", pk)
