"""What the person fills in behind the receipt code."""

from django import forms
from django.utils.translation import gettext_lazy as _

from audit.forms import UseCaseForm
from audit.vault import receipts
from intake import tickets, words
from intake.forms.fields import StoryField, WordsField, warn_of_code
from intake.forms.files import FilesField

REASONS = {
    "empty": _("Write your receipt code."),
    "length": _("A code has 23 letters and digits, and this one does not. Is a part missing?"),
    "symbol": _(
        "There is a sign here that no code has. Codes never have 0, 1, I, O or U, and no signs "
        "but hyphens."
    ),
    "check": _(
        "One letter or digit is wrong, or two have changed places. Compare with your receipt, "
        "one group at a time."
    ),
}
NO_SUCH_CODE = _(
    "This code opens nothing. It may belong to another service, or the request has been erased."
)


class CodeForm(forms.Form):
    """The code comes back as it was typed when something is wrong with it."""

    code = WordsField(
        label=_("Your receipt code"),
        help_text=_("Capital or small letters, with or without hyphens: it does not matter."),
        error_messages={"required": REASONS["empty"]},
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false",
                "dir": "ltr", "data-code": receipts.SYMBOLS, "data-length": REASONS["length"],
                "data-symbol": REASONS["symbol"], "data-check": REASONS["check"],
            }
        ),
    )  # fmt: skip

    def clean_code(self):
        """A mistyped code is noticed here, before anything is asked of the database."""
        try:
            receipts.read(self.cleaned_data["code"])
        except receipts.NotACode as mistake:
            raise forms.ValidationError(REASONS[mistake.reason], code=mistake.reason) from None
        return self.cleaned_data["code"]


class MoreForm(UseCaseForm):
    """On the receipt: a picture or a PDF to what was just sent. The code is on the page anyway."""

    files = FilesField(
        required=True, error_messages={"required": _("Choose a picture or a PDF first.")}
    )
    code = forms.CharField(widget=forms.HiddenInput)
    ticket = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean_ticket(self):
        ticket = self.cleaned_data["ticket"]
        return ticket if tickets.is_ours(ticket) else tickets.new()


class WriteForm(UseCaseForm):
    """Words, or a picture, or both: one of them there must be."""

    text = StoryField(
        label=_("Write again"), widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
        is_needed=False,
    )  # fmt: skip
    files = FilesField()
    ticket = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean_ticket(self):
        ticket = self.cleaned_data["ticket"]
        return ticket if tickets.is_ours(ticket) else tickets.new()

    def clean(self):
        told = super().clean()
        if not told.get("files") and not self.errors and not told["text"]:
            self.add_error("text", forms.ValidationError(words.EMPTY, code="empty"))
        warn_of_code(self, "text")
        return told


class CorrectForm(UseCaseForm):
    text = StoryField(
        label=_("What should it say instead?"),
        help_text=_("Say what is wrong, and what is right."),
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
    )
    ticket = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean_ticket(self):
        ticket = self.cleaned_data["ticket"]
        return ticket if tickets.is_ours(ticket) else tickets.new()

    def clean(self):
        told = super().clean()
        warn_of_code(self, "text")
        return told
