"""What somebody fills in who calls the person."""

from django import forms
from django.utils.translation import gettext_lazy as _

from audit.forms import UseCaseForm
from intake.models import CallOutcome, OutsideReason


class CallForm(UseCaseForm):
    """The yes to the person's rules, as they stood on the page."""

    revision = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)
    reason = forms.ChoiceField(
        label=_("Why do you call outside the person’s hours?"),
        choices=OutsideReason,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say why you call now, or wait for the person’s hours.")},
    )
    understood = forms.BooleanField(
        label=_("I have read the rules and follow them"),
        error_messages={"required": _("Say that you have read the rules. Then the number opens.")},
    )

    def __init__(self, data=None, *, told):
        super().__init__(data, initial={"revision": told.row.revision})
        if told.verdict.may:
            del self.fields["reason"]

    def clean(self):
        told = super().clean()
        told.pop("understood", None)
        return told

    def add_error(self, field, error):
        """The rules were changed meanwhile: the page shows the new ones, to be read anew."""
        super().add_error(field, error)
        if getattr(error, "code", "") == "changed":
            self.data = self.data.copy()
            self.data["revision"] = self.initial["revision"]
            self.data.pop("understood", None)


class OutcomeForm(UseCaseForm):
    outcome = forms.ChoiceField(
        label=_("How did it go?"),
        help_text=_("The person sees that we called. What was said, write as a note."),
        choices=CallOutcome,
        widget=forms.RadioSelect,
    )
