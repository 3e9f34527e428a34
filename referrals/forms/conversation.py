"""What we and a partner write to each other."""

from django import forms
from django.utils.translation import gettext_lazy as _

from audit.forms import UseCaseForm
from intake import tickets
from intake.forms.confirming import ConfirmedForm
from intake.forms.fields import StoryField, warn_of_code

HINT = _("No more than the help needs. What is urgent is said on the telephone.")


class ToUsForm(UseCaseForm):
    """The partner writes."""

    text = StoryField(
        label=_("Your message"), help_text=HINT,
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
    )  # fmt: skip
    ticket = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, initial=None, **kwargs):
        super().__init__(*args, initial={"ticket": tickets.new()} | (initial or {}), **kwargs)

    def clean(self):
        cleaned = super().clean()
        warn_of_code(self, "text")
        return cleaned


class ToPartnerForm(ConfirmedForm):
    """We write; about a protected identity after a second look."""

    text = StoryField(
        label=_("Your message"), help_text=HINT,
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
    )  # fmt: skip
    ticket = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, initial=None, **kwargs):
        super().__init__(*args, initial={"ticket": tickets.new()} | (initial or {}), **kwargs)

    def clean(self):
        cleaned = super().clean()
        warn_of_code(self, "text")
        return cleaned
