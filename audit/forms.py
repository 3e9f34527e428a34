from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from audit import naming, signs
from audit.deeds import GROUPS
from audit.models import Decision, Finding, FindingReason
from audit.services.findings import STATES, WAYS, Chosen

WITHOUT_ACCOUNT = (
    ("anonymous", _("Somebody without an account")),
    ("clock", _("The clock")),
    ("console", _("An operator")),
)


class DayInput(forms.DateInput):
    """The browser's own calendar, which speaks ISO whatever the language."""

    input_type = "date"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%d")


class MomentInput(forms.DateTimeInput):
    """The browser's own calendar and clock, which speak ISO whatever the language."""

    input_type = "datetime-local"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


class UseCaseForm(forms.Form):
    """A form whose only job is to run one use case."""

    def run(self, use_case, *args, **kwargs):
        """Run it with the cleaned data. What it refuses, the form says."""
        if not self.is_valid():
            return None
        try:
            return use_case(*args, **kwargs, **self.cleaned_data)
        except ValidationError as refusal:
            self.add_error(None, refusal)
            return None


class LogForm(forms.Form):
    """What a reviewer looks for. Everything may be left out; nothing typed here is a name."""

    is_filter = True

    since = forms.DateField(label=_("From"), required=False, widget=DayInput)
    until = forms.DateField(label=_("To"), required=False, widget=DayInput)
    actor = forms.ChoiceField(label=_("Who"), required=False)
    group = forms.ChoiceField(label=_("What"), required=False)
    organisation = forms.ChoiceField(label=_("Organisation"), required=False)
    decision = forms.ChoiceField(label=_("Decision"), required=False)
    about = forms.RegexField(
        r"^[^\s@]{1,120}\Z", label=_("Reference or row"), required=False, strip=True,
        error_messages={"invalid": _("A reference has no spaces, for example K4M-7R2.")},
    )  # fmt: skip
    subject = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        groups = [(code, label) for code, (label, _rule) in GROUPS.items()]
        self._choose("actor", [*naming.everybody(), *WITHOUT_ACCOUNT])
        self._choose("group", groups)
        self._choose("organisation", naming.organisations().items())
        self._choose("decision", Decision.choices)

    def _choose(self, name: str, choices) -> None:
        self.fields[name].choices = [("", _("All")), *choices]


class PeriodForm(UseCaseForm):
    """Whole days that have ended, from Monday to Sunday if nobody says otherwise."""

    first = forms.DateField(label=_("From"), widget=DayInput)
    last = forms.DateField(label=_("To"), widget=DayInput)


class ItemsForm(forms.Form):
    """Which items of a round to look at. *people*: those whose acts are in it."""

    is_filter = True

    state = forms.ChoiceField(label=_("State"), required=False)
    how = forms.ChoiceField(label=_("Drawn"), required=False)
    sign = forms.ChoiceField(label=_("Sign"), required=False)
    actor = forms.ChoiceField(label=_("Who"), required=False)

    def __init__(self, *args, people=(), **kwargs):
        super().__init__(*args, **kwargs)
        given = {"state": STATES, "how": WAYS, "sign": signs.labels(), "actor": people}
        for name, choices in given.items():
            self.fields[name].choices = [("", _("All")), *choices]

    def chosen(self) -> Chosen:
        """What was asked for; what makes no sense asks for nothing."""
        return Chosen(**self.cleaned_data) if self.is_valid() else Chosen()


class FindingForm(UseCaseForm):
    """What it was. *turn* is how many findings had been made when the page was shown."""

    finding = forms.ChoiceField(
        label=_("What was it?"), choices=Finding.choices, widget=forms.RadioSelect
    )
    reason = forms.ChoiceField(
        label=_("Why"), required=False, choices=[("", _("Not said")), *FindingReason.choices]
    )
    turn = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
