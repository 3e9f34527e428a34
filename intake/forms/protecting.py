"""Who reaches a protected identity, why a protection ends, and why the glass is broken."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit.forms import MomentInput, UseCaseForm
from intake.forms.reference import ReferenceField
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

    reference = ReferenceField(
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "class": "short", "placeholder": "K4M-7R2", "dir": "ltr"}
        ),
    )
    reason = forms.ChoiceField(
        label=_("Why can it not wait?"), choices=GlassReason, widget=forms.RadioSelect,
        help_text=_("The person sees that it was opened in an emergency, and by which role."),
    )  # fmt: skip


class DutyForm(UseCaseForm):
    """Who is on call, from – to. *people*: who can be."""

    user_pk = forms.TypedChoiceField(label=_("Who is on call?"), coerce=int)
    begins_at = forms.DateTimeField(label=_("From"), widget=MomentInput, initial=timezone.now)
    ends_at = forms.DateTimeField(label=_("To"), widget=MomentInput)

    def __init__(self, *args, people=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["user_pk"].choices = [(one.pk, one.name) for one in people]
