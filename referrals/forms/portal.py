"""What a partner answers. Codes, not words: words go forward only."""

from django import forms
from django.utils.translation import gettext_lazy as _

from audit.forms import UseCaseForm
from partners.models import Service
from referrals.models import DeclineReason, QuestionCode, Result, ResultReason, ReturnReason


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


class AssignForm(UseCaseForm):
    """The lead gives it to one of their own."""

    to_user_pk = forms.TypedChoiceField(
        label=_("Who takes care of it?"), coerce=int, widget=forms.RadioSelect
    )

    def __init__(self, *args, members, **kwargs):
        super().__init__(*args, **kwargs)
        names = [(user.pk, user.name) for user in members if not user.is_machine]
        self.fields["to_user_pk"].choices = names


class LetBackForm(forms.Form):
    user_pk = forms.IntegerField(min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)


def _others(organisation) -> list[tuple]:
    rows = Service.objects.filter(is_active=True, organisation__is_active=True)
    rows = rows.filter(organisation__is_ours=False).exclude(organisation=organisation)
    found: dict[str, list] = {}
    for row in rows.select_related("organisation"):
        found.setdefault(row.organisation.name, []).append((row.pk, str(row)))
    return list(found.items())


class ReportForm(UseCaseForm):
    """A result per goal, with a reason for all but the reached ones – or: never reached."""

    MET, NOBODY = "yes", "no"
    reached = forms.ChoiceField(
        label=_("Did you reach the person?"),
        choices=[(MET, _("Yes")), (NOBODY, _("No, we never reached the person"))],
        widget=forms.RadioSelect(attrs={"data-opens": "yes"}),
    )

    def __init__(self, *args, goals, has_started: bool, **kwargs):
        """*goals* are pairs (key, text). What never started was never reached either."""
        super().__init__(*args, **kwargs)
        self.goals = list(goals) if has_started else []
        if not has_started:
            self.fields["reached"].choices = self.fields["reached"].choices[1:]
        is_demanded = not self.is_bound or self.data.get("reached") == self.MET
        for number, (_key, text) in enumerate(self.goals, 1):
            self.fields[f"result_{number}"] = forms.ChoiceField(
                label=text, choices=Result, required=is_demanded, widget=forms.RadioSelect,
                error_messages={"required": _("Say how it went.")},
            )  # fmt: skip
            self.fields[f"reason_{number}"] = forms.ChoiceField(
                label=_("If not wholly reached: why?"), required=False,
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
        for number, (key, _text) in enumerate(self.goals, 1):
            result = given.get(f"result_{number}", "")
            reason = "" if result == Result.MET else given.get(f"reason_{number}", "")
            found[key] = (result, reason)
        return found
