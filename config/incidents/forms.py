"""What people fill in about an incident."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit.forms import MomentInput, UseCaseForm
from config.incidents.codes import CheckOutcome, Covers, LateReason, Recipient, Risk, WhyNot
from intake.forms.fields import StoryField


class KindsField(forms.MultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs):
        super().__init__(label=_("What was hit?"), choices=Covers.choices, **kwargs)


class ReportForm(UseCaseForm):
    what = StoryField(
        label=_("What happened?"),
        help_text=_("What you know now is enough. Leave out names that are not needed."),
    )
    covers = KindsField(
        error_messages={
            "required": _("Say whether data about people or a system was hit. Both can be.")
        }
    )
    noticed_at = forms.DateTimeField(
        label=_("When was it noticed?"), widget=MomentInput, initial=timezone.now,
        help_text=_("The clocks count from then."),
    )  # fmt: skip


class JudgeForm(UseCaseForm):
    risk = forms.ChoiceField(
        label=_("The risk for those concerned"), choices=Risk.choices, widget=forms.RadioSelect
    )
    affected = forms.IntegerField(
        label=_("How many people?"), required=False, min_value=0, max_value=10_000_000
    )
    covers = KindsField()


class MeetForm(UseCaseForm):
    """A report was made. *clock* stands in the page."""

    clock_pk = forms.IntegerField(widget=forms.HiddenInput)
    at = forms.DateTimeField(label=_("When was it made?"), widget=MomentInput, initial=timezone.now)
    late_reason = forms.ChoiceField(
        label=_("Why late"), required=False, choices=[("", _("Not late")), *LateReason.choices]
    )


class WaiveForm(UseCaseForm):
    clock_pk = forms.IntegerField(widget=forms.HiddenInput)
    why_not = forms.ChoiceField(label=_("Why it need not be made"), choices=WhyNot.choices)


class ClearForm(UseCaseForm):
    """Why what was sent in error was no breach."""

    outcome = forms.ChoiceField(
        label=_("Why was it none?"), widget=forms.RadioSelect,
        choices=[row for row in CheckOutcome.choices if row[0] != CheckOutcome.INCIDENT],
    )  # fmt: skip


class TellForm(UseCaseForm):
    recipient = forms.ChoiceField(label=_("Who was told?"), choices=Recipient.choices)
    at = forms.DateTimeField(label=_("When?"), widget=MomentInput, initial=timezone.now)


class NoteForm(UseCaseForm):
    text = StoryField(label=_("What was done, or found out?"))
