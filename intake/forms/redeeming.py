"""What somebody fills in who has lost their code and was given eight digits."""

import unicodedata

from django import forms
from django.utils.translation import gettext_lazy as _

from intake import tickets
from intake.forms.fields import WordsField
from intake.models import DIGITS

NO_SUCH_DIGITS = _(
    "That number and these digits do not belong together, or the digits are too old. After five "
    "wrong tries they stop working. Call us, and you get new ones."
)
SHORT = {"autocomplete": "off", "spellcheck": "false", "dir": "ltr", "class": "short"}


class RedeemForm(forms.Form):
    """The number and the digits come back as they were typed when something is wrong."""

    reference = WordsField(
        label=_("The number of your request"),
        help_text=_("It looks like K4M-7R2. We can tell you which it is."),
        error_messages={"required": _("Write the number of your request.")},
        widget=forms.TextInput(attrs=SHORT | {"autocapitalize": "characters"}),
    )
    digits = WordsField(
        label=_("The eight digits you were told"),
        error_messages={"required": _("Write the eight digits.")},
        widget=forms.TextInput(attrs=SHORT | {"inputmode": "numeric"}),
    )
    ticket = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean_reference(self):
        symbols = "".join(sign for sign in self.cleaned_data["reference"].upper() if sign.isalnum())
        if len(symbols) != 6:
            raise forms.ValidationError(_("A number has six letters and digits, like K4M-7R2."))
        return f"{symbols[:3]}-{symbols[3:]}"

    def clean_digits(self):
        """Spaces are forgiven, and digits of any script. Noticed before anything is counted."""
        typed = self.cleaned_data["digits"]
        digits = "".join(str(unicodedata.digit(sign)) for sign in typed if sign.isdecimal())
        if len(digits) != DIGITS:
            raise forms.ValidationError(_("There are eight digits. Compare with what you noted."))
        return digits

    def clean_ticket(self):
        ticket = self.cleaned_data["ticket"]
        return ticket if tickets.is_ours(ticket) else tickets.new()
