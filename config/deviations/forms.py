"""What people fill in about a deviation."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit.forms import DayInput, MomentInput, UseCaseForm
from config.deviations.codes import BY_HAND, Cause, Kind, Sarah
from intake.forms.fields import StoryField


class ReportForm(UseCaseForm):
    kind = forms.ChoiceField(
        label=_("What went wrong?"), widget=forms.RadioSelect,
        choices=[(one, Kind(one).label) for one in BY_HAND],
    )  # fmt: skip
    what = StoryField(
        label=_("What happened?"),
        help_text=_("Write the reference number, and no names. What you know now is enough."),
    )
    happened_at = forms.DateTimeField(
        label=_("When did it happen?"), widget=MomentInput, initial=timezone.now
    )


class ExplainForm(UseCaseForm):
    causes = forms.MultipleChoiceField(
        label=_("Why could it happen?"), choices=Cause.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Look for what can be changed in how we work, not for somebody to blame."),
    )  # fmt: skip
    follow_up_on = forms.DateField(
        label=_("On which day do you look at it again?"), widget=DayInput
    )


class StepForm(UseCaseForm):
    text = StoryField(label=_("What was done, or found out?"))


class DecideForm(UseCaseForm):
    sarah = forms.ChoiceField(
        label=_("Was it misconduct, or a tangible risk of it?"), widget=forms.RadioSelect,
        choices=[row for row in Sarah.choices if row[0]],
        help_text=_(
            "Misconduct is what threatens somebody’s life, health or safety. It is reported at "
            "once (lex Sarah, SoL 27:2)."
        ),
    )  # fmt: skip
