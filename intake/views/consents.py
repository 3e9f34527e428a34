"""What the person has said yes to."""

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from audit.guard import guarded
from intake import rights
from intake.forms.desk import ConsentForm
from intake.lifecycle import UNDER_WAY
from intake.services import consenting
from intake.views import facts
from intake.views.requests import frame, look


@guarded(rights.TRIAGE)
def consents(request, pk):
    """The list, and the form that notes one more. Whoever came from a draft goes back to it."""
    row = look(pk, request.user)
    asked = {"organisation": request.GET.get("to"), "purpose": request.GET.get("purpose")}
    form = ConsentForm(request.POST or None, initial=asked)
    if form.is_bound and form.run(consenting.give, pk, by=request.user):
        draft = facts.address("desk:referral_basis", request.GET.get("draft", ""))
        return redirect(draft or reverse("desk:consents", args=[pk]))
    today = timezone.localdate()
    given = row.consents.select_related("organisation", "recorded_by")
    context = {
        **frame(request, row, "desk:consents"),
        "consents": [(one, _state(one, today), _take_back(one, today)) for one in given],
        "form": form,
        "is_under_way": row.status in UNDER_WAY,
    }
    return render(request, "intake/desk/consents.html", context)


def _state(consent, today) -> str:
    if consent.withdrawn_at:
        return "withdrawn"
    return "given" if consent.holds_on(today) else "expired"


def _take_back(consent, today) -> str:
    """Where it is taken back, on the person's wish: in the room that knows what rests on it."""
    return facts.address("desk:consent_take_back", consent.pk) if consent.holds_on(today) else ""
