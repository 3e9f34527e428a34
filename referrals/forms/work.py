"""What a partner tells of the work: when, how far, how it went. Codes and days, not words."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit.forms import DayInput, MomentInput, UseCaseForm
from referrals.models import PauseReason, Progress, Reaching, Result, ResultReason


class StartForm(UseCaseForm):
    first_contact = forms.DateField(
        label=_("When were you first in touch with the person?"), widget=DayInput,
        initial=timezone.localdate,
        help_text=_("The person and the social services see the day."),
    )  # fmt: skip


class AttemptForm(UseCaseForm):
    way = forms.ChoiceField(label=_("How did you try?"), choices=Reaching, widget=forms.RadioSelect)
    at = forms.DateTimeField(label=_("When?"), widget=MomentInput, initial=timezone.now)


class RescheduleForm(UseCaseForm):
    expected_start = forms.DateField(
        label=_("When do you expect to begin?"), widget=DayInput,
        help_text=_("Within six months. The day can be moved twice."),
    )  # fmt: skip


class PauseForm(UseCaseForm):
    """Ours and the partner's alike."""

    reason = forms.ChoiceField(
        label=_("Why is it paused?"), choices=PauseReason, widget=forms.RadioSelect
    )
    review_at = forms.DateField(
        label=_("Until when?"), widget=DayInput,
        help_text=_("Within 90 days. On that day both sides look at it again."),
    )  # fmt: skip


class ProgressForm(UseCaseForm):
    """A step on the scale for each goal. *goals* are pairs (goal, text)."""

    def __init__(self, *args, goals, **kwargs):
        super().__init__(*args, **kwargs)
        self.goals = list(goals)
        for number, (goal, text) in enumerate(self.goals, 1):
            self.fields[f"step_{number}"] = forms.ChoiceField(
                label=text, choices=Progress, widget=forms.RadioSelect,
                initial=goal.progress or None,
            )  # fmt: skip

    def clean(self):
        given = super().clean()
        numbered = enumerate(self.goals, 1)
        return {"steps": {goal.pk: given.get(f"step_{n}", "") for n, (goal, _text) in numbered}}


class ReportForm(UseCaseForm):
    """A result per goal, with a reason for all but the reached ones – or: never reached."""

    MET, NOBODY = "yes", "no"
    reached = forms.ChoiceField(
        label=_("Did you reach the person?"),
        choices=[(MET, _("Yes")), (NOBODY, _("No, we never reached the person"))],
        widget=forms.RadioSelect(attrs={"data-opens": "yes"}),
    )

    def __init__(self, *args, goals, has_started: bool, said=None, **kwargs):
        """*goals* are pairs (goal, text). What never started was never reached either.

        *said*: the referral whose report is to be changed; its answers stand there already.
        """
        super().__init__(*args, **kwargs)
        if said is not None:
            self.initial["reached"] = self.NOBODY if said.not_reached else self.MET
        self.goals = list(goals) if has_started else []
        if not has_started:
            self.fields["reached"].choices = self.fields["reached"].choices[1:]
        self.needed_later = [f"reason_{number}" for number in range(1, len(self.goals) + 1)]
        is_demanded = not self.is_bound or self.data.get("reached") == self.MET
        for number, (goal, text) in enumerate(self.goals, 1):
            self.fields[f"result_{number}"] = forms.ChoiceField(
                label=text, choices=Result, required=is_demanded, widget=forms.RadioSelect,
                initial=goal.result or None,
                error_messages={"required": _("Say how it went.")},
            )  # fmt: skip
            self.fields[f"reason_{number}"] = forms.ChoiceField(
                label=_("If not wholly reached: why?"), required=False, initial=goal.reason,
                choices=[("", _("Choose")), *ResultReason.choices],
            )  # fmt: skip

    def pairs(self):
        """The fields of each goal, for the page."""
        numbers = range(1, len(self.goals) + 1)
        return [(self[f"result_{number}"], self[f"reason_{number}"]) for number in numbers]

    def clean(self):
        given = super().clean()
        not_reached = given.get("reached") == self.NOBODY
        if given.get("reached") == self.MET:
            self._demand_reasons(given)
        results = {} if not_reached else self._results(given)
        return {"results": results, "not_reached": not_reached}

    def _demand_reasons(self, given):
        for number in range(1, len(self.goals) + 1):
            result = given.get(f"result_{number}")
            if result and result != Result.MET and not given.get(f"reason_{number}"):
                self.add_error(f"reason_{number}", _("Say why."))

    def _results(self, given) -> dict:
        found = {}
        for number, (goal, _text) in enumerate(self.goals, 1):
            result = given.get(f"result_{number}", "")
            reason = "" if result == Result.MET else given.get(f"reason_{number}", "")
            found[goal.pk] = (result, reason)
        return found
