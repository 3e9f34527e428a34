from django import forms
from django.utils.translation import gettext_lazy as _

from audit.forms import UseCaseForm
from audit.vault.one_time_codes import DIGITS


class AppCodeField(forms.CharField):
    """Six digits, as an app shows them: often with a space in the middle."""

    def __init__(self, **kwargs):
        typed = {
            "inputmode": "numeric", "autocomplete": "one-time-code", "class": "short",
            "dir": "ltr", "spellcheck": "false",
        }  # fmt: skip
        super().__init__(max_length=20, widget=forms.TextInput(attrs=typed), **kwargs)

    def clean(self, value):
        digits = "".join(super().clean(value).split())
        if len(digits) != DIGITS or not (digits.isascii() and digits.isdigit()):
            raise forms.ValidationError(_("The code is six digits."), code="not_a_code")
        return digits


class AppCodeForm(UseCaseForm):
    """The code that they read out."""

    code = AppCodeField(label=_("The code that their app shows now"))
