"""Find by reference number, exact name or personal number: only within reach, never by words.

All are sent as forms, so that nothing typed here stands in an address or a log. Each search
leaves its line: by what, why and how much was found.
"""

from django import forms
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from audit.guard import guarded
from audit.purposes import PURPOSES
from intake import personal_numbers
from intake import rights as intake
from intake.forms.reference import ReferenceField
from intake.models import ConcernReport, HelpRequest
from intake.services import searching
from referrals import rights as referrals
from referrals.models import Referral

PLACES = (
    (HelpRequest, intake.SEE_QUEUE, "desk:request"),
    (ConcernReport, intake.READ_CONCERN, "desk:concern"),
    (Referral, referrals.SEND, "desk:referral"),
)
WHY = ("caller", "same_person", "access")


class ReferenceForm(forms.Form):
    reference = ReferenceField()


class PersonForm(forms.Form):
    """A name or a personal number, and why. What was typed is shown again, and nowhere kept."""

    sought = forms.CharField(
        label=_("Name or personal number"), max_length=120,
        help_text=_(
            "The whole name as the person wrote it, or the whole number. Requests can be found by "
            "name once somebody has read or registered them."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip
    purpose = forms.ChoiceField(
        label=_("Why?"),
        choices=[(code, PURPOSES[code]) for code in WHY],
        widget=forms.RadioSelect,
        error_messages={"required": _("Say why. It is noted in the log.")},
    )

    def clean_sought(self):
        sought = self.cleaned_data["sought"]
        if any(sign.isdecimal() for sign in sought) and not personal_numbers.readings(sought):
            raise forms.ValidationError(
                _("This is not a personal number. One looks like 20150131-1234."),
                code="no_number",
            )
        return sought

    def find(self, *, by) -> searching.Found:
        sought = self.cleaned_data["sought"]
        act = searching.by_number if personal_numbers.readings(sought) else searching.by_name
        return act(sought, purpose=self.cleaned_data["purpose"], by=by)


@guarded(intake.SEE_QUEUE)
def find(request):
    """“Not within your reach” and “does not exist” are one answer."""
    by_reference = ReferenceForm(request.POST if "reference" in request.POST else None)
    by_person = PersonForm(request.POST if "sought" in request.POST else None)
    context = {"find_form": by_reference, "person_form": by_person}
    if by_reference.is_bound and by_reference.is_valid():
        return _to(request, by_reference.cleaned_data["reference"], context)
    if by_person.is_bound and by_person.is_valid():
        context["found"] = by_person.find(by=request.user)
        if context["found"]:  # whom it was about does not stand beside what was found
            context["person_form"] = PersonForm()
    return render(request, "overview/find.html", context)


def _to(request, reference: str, context: dict):
    """Straight to the row."""
    found = ((name, _look(model, right, reference, request.user)) for model, right, name in PLACES)
    name, row = next(((name, row) for name, row in found if row), ("", None))
    searching.note_reference(row is not None, by=request.user)
    if row is not None:
        return redirect(name, row.pk)
    return render(request, "overview/find.html", context | {"is_missing": True}, status=404)


def _look(model, right: str, reference: str, user):
    if not user.has_perm(right):
        return None
    return model.objects.visible_to(user).only("pk").filter(reference=reference).first()
