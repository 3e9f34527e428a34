"""The form anybody may fill in, on three screens. Only the story must be written."""

from enum import StrEnum

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from intake import tickets, words
from intake.forms.asking import questions_for
from intake.forms.contact import ContactForm
from intake.forms.fields import StoryField, warn_of_code
from intake.models import AgeBand, Asker

# Each language in its own words, so that whoever needs it can find it.
INTERPRETERS = [
    ("", _("No interpreter")),
    ("am", "አማርኛ"),
    ("ar", "العربية"),
    ("bs", "bosanski / hrvatski / srpski"),
    ("prs", "دری"),
    ("en", "English"),
    ("fa", "فارسی"),
    ("fi", "suomi"),
    ("ku", "kurdî"),
    ("pl", "polski"),
    ("ru", "русский"),
    ("sq", "shqip"),
    ("so", "Soomaali"),
    ("es", "español"),
    ("swl", _("Swedish sign language")),
    ("th", "ไทย"),
    ("ti", "ትግርኛ"),
    ("tr", "Türkçe"),
    ("uk", "українська"),
    ("other", _("Another language – say which in your text")),
]
HARM = [
    ("no", _("No")),
    ("unsure", _("I am not sure")),
    ("yes", _("Yes, I know or suspect it")),
]


class Screen(StrEnum):
    MESSAGE = "message"
    QUESTIONS = "questions"
    CHECK = "check"


ON = {
    Screen.MESSAGE: ("story", "with_code", "asker", "arena"),
    Screen.QUESTIONS: (
        "harm", "about", "age_band", "area", "interpreter", "way", "phone", "voicemail_ok",
        "say_who_ok", "code_word", "email", "is_shared", "days", "hours", "name", "wishes",
    ),
    Screen.CHECK: (),
}  # fmt: skip
CARRIED = (*ON[Screen.MESSAGE], *ON[Screen.QUESTIONS], "checked")


