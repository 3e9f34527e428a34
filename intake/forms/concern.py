from django import forms
from django.utils.translation import gettext_lazy as _

from audit.forms import UseCaseForm
from intake import tickets
from intake.forms.fields import StoryField, WordsField
from intake.forms.portal import PROTECTED


class ConcernForm(UseCaseForm):
    """A concern report from a partner. Nothing but the concern itself must be filled in."""

    child = WordsField(
        label=_("Which child?"),
        help_text=_("Name, age or personal number, school or address: what you know."),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
    concern = StoryField(
        label=_("What makes you concerned?"),
        help_text=_(
            "What you have seen or heard, when, and from whom. You do not need to be sure, and "
            "you do not need to have investigated."
        ),
    )
    reached_at = WordsField(
        label=_("How do we reach you?"),
        help_text=_("Your name, your role and a telephone number."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )
    is_protected = forms.BooleanField(
        label=_("The child, or somebody it lives with, has a protected identity"),
        help_text=PROTECTED,
        required=False,
    )
    ticket = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, data=None, **kwargs):
        if data is not None and not tickets.is_ours(data.get("ticket", "")):
            data = data.copy()
            data["ticket"] = tickets.new()
        super().__init__(data, initial={"ticket": tickets.new()}, **kwargs)
