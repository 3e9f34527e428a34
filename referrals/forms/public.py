"""Which of the published figures somebody wants to see."""

from django import forms
from django.utils.translation import gettext_lazy as _

from referrals.open_figures import Names

FIELDS = ("ending", "partner", "service", "area")


class OpenFiguresForm(forms.Form):
    """What is not understood narrows nothing. *quarters*: code and words, the newest first."""

    is_filter = True

    quarter = forms.ChoiceField(label=_("Time"), required=False)
    ending = forms.ChoiceField(label=_("How it went"), required=False)
    partner = forms.ChoiceField(label=_("Who was asked"), required=False)
    service = forms.ChoiceField(label=_("Which help"), required=False)
    area = forms.ChoiceField(label=_("Where"), required=False)

    def __init__(self, *args, quarters, called: Names, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["quarter"].choices = quarters
        given = (called.endings, called.kinds, called.services, called.areas)
        for name, names in zip(FIELDS, given, strict=True):
            self.fields[name].choices = [("", _("All")), *names.items()]

    def asked(self) -> tuple[str, ...]:
        """A code for each part; "" for all."""
        self.is_valid()
        return tuple(self.cleaned_data.get(name, "") for name in FIELDS)

    def in_words(self) -> list[tuple]:
        """For paper, where the form itself does not stand."""
        chosen = {"quarter": self.chosen_quarter()} | dict(zip(FIELDS, self.asked(), strict=True))
        return [
            (self.fields[name].label, dict(self.fields[name].choices)[code])
            for name, code in chosen.items() if code
        ]  # fmt: skip

    def chosen_quarter(self) -> str:
        """The newest, if nobody says otherwise."""
        self.is_valid()
        return self.cleaned_data.get("quarter") or self.fields["quarter"].choices[0][0]
