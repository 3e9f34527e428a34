"""What a partner answers. Codes, not words: words go forward only."""

from django import forms
from django.utils.translation import gettext_lazy as _

from audit.forms import DayInput, UseCaseForm
from partners.models import Service
from referrals.models import Appointments, DeclineReason, QuestionCode, ReturnReason, WorkDone


class AskForm(UseCaseForm):
    code = forms.ChoiceField(
        label=_("What do you need to know?"), choices=QuestionCode, widget=forms.RadioSelect
    )


class AcceptForm(UseCaseForm):
    reservation = forms.BooleanField(
        label=_(
            "We may use what we are told only to help this person. We tell nobody else, and keep "
            "it no longer than the help lasts."
        ),
        help_text=_("A reservation (OSL 10:14): it binds you once you have accepted."),
    )

    expected_start = forms.DateField(
        label=_("When do you expect to begin?"), required=False, widget=DayInput,
        help_text=_(
            "Leave it empty if you begin now. With a day, you are told who it is about ten "
            "working days before."
        ),
    )  # fmt: skip

    def __init__(self, *args, is_private: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if not is_private:
            del self.fields["reservation"]


class DeclineForm(UseCaseForm):
    reason = forms.ChoiceField(
        label=_("Why can you not help?"), choices=DeclineReason, widget=forms.RadioSelect
    )
    suggested_pk = forms.TypedChoiceField(
        label=_("Who could help instead?"), coerce=int, empty_value=None, required=False,
        help_text=_("Only a suggestion to the social services. Nothing is sent on from here."),
    )  # fmt: skip

    def __init__(self, *args, organisation, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["suggested_pk"].choices = [("", _("No suggestion")), *_others(organisation)]


class GiveBackForm(UseCaseForm):
    reason = forms.ChoiceField(
        label=_("Why do you hand it back?"), choices=ReturnReason, widget=forms.RadioSelect
    )
    work_done = forms.ChoiceField(
        label=_("How much was done?"), choices=WorkDone, widget=forms.RadioSelect
    )
    appointments = forms.ChoiceField(
        label=_("What was booked with the person?"), choices=Appointments, widget=forms.RadioSelect
    )
    suggested_pk = forms.TypedChoiceField(
        label=_("Who could help instead?"), coerce=int, empty_value=None, required=False,
        help_text=_("Only a suggestion to the social services. Nothing is sent on from here."),
    )  # fmt: skip

    def __init__(self, *args, organisation, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["suggested_pk"].choices = [("", _("No suggestion")), *_others(organisation)]


class AssignForm(UseCaseForm):
    """The lead gives it to one of their own."""

    to_user_pk = forms.TypedChoiceField(
        label=_("Who takes care of it?"), coerce=int, widget=forms.RadioSelect
    )

    def __init__(self, *args, members, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to_user_pk"].choices = [(user.pk, user.name) for user in members]


class LetBackForm(forms.Form):
    user_pk = forms.IntegerField(min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)


def _others(organisation) -> list[tuple]:
    rows = Service.objects.filter(is_active=True, organisation__is_active=True)
    rows = rows.filter(organisation__is_ours=False).exclude(organisation=organisation)
    found: dict[str, list] = {}
    for row in rows.select_related("organisation"):
        found.setdefault(row.organisation.name, []).append((row.pk, str(row)))
    return list(found.items())
