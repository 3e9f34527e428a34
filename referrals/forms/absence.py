"""Who at a partner is away, from – to, and who steps in."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit.forms import DayInput, UseCaseForm

NOBODY = ("", _("Nobody: the functional mailbox is enough"))


class AbsenceForm(UseCaseForm):
    """*people*: whose absence may be noted; *substitutes*: who may step in for one of them."""

    user_pk = forms.TypedChoiceField(label=_("Who is away?"), coerce=int)
    first = forms.DateField(
        label=_("First day away"), widget=DayInput(attrs={"class": "short"}),
        initial=timezone.localdate,
    )  # fmt: skip
    last = forms.DateField(label=_("Last day away"), widget=DayInput(attrs={"class": "short"}))
    substitute_pk = forms.TypedChoiceField(
        label=_("Who steps in?"), coerce=int, required=False, empty_value=None,
        help_text=_("They get the notices about what the other takes care of."),
    )  # fmt: skip

    def __init__(self, *args, people, substitutes, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["user_pk"].choices = [(one.pk, one.name) for one in people]
        self.fields["substitute_pk"].choices = [NOBODY, *((o.pk, o.name) for o in substitutes)]
        if len(people) == 1:
            self.fields["user_pk"].widget = forms.HiddenInput()
            self.initial["user_pk"] = people[0].pk
