"""What people fill in about an authority's request for contact details."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit.forms import DayInput, UseCaseForm
from config.police.codes import (
    ANSWERED_BY,
    HELD,
    Asked,
    Authority,
    Check,
    HandBack,
    Outcome,
    Refusal,
    Way,
)
from config.police.services.deciding import Proposal
from intake.forms.fields import StoryField
from referrals.models import Answer


class ReceiveForm(UseCaseForm):
    authority = forms.ChoiceField(
        label=_("Which authority asks?"), choices=Authority, widget=forms.RadioSelect
    )
    way = forms.ChoiceField(label=_("How did it come?"), choices=Way, widget=forms.RadioSelect)
    received_on = forms.DateField(
        label=_("When did it come?"), widget=DayInput, initial=timezone.localdate
    )
    their_number = forms.CharField(
        label=_("Their number of the matter"), required=False, max_length=40
    )
    who = StoryField(
        label=_("Who asks there?"),
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=_("Name, function and how the authority’s switchboard reaches them."),
    )
    whom = StoryField(
        label=_("Whom do they ask about?"),
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=_("As they said it. It is sealed, and nothing is looked up by it."),
    )
    asked = forms.MultipleChoiceField(
        label=_("What do they ask for?"), choices=Asked, widget=forms.CheckboxSelectMultiple,
        help_text=_("Anything else is not answered on this ground."),
    )  # fmt: skip


class CheckForm(UseCaseForm):
    checked_how = forms.ChoiceField(
        label=_("How do we know that it is they?"), choices=Check, widget=forms.RadioSelect,
        help_text=_("Call back through the switchboard. Never answer a number that they gave."),
    )  # fmt: skip


class FindForm(UseCaseForm):
    number = forms.CharField(
        label=_("Number of the request with us"), max_length=12,
        help_text=_("If the person is with us. Search for them as for anybody, with a purpose."),
    )  # fmt: skip


class DecideForm(UseCaseForm):
    """*ground* is the one in force; *items* what is asked for and may be given on it.

    The page says whose conditions it showed: what was answered about another version is asked anew.
    """

    outcome = forms.ChoiceField(
        label=_("What is to be answered?"),
        widget=forms.RadioSelect(attrs={"data-opens": "give refuse"}), choices=Outcome,
    )  # fmt: skip
    items = forms.MultipleChoiceField(
        label=_("What is given?"), required=False, widget=forms.CheckboxSelectMultiple
    )
    tells_person = forms.BooleanField(
        label=_("The person may see that it was answered"), required=False,
        help_text=_("Not while the authority says that it would harm its work (OSL 18:1)."),
    )  # fmt: skip
    refusal = forms.ChoiceField(
        label=_("Why is it refused?"), required=False, widget=forms.RadioSelect, choices=Refusal
    )
    confirmed = forms.BooleanField(
        label=_("I have looked twice: it goes to the right one and does not say where they are"),
        help_text=_("The person has a protected identity."), required=False,
    )  # fmt: skip
    reasons = StoryField(
        label=_("Why is it decided so?"),
        help_text=_("What speaks for it and against it. It is kept sealed, with the decision."),
    )

    ground_pk = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data=None, *, asked, ground, is_protected: bool):
        shown = {"ground_pk": str(ground.pk) if ground else ""}
        super().__init__(_answered_about(shown, data), initial=shown)
        self.ground, may = ground, set(ground.may_tell) if ground else set()
        self.fields["items"].choices = [
            (item.value, item.label) for item in HELD if item in asked and item in may
        ]
        for name, condition in self._conditions():
            self.fields[name] = forms.ChoiceField(
                label=condition, choices=Answer, required=False, widget=forms.RadioSelect
            )
        if not is_protected:
            del self.fields["confirmed"]
        named = [name for name, _condition in self._conditions()]
        self.order_fields(["outcome", "items", *named, "tells_person", "confirmed", "refusal"])
        self._require_what_belongs(self.data.get("outcome", ""))

    def _require_what_belongs(self, outcome: str) -> None:
        """To the answer that was chosen; before one is, nothing is called optional."""
        given = ["items", *(name for name, _condition in self._conditions())]
        self.needed_later = (*given, "refusal")
        for name in given:
            self.fields[name].required = outcome == Outcome.GIVE
        self.fields["refusal"].required = outcome == Outcome.REFUSE

    def _conditions(self) -> list[tuple[str, str]]:
        asks = self.ground.asks() if self.ground else []
        return [(f"condition_{number}", ask) for number, ask in enumerate(asks, 1)]

    def conditions(self) -> list:
        return [self[name] for name, _condition in self._conditions()]

    def clean(self):
        """As the use case takes it."""
        told = super().clean()
        answers = tuple(told.get(name, "") for name, _condition in self._conditions())
        proposal = Proposal(
            outcome=told.get("outcome", ""), items=tuple(told.get("items", ())),
            refusal=told.get("refusal", ""), ground_pk=self.ground and self.ground.pk,
            answers=answers, tells_person=told.get("tells_person", False),
            confirmed=told.get("confirmed", False),
        )  # fmt: skip
        return {"proposal": proposal, "reasons": told.get("reasons", "")}


def _answered_about(shown: dict, data):
    """Without the answers to conditions that are not the ones of today."""
    if not data or data.get("ground_pk", "") == shown["ground_pk"]:
        return data
    kept = data.copy()
    for name in [name for name in data if name.startswith("condition_")]:
        del kept[name]
    kept["ground_pk"] = shown["ground_pk"]
    return kept


class ConfirmForm(UseCaseForm):
    decision_pk = forms.UUIDField(widget=forms.HiddenInput)


class HandBackForm(UseCaseForm):
    decision_pk = forms.UUIDField(widget=forms.HiddenInput(attrs={"id": False}))  # beside the other
    reason = forms.ChoiceField(
        label=_("What is to be mended?"), choices=HandBack, widget=forms.RadioSelect
    )


class AnswerForm(UseCaseForm):
    answered_how = forms.ChoiceField(
        label=_("How was it answered?"), choices=[(way.value, way.label) for way in ANSWERED_BY],
        widget=forms.RadioSelect,
    )  # fmt: skip
    answered_on = forms.DateField(
        label=_("When was it answered?"), widget=DayInput, initial=timezone.localdate
    )


class YearForm(forms.Form):
    """Which year that has ended."""

    is_filter = True

    year = forms.TypedChoiceField(label=_("Year"), coerce=int)

    def __init__(self, *args, years, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [(year, str(year)) for year in years]

    def chosen(self) -> int:
        if self.is_valid():
            return self.cleaned_data["year"]
        return self.fields["year"].choices[0][0]
