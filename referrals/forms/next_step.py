"""What happens next, when a partner could not help."""

from django import forms
from django.utils.translation import gettext_lazy as _

from audit.forms import DayInput, UseCaseForm
from referrals.models import CHOSEN, NextStep


class NextStepForm(UseCaseForm):
    """What the rule proposes is ticked; a person decides."""

    needed_later = ("on",)  # of whoever looks at it again on a certain day, and nobody else
    step = forms.ChoiceField(
        label=_("What happens next?"), choices=[(one.value, one.label) for one in CHOSEN],
        widget=forms.RadioSelect(attrs={"data-opens": "later"}),
        help_text=_("“Ask somebody else” is also noted by itself when you begin that draft."),
    )  # fmt: skip
    on = forms.DateField(
        label=_("On which day?"), required=False, widget=DayInput,
        help_text=_("That morning it is in your day again."),
    )  # fmt: skip

    def __init__(self, *args, next_step: NextStep, **kwargs):
        chosen = next_step.act or next_step.proposed
        super().__init__(*args, initial={"step": chosen}, **kwargs)


class StepFilter(forms.Form):
    """Which of those that came back are shown."""

    is_filter = True
    CHOICES = (
        ("", _("To be decided")), ("late", _("Late")), ("often", _("Came back more than twice")),
        ("nobody", _("Nobody to ask")), ("all", _("All")),
    )  # fmt: skip

    show = forms.ChoiceField(label=_("Which of them"), required=False, choices=CHOICES)

    def chosen(self) -> str:
        return self.cleaned_data["show"] if self.is_valid() else ""
