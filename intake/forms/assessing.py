"""What the reception fills in about a concern report."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit.forms import DayInput, UseCaseForm
from intake.forms.fields import StoryField
from intake.lifecycle import DECIDED
from intake.models import Judgement, Qualification


def _reasons(label, help_text) -> StoryField:
    widget = forms.Textarea(attrs={"rows": 6, "dir": "auto"})
    return StoryField(label=label, help_text=help_text, widget=widget)


class AssessForm(UseCaseForm):
    outcome = forms.ChoiceField(
        label=_("Does the child need protection at once?"),
        choices=Judgement.Outcome,
        widget=forms.RadioSelect,
    )
    reasons = _reasons(
        _("Why? What do you rely on?"),
        _("It is kept sealed beside the report, with your name and the time."),
    )


class DecideForm(UseCaseForm):
    decision = forms.ChoiceField(
        label=_("What is decided?"),
        choices=[(one.value, one.label) for one in DECIDED],
        widget=forms.RadioSelect,
    )
    reasons = _reasons(
        _("Reasons for the decision"),
        _("It is kept sealed beside the report, with your name and the time."),
    )


class ExtendForm(UseCaseForm):
    until = forms.DateField(label=_("The new last day for the decision"), widget=DayInput)
    reasons = _reasons(
        _("Which are the exceptional reasons?"),
        _("For example: the child cannot be reached, though everything has been tried."),
    )


class WithholdForm(UseCaseForm):
    reasons = _reasons(
        _("Why is it unsuitable to tell them?"),
        _("For example: it could put the child or somebody else in danger."),
    )


class FileForm(UseCaseForm):
    case_number = forms.CharField(
        label=_("The number in the case system"),
        help_text=_("A number of the case, never a personal number."),
        max_length=40,
        widget=forms.TextInput(attrs={"class": "short", "autocomplete": "off", "dir": "ltr"}),
    )


class QualificationForm(UseCaseForm):
    """Who, what, from when. *people*: those of ours whose role assesses."""

    user_pk = forms.TypedChoiceField(label=_("Who is qualified?"), coerce=int)
    kind = forms.ChoiceField(
        label=_("What have you seen?"),
        help_text=_("The board also sees to it that whoever works alone has enough experience."),
        choices=Qualification.Kind,
        widget=forms.RadioSelect,
    )
    from_on = forms.DateField(label=_("From"), widget=DayInput, initial=timezone.localdate)
    until_on = forms.DateField(
        label=_("Until"), widget=DayInput, required=False,
        help_text=_("Leave it empty if it has no end."),
    )  # fmt: skip

    def __init__(self, *args, people=(), **kwargs):
        super().__init__(*args, **kwargs)
        chosen = [(one.pk, one.name) for one in people]
        self.fields["user_pk"].choices = [("", _("Choose")), *chosen]
