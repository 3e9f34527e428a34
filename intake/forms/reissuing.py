"""What is filled in at the desk before a person gets the digits for a new code."""

from django import forms
from django.utils.translation import gettext_lazy as _

from audit.forms import UseCaseForm
from intake.models import CheckedHow


class DigitsForm(UseCaseForm):
    """How it was seen that it is the same person, and the yes to their rules as they stood."""

    revision = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)
    checked = forms.ChoiceField(
        label=_("How do you know that it is the same person?"),
        help_text=_("Say nothing beforehand that they could repeat. In doubt: no."),
        choices=CheckedHow,
        widget=forms.RadioSelect,
    )
    understood = forms.BooleanField(
        label=_("I have read the rules and follow them"),
        error_messages={"required": _("Say that you have read the rules first.")},
    )

    def __init__(self, data=None, *, known):
        super().__init__(data, initial={"revision": known.row.revision})

    def clean(self):
        told = super().clean()
        told.pop("understood", None)
        return told


class YesForm(forms.Form):
    """The second person's answer."""

    agrees = forms.ChoiceField(choices=[("yes", _("Agree")), ("no", _("Say no"))])
