"""What a colleague fills in about an open service. Where nobody may be known, no field asks who."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit.forms import DayInput, UseCaseForm
from intake.forms.fields import WordsField
from intake.forms.labels import AGES
from intake.models import GivenHow, Outcome, Who
from partners.models import Mode, OpenService, modes_above

LINES = {"rows": 3, "dir": "auto"}
NUMBERS = {"class": "short", "inputmode": "numeric"}


def _day(label, **more) -> forms.DateField:
    return forms.DateField(label=label, widget=DayInput, initial=timezone.localdate, **more)


class InForceField(forms.ModelChoiceField):
    """One of the services that the board's decision lets begin today."""

    def __init__(self):
        super().__init__(OpenService.objects.none(), label=_("Service"), empty_label=_("Choose"))

    def label_from_instance(self, service):
        return f"{service} – {service.provider.name}"


def offer(form: forms.Form) -> None:
    rows = OpenService.objects.in_force(timezone.localdate()).select_related("provider")
    form.fields["open_service"].queryset = rows


class StartForm(UseCaseForm):
    open_service = InForceField()
    age_band = forms.ChoiceField(
        label=_("How old is whoever the service is for?"),
        help_text=_(
            "As you confirm it today. An unknown age counts as under 15, where each guardian must "
            "say yes first (SoL 21:2)."
        ),
        choices=AGES,
    )
    planned_talks = forms.IntegerField(
        label=_("Planned talks"), required=False, min_value=1, max_value=200,
        help_text=_("Leave it empty to take as many as the board has decided."),
        widget=forms.NumberInput(attrs=NUMBERS),
    )  # fmt: skip
    told_to_apply = forms.BooleanField(
        label=_("I have told the person that they may apply for help that is assessed (SoL 11:6)"),
        required=False,
    )

    def __init__(self, *args, help_request, has_thread, **kwargs):
        super().__init__(*args, initial={"age_band": help_request.age_band}, **kwargs)
        offer(self)
        if has_thread:  # the person reads it themselves, wherever the code leads
            del self.fields["told_to_apply"]


class AgreementForm(UseCaseForm):
    open_service = InForceField()
    who = forms.ChoiceField(label=_("Who says it?"), choices=Who, widget=forms.RadioSelect)
    says_yes = forms.TypedChoiceField(
        label=_("What do they say?"), widget=forms.RadioSelect,
        choices=[("yes", _("Yes")), ("no", _("No"))], coerce=lambda told: told == "yes",
    )  # fmt: skip
    given_how = forms.ChoiceField(label=_("How?"), choices=GivenHow, widget=forms.RadioSelect)
    said_on = _day(_("Which day?"))
    note = WordsField(
        label=_("Note"), required=False, widget=forms.Textarea(attrs=LINES), max_length=2000,
        help_text=_(
            "By word of mouth: how it was said. From 15: why it is suitable. Write no names and no "
            "personal numbers."
        ),
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        offer(self)


class TalkForm(UseCaseForm):
    """In advice there is nothing to write in: a talk is only counted (SoL 14:4)."""

    held_on = _day(_("Which day?"))
    note = WordsField(
        label=_("What took place?"), required=False, widget=forms.Textarea(attrs=LINES),
        max_length=4000,
    )  # fmt: skip

    def __init__(self, *args, start, **kwargs):
        super().__init__(*args, **kwargs)
        if start.mode == Mode.ADVICE:
            del self.fields["note"]
        elif start.mode == Mode.IDENTITY_EXEMPT:
            self.fields["note"].help_text = _("Nothing that shows who it is: no name, no number.")


class MoreForm(UseCaseForm):
    mode = forms.ChoiceField(label=_("What is written down from now on?"))
    informed = forms.BooleanField(
        label=_("The person knows what is written down from now on (SoL 14:6)"), required=False
    )

    def __init__(self, *args, start, **kwargs):
        super().__init__(*args, **kwargs)
        above = modes_above(start.mode)
        self.fields["mode"].choices = [(mode.value, mode.label) for mode in above]


class PersonForm(UseCaseForm):
    """Who it is. Written anew as a whole: what stood before is replaced."""

    name = WordsField(label=_("Name"), required=False, max_length=120)
    personal_number = WordsField(label=_("Personal number"), required=False, max_length=20)
    phone = WordsField(label=_("Phone"), required=False, max_length=30)

    def __init__(self, *args, start, **kwargs):
        super().__init__(*args, **kwargs)


class EndForm(UseCaseForm):
    outcome = forms.ChoiceField(
        label=_("How did it end?"), choices=Outcome, widget=forms.RadioSelect
    )

    def __init__(self, *args, start, **kwargs):
        super().__init__(*args, **kwargs)
