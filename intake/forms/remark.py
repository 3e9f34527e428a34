"""What did not work, and – only if somebody wants an answer – where it goes."""

from django import forms
from django.utils.translation import gettext_lazy as _

from audit.forms import UseCaseForm
from intake import tickets
from intake.forms.contact import email_address
from intake.forms.fields import StoryField, WordsField


class RemarkForm(UseCaseForm):
    text = StoryField(
        label=_("What does not work for you?"),
        help_text=_(
            "Say which page it was and what you used, if you can: a telephone, a screen reader, "
            "the keyboard. Do not write about what you need help with here."
        ),
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
    )
    reply_to = WordsField(
        label=_("E-mail address"),
        help_text=_("Only if you want an answer."),
        required=False,
        widget=forms.TextInput(
            attrs={"type": "email", "autocomplete": "email", "dir": "ltr", "class": "short"}
        ),
    )
    ticket = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, data=None, **kwargs):
        if data is not None and not tickets.is_ours(data.get("ticket", "")):
            data = data.copy()
            data["ticket"] = tickets.new()
        super().__init__(data, **kwargs)

    def clean_reply_to(self):
        address = self.cleaned_data["reply_to"].strip()
        return email_address(address) if address else ""
