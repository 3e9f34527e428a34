"""“I am related to this”: asked once more, then shut. And the lead's way to let somebody back."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from audit.guard import OutOfReach, guarded
from intake import rights
from intake.forms.desk import LetBackForm
from intake.services import conflicting
from intake.views import concerns, facts
from intake.views.requests import look

THANKS = _("Thank you. You no longer reach it, and your team lead has been told.")
BACK = _("They reach it again.")


@guarded(rights.SEE_QUEUE)
def declare(request, pk):
    """The page says what will happen; posting it does it. Afterwards nothing of it is left."""
    if request.method == "POST":
        conflicting.declare(pk, by=request.user)
        messages.success(request, THANKS)
        return redirect(facts.way_back(request))
    row = look(pk, request.user)
    return render(request, "intake/desk/related.html", {"row": row, "back": "desk:request"})


@guarded(rights.READ_CONCERN)
def declare_concern(request, pk):
    if request.method == "POST":
        conflicting.declare_concern(pk, by=request.user)
        messages.success(request, THANKS)
        return redirect("desk:concerns")
    row = concerns.look(pk, request.user)
    return render(request, "intake/desk/related.html", {"row": row, "back": "desk:concern"})


@guarded(rights.LIFT)
@require_POST
def lift(request, pk):
    _let_back(request, pk, conflicting.lift)
    return redirect("desk:request", pk)


@guarded(rights.LIFT)
@require_POST
def lift_concern(request, pk):
    _let_back(request, pk, conflicting.lift_concern)
    return redirect("desk:concern", pk)


def _let_back(request, pk, use_case):
    form = LetBackForm(request.POST)
    if not form.is_valid():
        raise OutOfReach
    use_case(pk, by=request.user, **form.cleaned_data)
    messages.success(request, BACK)
