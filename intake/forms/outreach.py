"""A note from the street: written with one thumb, in half a minute, where the network is poor."""

from django import forms
from django.utils.translation import gettext_lazy as _

from intake.forms.contact import ContactForm
from intake.forms.fields import StoryField
from intake.forms.portal import TellingForm
from intake.models import About, AgeBand, Asker, Urgency, Way

# One answer says who it is about, whether they are there, and whether they want to be called.
HERE = [
    (Way.PHONE, _("The person is here, and wants us to call")),
    (Way.NONE, _("The person is here, and comes back with a code")),
    (About.SOMEBODY, _("The person is not here, or wants no contact")),
    (About.PLACE, _("It is about a place, no certain person")),
]
ABSENT = (About.SOMEBODY, About.PLACE)
YOUNG = (AgeBand.UNDER_12, AgeBand.FROM_12, AgeBand.FROM_15)


class OutreachForm(TellingForm):
    """Two answers are needed: what it is about, and who is there. The rest waits for the desk."""

    story = StoryField(
        label=_("What is it about?"),
        help_text=_("Only what is needed to help. No names of others."),
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
    )
    urgency = forms.ChoiceField(
        label=_("Urgency"), choices=Urgency, initial=Urgency.NORMAL, widget=forms.RadioSelect
    )

    field_order = ("story", *ContactForm.base_fields, "arena", "topic", "age_band")
    CODES = ("ticket", "story", "age_band", "arena", "topic", "urgency")
    usual = TellingForm.usual | {"age_band": AgeBand.UNKNOWN, "urgency": Urgency.NORMAL}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("about", "area", "language", "interpreter", "is_protected", "with_person"):
            del self.fields[name]
        self.fields["way"].label, self.fields["way"].help_text = _("Who is there?"), ""
        self.fields["way"].choices = HERE
        self.fields["way"].required, self.initial["way"] = True, None
        self.fields["arena"].label = _("Where?")
        self.fields["age_band"].label = _("Age")

    @property
    def is_with_person(self) -> bool:
        return self.cleaned_data["way"] not in ABSENT

    def told(self) -> dict:
        """One answer has said whom it is about, and who tells us."""
        here, asker = self.cleaned_data["way"], Asker.SELF
        if self.cleaned_data["age_band"] in YOUNG:
            asker = Asker.YOUNG
        return super().told() | {
            "about": About.SELF if self.is_with_person else here,
            "asker": asker if self.is_with_person else Asker.PROFESSIONAL,
        }
