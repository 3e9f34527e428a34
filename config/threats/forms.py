"""What people fill in about a threat."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit.forms import DayInput, MomentInput, UseCaseForm
from config.threats.codes import Kind, Measure, Police, Risk, Task, Way, Why
from intake.forms.fields import StoryField, WordsField
from intake.forms.files import FilesField

EVERYBODY = "everybody"


class PersonField(forms.TypedChoiceField):
    """One of ours, by name. *first*: what stands above the names."""

    def __init__(self, *, first: tuple, **kwargs):
        self.first = first
        super().__init__(coerce=_pk, empty_value=None, **kwargs)

    def offer(self, people) -> None:
        self.choices = [self.first, *((one.pk, one.name) for one in people)]


def _pk(chosen: str) -> int | None:
    return None if chosen == EVERYBODY else int(chosen)


class ReportForm(UseCaseForm):
    kind = forms.ChoiceField(
        label=_("What happened?"), choices=Kind.choices, widget=forms.RadioSelect
    )
    against_pk = PersonField(
        label=_("Whom is it against?"), first=(EVERYBODY, _("The whole workplace"))
    )
    what = StoryField(
        label=_("Tell it shortly"),
        help_text=_(
            "What you know now is enough. The exact words and pictures come on the next page."
        ),
    )
    way = forms.ChoiceField(label=_("How did it come?"), choices=Way.choices)
    happened_at = forms.DateTimeField(
        label=_("When did it happen?"), widget=MomentInput, initial=timezone.now
    )
    reference = forms.CharField(
        label=_("Number of the request"), required=False, max_length=12,
        help_text=_("If it came because of one. It is not written into the person’s own file."),
    )  # fmt: skip

    def __init__(self, *args, people, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["against_pk"].offer(people)
        self.fields["against_pk"].initial = by.pk


class EvidenceForm(UseCaseForm):
    text = StoryField(
        label=_("The exact words"), is_needed=False, required=False,
        help_text=_("As they were written or said, with the address or the number they came from."),
    )  # fmt: skip
    files = FilesField()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, auto_id="evidence_%s", **kwargs)  # beside a note with a text, too


class PlanForm(UseCaseForm):
    risk = forms.ChoiceField(
        label=_("How dangerous is it held to be?"), widget=forms.RadioSelect,
        choices=[row for row in Risk.choices if row[0]],
    )  # fmt: skip
    measures = forms.MultipleChoiceField(
        label=_("What is done?"), choices=Measure.choices, required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Decide it with whoever was threatened, and with the safety representative."),
    )  # fmt: skip
    follow_up_on = forms.DateField(
        label=_("On which day do you look at it again?"), widget=DayInput
    )


class StepForm(UseCaseForm):
    text = StoryField(label=_("What was done, or found out?"))


class PoliceForm(UseCaseForm):
    police = forms.ChoiceField(
        label=_("Do the police know?"), widget=forms.RadioSelect,
        choices=[row for row in Police.choices if row[0]],
        help_text=_(
            "It may be reported where our own work takes it (OSL 10:2). Tell no more of the person "
            "than that needs, and ask a lawyer when in doubt."
        ),
    )  # fmt: skip
    police_on = forms.DateField(label=_("Since which day?"), widget=DayInput, required=False)
    number = forms.CharField(label=_("The police’s number"), required=False, max_length=40)


class ShieldForm(UseCaseForm):
    name = WordsField(
        label=_("What residents see instead"), required=False, max_length=40,
        help_text=_("An invented name. Empty: they see “The social services”."),
    )  # fmt: skip


class DestroyForm(UseCaseForm):
    why = forms.ChoiceField(label=_("Why?"), choices=Why.choices, widget=forms.RadioSelect)


class AppointForm(UseCaseForm):
    user_pk = PersonField(label=_("Who"), first=("", _("Choose")))
    task = forms.ChoiceField(label=_("As what"), choices=Task.choices)
    from_on = forms.DateField(label=_("From"), widget=DayInput, initial=timezone.localdate)

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["user_pk"].offer(people)
