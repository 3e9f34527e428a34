"""Find by reference number: never by name, never by words, and only within reach."""

from django import forms
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from audit.guard import guarded
from intake import rights as intake
from intake.models import ConcernReport, HelpRequest
from referrals import rights as referrals
from referrals.models import Referral

PLACES = (
    (HelpRequest, intake.SEE_QUEUE, "desk:request"),
    (ConcernReport, intake.READ_CONCERN, "desk:concern"),
    (Referral, referrals.SEND, "desk:referral"),
)


class ReferenceForm(forms.Form):
    """Sent as a form, so that a name typed here by mistake is in no address and in no log."""

    reference = forms.RegexField(
        r"^\s*[A-Za-z0-9]{3}[\s-]?[A-Za-z0-9]{3}\s*$",
        label=_("Reference number"),
        max_length=12,
        error_messages={"invalid": _("A reference number looks like K4M-7R2.")},
    )

    def clean_reference(self):
        symbols = "".join(sign for sign in self.cleaned_data["reference"].upper() if sign.isalnum())
        return f"{symbols[:3]}-{symbols[3:]}"


@guarded(intake.SEE_QUEUE)
def find(request):
    """Straight to the row. “Not within your reach” and “does not exist” are one answer: 404."""
    form = ReferenceForm(request.POST or None)
    if not form.is_bound or not form.is_valid():
        return render(request, "overview/find.html", {"find_form": form})
    for model, right, name in PLACES:
        row = _look(model, right, form.cleaned_data["reference"], request.user)
        if row is not None:
            return redirect(name, row.pk)
    return render(
        request, "overview/find.html", {"find_form": form, "is_missing": True}, status=404
    )


def _look(model, right: str, reference: str, user):
    if not user.has_perm(right):
        return None
    return model.objects.visible_to(user).only("pk").filter(reference=reference).first()
