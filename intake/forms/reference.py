from django import forms
from django.utils.translation import gettext_lazy as _


class ReferenceField(forms.RegexField):
    """A reference number, in small letters or without its hyphen, too: K4M-7R2."""

    def __init__(self, **kwargs):
        kwargs.setdefault("label", _("Reference number"))
        wrong = {"invalid": _("A reference number looks like K4M-7R2.")}
        pattern = r"^\s*[A-Za-z0-9]{3}[\s-]?[A-Za-z0-9]{3}\s*$"
        super().__init__(pattern, max_length=12, error_messages=wrong, **kwargs)

    def clean(self, value):
        symbols = "".join(sign for sign in super().clean(value).upper() if sign.isalnum())
        return f"{symbols[:3]}-{symbols[3:]}"
