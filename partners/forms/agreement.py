from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partners.models import purposes_on


class PurposeField(forms.ChoiceField):
    """One of the purposes in force."""

    def __init__(self, *, max_length=None, empty_value="", allow_unicode=False, **kwargs):
        super().__init__(choices=_purposes, **kwargs)


def _purposes() -> list[tuple]:
    found = purposes_on(timezone.localdate())
    return [("", _("Choose")), *((code, str(row)) for code, row in found.items())]
