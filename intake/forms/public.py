"""The form anybody may fill in. Only the story must be written."""

from django import forms
from django.utils.translation import gettext_lazy as _

from intake import tickets
from intake.forms.contact import ContactForm
from intake.forms.fields import StoryField
from intake.models import About, AgeBand

ABOUT = [one for one in About.choices if one[0] != About.PUPIL]  # those whose work it is sign in

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


class RequestForm(ContactForm):
    """Knows the areas without asking the database: it must come back even when that is down."""

    story = StoryField(
        label=_("What do you want help with?"),
        help_text=_(
            "Write as you like, in any language. You do not need to know whom to turn to, or "
            "what the help is called."
        ),
    )
    about = forms.ChoiceField(
        label=_("Who is it about?"),
        choices=ABOUT,
        initial=About.SELF,
        widget=forms.RadioSelect,
    )
    age_band = forms.ChoiceField(
        label=_("How old is the person it is about?"),
        choices=AgeBand,
        initial=AgeBand.UNKNOWN,
        widget=forms.Select(attrs={"class": "short"}),
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
    ticket = forms.CharField(widget=forms.HiddenInput)

    USUAL = ContactForm.USUAL | {"about": About.SELF, "age_band": AgeBand.UNKNOWN}
    field_order = ["story", "about", "age_band", "area", "way"]

    def __init__(self, data=None, *, areas=(), **kwargs):
        if data is not None and not tickets.is_ours(data.get("ticket", "")):
            data = data.copy()
            data["ticket"] = tickets.new()
        super().__init__(data, **kwargs)
        self.fields["area"].choices = [("", _("Do not want to say")), *self._known(areas)]

    def _known(self, areas):
        """The areas; and when they cannot be asked for, at least the one that was chosen."""
        chosen = self.data.get("area")
        return areas or ([(chosen, chosen)] if chosen else [])

    def told(self) -> dict:
        """What receiving.submit takes, but for the area."""
        codes = {name: self.cleaned_data[name] for name in ("about", "age_band", "interpreter")}
        return codes | {
            "ticket": self.cleaned_data["ticket"],
            "story": self.cleaned_data["story"],
            "contact": self.contact(),
        }
