"""Who reaches a protected identity, why a protection ends, and why the glass is broken."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit.forms import MomentInput, UseCaseForm
from intake.models import EndReason, GlassReason


class NameForm(UseCaseForm):
    """*people*: who can be named here."""

    user_pk = forms.TypedChoiceField(label=_("Who may reach it?"), coerce=int)

    def __init__(self, *args, people=(), **kwargs):
        super().__init__(*args, **kwargs)
        chosen = [(one.pk, one.name) for one in people]
        self.fields["user_pk"].choices = [("", _("Choose")), *chosen]


class UnnameForm(UseCaseForm):
    user_pk = forms.IntegerField(min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)


class EndForm(UseCaseForm):
    reason = forms.ChoiceField(
        label=_("Why does the protection end?"), choices=EndReason, widget=forms.RadioSelect
    )


class GlassForm(UseCaseForm):
    """By reference number alone: there is no list to choose from."""

    reference = forms.RegexField(
        r"^\s*[A-Za-z0-9]{3}[\s-]?[A-Za-z0-9]{3}\s*$",
        label=_("Reference number"), max_length=12,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "class": "short", "placeholder": "K4M-7R2", "dir": "ltr"}
        ),
        error_messages={"invalid": _("A reference number looks like K4M-7R2.")},
    )  # fmt: skip
    reason = forms.ChoiceField(
        label=_("Why can it not wait?"), choices=GlassReason, widget=forms.RadioSelect,
        help_text=_("The person sees that it was opened in an emergency, and by which role."),
    )  # fmt: skip

    def clean_reference(self):
        symbols = "".join(sign for sign in self.cleaned_data["reference"].upper() if sign.isalnum())
        return f"{symbols[:3]}-{symbols[3:]}"


class DutyForm(UseCaseForm):
    """Who is on call, from – to. *people*: who can be."""

    user_pk = forms.TypedChoiceField(label=_("Who is on call?"), coerce=int)
    begins_at = forms.DateTimeField(label=_("From"), widget=MomentInput, initial=timezone.now)
    ends_at = forms.DateTimeField(label=_("To"), widget=MomentInput)

    def __init__(self, *args, people=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["user_pk"].choices = [(one.pk, one.name) for one in people]
