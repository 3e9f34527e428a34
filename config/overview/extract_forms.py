"""A register extract: who asks, what is given of each text, how it was handed over."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit.forms import DayInput, UseCaseForm
from intake import redacting
from intake.models import Claimant, Guardian, HandedHow, ShownBy, WithholdingGround
from intake.services.extracting import Part
from referrals.services import choosing, enclosing
from referrals.services.choosing import LOG, NOTHING, PARTS, WHOLE, Choice, is_never_told

GIVE = (
    (WHOLE, _("Give it whole")),
    (PARTS, _("Give it without the marked words")),
    (NOTHING, _("Do not give it")),
)
HAND = ((WHOLE, _("Hand it over")), (NOTHING, _("Do not hand it over")))


class BeginForm(UseCaseForm):
    claimant = forms.ChoiceField(
        label=_("Who asks?"), choices=Claimant.choices, widget=forms.RadioSelect
    )
    guardian = forms.ChoiceField(
        label=_("Which guardian?"), required=False,
        choices=[("", _("No guardian")), *Guardian.choices],
        help_text=_(
            "If a guardian asks: they get what you have decided that this guardian may be shown, "
            "and no more (OSL 12:3). Without a decision, nothing."
        ),
    )  # fmt: skip
    shown_by = forms.ChoiceField(
        label=_("How have they shown who they are?"), choices=ShownBy.choices,
        widget=forms.RadioSelect,
    )  # fmt: skip
    asked_on = forms.DateField(
        label=_("When did they ask?"),
        widget=DayInput,
        initial=timezone.localdate,
        help_text=_("They have a right to an answer within a month."),
    )


class HandOverForm(UseCaseForm):
    how = forms.ChoiceField(
        label=_("How was it handed over?"), choices=HandedHow.choices, widget=forms.RadioSelect
    )


class CheckForm(UseCaseForm):
    """A choice, a ground and the words that are left out, for each text; and lines of the log."""

    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(
        self, *args, parts: list[Part], lines: list, claimant: str, names=(), looked=(), **kwargs
    ):
        super().__init__(*args, **kwargs)
        self.looked = looked
        self.parts = [part for part in parts if not part.fixed]
        self.lines = [line for line in lines if not is_never_told(line, claimant)]
        self.never = [part for part in parts if part.fixed]
        self.grounds = WithholdingGround.in_force(timezone.localdate())
        self.fields["seen"].initial = choosing.fingerprint(parts)
        for number, part in enumerate(self.parts):
            ways = HAND if part.is_file else GIVE
            self._ask(str(number), choosing.proposed(part, list(names)), ways, part.text)
        self._ask("log", Choice(WHOLE, [], ""), (), "")
        said = [(str(line.link.number), str(line.link.number)) for line in self.lines]
        self.fields["gone_log"].choices = said

    def _ask(self, name: str, first: Choice, ways, text: str) -> None:
        words = [(str(at), word) for at, word in enumerate(redacting.words_of(text))]
        if ways:
            self.fields[f"give_{name}"] = forms.ChoiceField(
                label=_("What is given?"), choices=ways, widget=forms.RadioSelect,
                initial=first.give or None,
                error_messages={"required": choosing.UNDECIDED},
            )  # fmt: skip
        self.fields[f"gone_{name}"] = forms.TypedMultipleChoiceField(
            label=_("Words that are left out"), coerce=int, required=False, choices=words,
            initial=[str(at) for at in first.gone],
        )  # fmt: skip
        grounds = [(code, str(ground)) for code, ground in self.grounds.items()]
        self.fields[f"ground_{name}"] = forms.ChoiceField(
            label=_("On which ground?"), required=False, choices=[("", "–"), *grounds]
        )

    def clean(self):
        given = super().clean()
        for number, part in enumerate(self.parts):
            name, choice = str(number), self._choice(str(number))
            if part.is_file and choice.give == WHOLE and part.place not in self.looked:
                self.add_error(f"give_{name}", enclosing.NOT_LOOKED)
            if choice.leaves_out and choice.give and not choice.ground:
                self.add_error(f"ground_{name}", choosing.NO_GROUND)
            if choice.give == PARTS and not choice.gone:
                self.add_error(f"give_{name}", choosing.NO_WORD)
        if self._choice("log").gone and not self._choice("log").ground:
            self.add_error("ground_log", choosing.NO_GROUND)
        return given

    def _choice(self, name: str) -> Choice:
        told = self.cleaned_data
        gone = told.get(f"gone_{name}") or []
        give = told.get(f"give_{name}", PARTS if name == "log" and gone else "")
        return Choice(give, gone, told.get(f"ground_{name}", ""))

    def choices(self) -> dict[str, Choice]:
        """By the text's place."""
        chosen = {part.place: self._choice(str(at)) for at, part in enumerate(self.parts)}
        marked = self._choice("log")
        return chosen | ({LOG: marked} if marked.gone else {})

    def run(self, use_case, *args, **kwargs):
        """As every form here; what is handed on is the choices."""
        if not self.is_valid():
            return None
        told = {"choices": self.choices(), "seen": self.cleaned_data["seen"]}
        plain = UseCaseForm({})
        done = plain.run(use_case, *args, **kwargs, **told)
        for refusal in plain.non_field_errors():
            self.add_error(None, refusal)
        return done

    def rows(self) -> list[dict]:
        """For the page: each text with its fields."""
        return [
            {"part": part, "looked": part.place in self.looked, **self._fields(str(number))}
            for number, part in enumerate(self.parts)
        ]

    def log_row(self) -> dict:
        chosen = set(self["gone_log"].value() or [])
        marked = [(line, str(line.link.number) in map(str, chosen)) for line in self.lines]
        return {"lines": marked, "ground": self["ground_log"]}

    def _fields(self, name: str) -> dict:
        gone = {str(at) for at in self[f"gone_{name}"].value() or []}
        words = self.fields[f"gone_{name}"].choices
        return {
            "name": f"gone_{name}", "give": self[f"give_{name}"], "ground": self[f"ground_{name}"],
            "words": [(at, word, at in gone) for at, word in words], "marked": len(gone),
        }  # fmt: skip
