"""Who is away, from – to, and who steps in: our page and a partner's."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit.forms import DayInput, UseCaseForm


class AbsenceForm(UseCaseForm):
    """*people*: whose absence may be noted; *substitutes*: who may step in for one of them.

    *otherwise*: who does where nobody is named; *gets*: what comes to whoever steps in.
    """

    user_pk = forms.TypedChoiceField(label=_("Who is away?"), coerce=int)
    first = forms.DateField(
        label=_("First day away"), widget=DayInput(attrs={"class": "short"}),
        initial=timezone.localdate,
    )  # fmt: skip
    last = forms.DateField(label=_("Last day away"), widget=DayInput(attrs={"class": "short"}))
    substitute_pk = forms.TypedChoiceField(
        label=_("Who steps in?"), coerce=int, required=False, empty_value=None,
    )  # fmt: skip

    def __init__(self, *args, people, substitutes, otherwise, gets, **kwargs):
        super().__init__(*args, **kwargs)
        self.otherwise = otherwise
        self.fields["user_pk"].choices = [(one.pk, one.name) for one in people]
        steps_in = self.fields["substitute_pk"]
        steps_in.choices = [("", otherwise), *((one.pk, one.name) for one in substitutes)]
        steps_in.help_text = gets
        if len(people) == 1:
            self.fields["user_pk"].widget = forms.HiddenInput()
            self.initial["user_pk"] = people[0].pk
