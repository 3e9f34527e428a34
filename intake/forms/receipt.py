"""The code, typed back: to be sure that it was written down right."""

from django import forms
from django.utils.translation import gettext_lazy as _

from intake.forms.fields import WordsField

LAST = 4
NOT_THOSE = _(
    "That is not what stands there. Compare what you have written down with the code above, sign "
    "by sign."
)


class TypeBackForm(forms.Form):
    """Nothing is kept of it, and nobody has to."""

    last = WordsField(
        label=_("The last four signs of your code"),
        help_text=_("Type them from where you wrote the code down, not from the screen."),
        error_messages={"required": _("Type the last four signs, or go on without.")},
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false",
                "dir": "ltr", "class": "short",
            }
        ),
    )  # fmt: skip
    ticket = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args, code: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.code = code

    def clean_last(self):
        typed = "".join(self.cleaned_data["last"].split()).replace("-", "").upper()
        if typed != self.code.replace("-", "")[-LAST:]:
            raise forms.ValidationError(NOT_THOSE, code="not_those")
        return typed
