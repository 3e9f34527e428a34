"""Which part of the register is shown, and by which provision something is marked."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit.forms import DayInput, UseCaseForm
from config.register.models import Kind, Provision
from config.register.services.listing import Period


def first_of_month() -> date:
    return timezone.localdate().replace(day=1)


class PeriodForm(forms.Form):
    """This month, if nobody says otherwise."""

    is_filter = True

    first = forms.DateField(label=_("From"), widget=DayInput, required=False)
    last = forms.DateField(label=_("To"), widget=DayInput, required=False)
    kind = forms.ChoiceField(
        label=_("What"), required=False, choices=[("", _("All")), *Kind.choices]
    )
    number = forms.RegexField(
        r"^[^\s@]{1,12}\Z", label=_("Register number"), required=False, strip=True,
        error_messages={"invalid": _("A reference has no spaces, for example K4M-7R2.")},
    )  # fmt: skip

    def clean(self):
        told = super().clean()
        if not self.errors:
            try:
                self._period().require_sound()
            except ValidationError as refusal:
                self.add_error(None, refusal)
        return told

    def period(self) -> Period:
        """What was asked for; what makes no sense asks for this month."""
        if self.is_valid():
            return self._period()
        return Period(first_of_month(), timezone.localdate())

    def _period(self) -> Period:
        told = self.cleaned_data
        last = told.get("last") or timezone.localdate()
        first = told.get("first") or min(first_of_month(), last)
        return Period(first, last, told.get("kind", ""), told.get("number", ""))


class MarkForm(UseCaseForm):
    provision = forms.ChoiceField(
        label=_("By which provision may it have to be kept secret?"), widget=forms.RadioSelect
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        found = sorted(Provision.in_force(timezone.localdate()).items(), key=_paragraph)
        self.fields["provision"].choices = [(code, one.explained()) for code, one in found]


def _paragraph(pair: tuple[str, Provision]) -> str:
    return pair[1].paragraph


class LiftForm(UseCaseForm):
    marking_pk = forms.UUIDField(widget=forms.HiddenInput)