class RequestForm(ContactForm):
    """Knows the areas without asking the database: it must come back even when that is down.

    What was typed on one screen travels in the page to the next. Nothing is kept on the way.
    """

    story = StoryField(
        label=_("What do you want help with?"),
        help_text=_(
            "Write as you like, in any language. You do not need to know whom to turn to, or "
            "what the help is called."
        ),
    )
    asker = forms.ChoiceField(
        label=_("What fits you?"),
        help_text=_("Then we ask you only what we need to know."),
        choices=[*(one for one in Asker.choices if one[0] != Asker.UNKNOWN), Asker.choices[0]],
        required=False,
        widget=forms.RadioSelect,
    )
    harm = forms.ChoiceField(
        label=_("Do you know or suspect that a child is being harmed?"),
        choices=HARM,
        widget=forms.RadioSelect,
        error_messages={"required": _("Answer first whether a child may be being harmed.")},
    )
    about = forms.ChoiceField(label=_("Who is it about?"), widget=forms.RadioSelect)
    age_band = forms.ChoiceField(
        initial=AgeBand.UNKNOWN, widget=forms.Select(attrs={"class": "short"})
    )
    area = forms.ChoiceField(
        label=_("Where in the municipality?"),
        help_text=_("So that those who know your area answer."),
        required=False,
        widget=forms.Select(attrs={"class": "short"}),
    )
    interpreter = forms.ChoiceField(
        label=_("Do you want an interpreter when we talk?"),
        choices=INTERPRETERS,
        required=False,
        widget=forms.Select(attrs={"class": "short"}),
    )
    arena = forms.MultipleChoiceField(
        label=_("You came from"),
        help_text=_("Take the tick away if you do not want us to know."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    ticket = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, data=None, *, areas=(), arenas=None, initial=None, screen=Screen.MESSAGE):
        if data is not None and not tickets.is_ours(data.get("ticket", "")):
            data = data.copy()
            data["ticket"] = tickets.new()
        self.areas, self.arenas = areas, arenas
        self.typed = data if data is not None else initial or {}
        self.screen = screen
        self.questions = questions_for(self.typed.get("asker", ""))
        usual = {"about": self.questions.about[0], "age_band": AgeBand.UNKNOWN}
        self.usual = ContactForm.usual | usual
        super().__init__(data, initial=dict(initial or {}))
        self._follow_who_asks()
        self.fields["area"].choices = [("", _("Do not want to say")), *self._known(areas)]
        self._say_where_from()

    def _follow_who_asks(self):
        asked, about = self.questions, self.fields["about"]
        about.choices = [(one, one.label) for one in asked.about]
        about.initial = asked.about[0]
        if not asked.asks_about:  # whatever an earlier answer to "What fits you?" had led to
            about.disabled, self.initial["about"] = True, asked.about[0]
        self.fields["age_band"].label = asked.how_old
        self.fields["age_band"].choices = [(one, one.label) for one in asked.ages]
        if not asked.must_tell_of_harm:
            del self.fields["harm"]

    def _say_where_from(self):
        """Only for whoever followed an arena's short link, and only while it is open.

        When the arenas cannot be asked for, the one that was chosen stays.
        """
        slug = self.typed.get("arena")
        known = [(slug, slug)] if self.arenas is None else self.arenas
        self.fields["arena"].choices = [one for one in known if slug and one[0] == slug]
        if not self.fields["arena"].choices:
            del self.fields["arena"]

    def clean_arena(self) -> str:
        return "".join(self.cleaned_data["arena"])

    def clean(self):
        told = super().clean()
        warn_of_code(self, "story")
        return told

    def _known(self, areas):
        """The areas; and when they cannot be asked for, at least the one that was chosen."""
        chosen = self.typed.get("area")
        return areas or ([(chosen, chosen)] if chosen else [])

    def clean_harm(self):
        """The duty to report is the professional's own, and is done at once (SoL 19:1)."""
        harm = self.cleaned_data["harm"]
        if harm == "yes":
            raise ValidationError(
                _(
                    "Then the law says that you report it yourself, at once. Call us, or sign in "
                    "and report it. Your text is still here, but is not sent."
                ),
                code="is_a_concern",
            )
        return harm

    def goes_to(self, at: Screen) -> Screen | None:
        """The screen that comes after *at*, or the first that something is wrong on. None: send.

        Whoever changes the message from the last screen comes back to it – unless they have
        become somebody else, who is asked other things.
        """
        is_first_time = self.typed.get("checked") != (self.typed.get("asker") or Asker.UNKNOWN)
        if at == Screen.MESSAGE and is_first_time:
            return Screen.MESSAGE if self._wrong_on(Screen.MESSAGE) else Screen.QUESTIONS
        wrong = next((screen for screen in Screen if self._wrong_on(screen)), None)
        return wrong or (None if at == Screen.CHECK else Screen.CHECK)

    def unjudged(self, screen: Screen) -> "RequestForm":
        """A screen with everything that was typed, and nothing called an error yet."""
        known = {"areas": self.areas, "arenas": self.arenas}
        return RequestForm(initial=self.typed.dict(), screen=screen, **known)

    def _wrong_on(self, screen: Screen) -> bool:
        return any(name in self.errors for name in ON[screen])

    def show(self, screen: Screen) -> None:
        """What is wrong on another screen is said there."""
        self.screen = screen
        for name in set(self.errors) - set(ON[screen]):
            del self.errors[name]

    @property
    def carried(self) -> list[tuple[str, str]]:
        """What was typed on the other screens, as it was typed."""
        told = {name: self.typed.get(name, "") for name in CARRIED if name not in ON[self.screen]}
        if self.screen == Screen.CHECK:
            told["checked"] = told["asker"] or Asker.UNKNOWN
        return [(name, words.cleaned(str(value))) for name, value in told.items() if value]

    def told(self) -> dict:
        """What receiving.submit takes, but for the area."""
        codes = {name: self.cleaned_data[name] for name in ("about", "age_band", "interpreter")}
        return codes | {
            "asker": self.cleaned_data["asker"] or Asker.UNKNOWN,
            "ticket": self.cleaned_data["ticket"],
            "story": self.cleaned_data["story"],
            "contact": self.contact(),
        }
