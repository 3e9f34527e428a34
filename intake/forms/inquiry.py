"""What a colleague fills in about what must be assessed."""

from django import forms
from django.utils.translation import gettext_lazy as _

from audit.forms import UseCaseForm
from intake.forms.fields import StoryField
from intake.models import InquiryOutcome


class CallForInquiryForm(UseCaseForm):
    """Nothing to fill in: the page says what it means."""


class SettleInquiryForm(UseCaseForm):
    outcome = forms.ChoiceField(
        label=_("What became of it?"), choices=InquiryOutcome, widget=forms.RadioSelect
    )
    text = StoryField(
        label=_("Reasons"),
        help_text=_("Who assessed it, when, and why. It becomes a working note."),
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )
