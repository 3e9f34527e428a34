"""Concern for a child, from anybody (SoL 19:4): one screen to write on, one to look it through."""

from enum import StrEnum

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from audit.forms import UseCaseForm
from intake import tickets, words
from intake.forms.fields import StoryField, WordsField, warn_of_code


class Screen(StrEnum):
    WRITE = "write"
    CHECK = "check"


PRIVATE, AT_WORK = "private", "at_work"
WHO = [
    (PRIVATE, _("As a private person: a relative, a neighbour, a friend, or the child itself")),
    (AT_WORK, _("In my work, for example at a school or in health care")),
]
ASKED = ("concern", "child", "who", "reached_at")


class ReportForm(UseCaseForm):
    """Only the concern and in what capacity must be told; who one is, by none but whom the law
    binds to report (SoL 19:1).
    """

    concern = StoryField(
        label=_("What makes you worried?"),
        help_text=_(
            "What you have seen or heard, and when. Write as you like, in any language. You do "
            "not need to be sure."
        ),
    )
    child = WordsField(
        label=_("Which child is it?"),
        help_text=_(
            "Name, age, school, where the child lives: what you know. If somebody there has a "
            "protected identity, write that, and no address."
        ),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto", "autocomplete": "off"}),
    )
    who = forms.ChoiceField(
        label=_("Do you report as a private person or in your work?"),
        choices=WHO,
        widget=forms.RadioSelect,
    )
    reached_at = WordsField(
        label=_("Who are you, and how do we reach you?"),
        help_text=_(
            "A private person may leave this empty. In your work: your name, where you work and "
            "a telephone number."
        ),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto", "autocomplete": "off"}),
    )
    ticket = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, data=None, *, initial=None, screen=Screen.WRITE):
        if data is not None and not tickets.is_ours(data.get("ticket", "")):
            data = data.copy()
            data["ticket"] = tickets.new()
        self.typed, self.screen = data if data is not None else initial or {}, screen
        super().__init__(data, initial=dict(initial or {}))

    def clean(self):
        told = super().clean()
        warn_of_code(self, "concern")
        if told.get("who") == AT_WORK and not told.get("reached_at"):
            self.add_error("reached_at", _nobody_is_anonymous_at_work())
        return told

    def unjudged(self, screen: Screen = Screen.WRITE) -> "ReportForm":
        """A screen with everything that was typed, and nothing called an error yet."""
        return ReportForm(initial=self.typed.dict(), screen=screen)

    @property
    def carried(self) -> list[tuple[str, str]]:
        """What was typed on the other screen, as it was typed."""
        if self.screen == Screen.WRITE:
            return []
        told = [(name, self.typed.get(name, "")) for name in (*ASKED, "with_code")]
        return [(name, words.cleaned(value)) for name, value in told if value]

    @property
    def answers(self) -> list[tuple]:
        """What was asked and what was answered; what was left out says so."""
        said = dict(WHO)
        return [
            (self[name], said.get(self.cleaned_data[name], self.cleaned_data[name]))
            for name in ASKED
        ]

    def told(self) -> dict:
        """What raising_concern.tell takes, but for the language."""
        names = ("ticket", "concern", "child", "reached_at")
        told = {name: self.cleaned_data[name] for name in names}
        return told | {"must_report": self.cleaned_data["who"] == AT_WORK}


def _nobody_is_anonymous_at_work() -> ValidationError:
    return ValidationError(
        _(
            "Whoever reports in their work cannot be anonymous. Write your name, where you work "
            "and a telephone number."
        ),
        code="required",
    )
