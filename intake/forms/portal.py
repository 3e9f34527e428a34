"""What a school or another partner registers, and what we write down for somebody."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from intake import tickets
from intake.forms.contact import ContactForm
from intake.forms.fields import StoryField
from intake.forms.labels import ABOUT, AGES, ASKERS, WAYS
from intake.forms.public import INTERPRETERS
from intake.models import About, AgeBand, Asker, Channel, Urgency, Way
from partners.models import Area, Arena, Topic

HARM = [
    ("yes", _("Yes, I know or suspect it")),
    ("unsure", _("I am not sure")),
    ("no", _("No")),
]
BY_STAFF = (
    Channel.PHONE, Channel.VISIT, Channel.OUTREACH, Channel.MESSAGE, Channel.EMAIL,
)  # fmt: skip


# The contact questions, put to whoever writes for somebody else.
ASKED_OF_THEM = {
    "way": (
        _("How may the person be reached?"),
        _("Ask them: who else sees their phone, mail or post?"),
    ),
    "phone": (_("Their phone number"), ""),
    "voicemail_ok": (_("We may leave a message on the voicemail"), ""),
    "say_who_ok": (_("We may say that it is the social services who is calling"), ""),
    "email": (_("Their e-mail address"), _("One that nobody else reads.")),
    "code_word": (
        _("A code word that the person chooses"),
        _("We say it first when we call, so that they know that it is us."),
    ),
    "is_shared": (
        _("Somebody else may see the phone or read the e-mail"),
        _("Then no e-mail is sent, and whoever calls leaves no message."),
    ),
    "days": (_("On which days?"), ""),
    "hours": (_("When may we get in touch?"), ""),
    "name": (_("What may we call the person?"), _("A first name is enough.")),
    "wishes": (_("Anything else to think of when we contact them?"), ""),
}


class HarmForm(forms.Form):
    """Asked before a professional can write anything at all."""

    harm = forms.ChoiceField(
        label=_("Do you know or suspect that a child is being harmed?"),
        choices=HARM,
        widget=forms.RadioSelect,
    )


PROTECTED = _(
    "For example a confidentiality marking. Only those who are named then reach it. Never write "
    "an address, or anything that says where they are."
)


class TellingForm(ContactForm):
    """Somebody tells us on another person's behalf. What is not asked stays unknown."""

    about = forms.ChoiceField(label=_("Who is it about?"), choices=ABOUT, widget=forms.RadioSelect)
    age_band = forms.ChoiceField(
        label=_("How old is the person it is about?"), choices=AGES, initial=AgeBand.UNKNOWN
    )
    area = forms.ModelChoiceField(
        Area.objects.all(), label=_("Where in the municipality?"), required=False,
        empty_label=_("Not known"),
    )  # fmt: skip
    arena = forms.ModelChoiceField(
        Arena.objects.all(), label=_("Where did you meet?"), required=False, to_field_name="slug",
        empty_label=_("Not at an arena"),
    )  # fmt: skip
    topic = forms.ModelChoiceField(
        Topic.objects.filter(is_active=True), label=_("Topic"), required=False,
        empty_label=_("Not clear yet"),
    )  # fmt: skip
    language = forms.ChoiceField(
        label=_("In which language do they read?"), choices=settings.LANGUAGES, initial="sv"
    )
    interpreter = forms.ChoiceField(
        label=_("Is an interpreter needed?"), choices=INTERPRETERS, required=False
    )
    story = StoryField(
        label=_("What is the help about?"),
        help_text=_("Only what is needed to help. Write so that the person could read it."),
    )
    is_protected = forms.BooleanField(
        label=_("The person has a protected identity"), help_text=PROTECTED, required=False
    )
    with_person = forms.ChoiceField(
        label=_("Is the person, or a guardian, with you now?"),
        choices=[("yes", _("Yes, we write this together")), ("no", _("No"))],
        widget=forms.RadioSelect(attrs={"data-opens": "yes"}),
    )
    ticket = forms.CharField(widget=forms.HiddenInput)

    field_order = (
        "story", "about", "age_band", "area", "arena", "topic", "language", "interpreter",
        "is_protected", "with_person",
    )  # fmt: skip
    CODES = (
        "ticket", "story", "about", "age_band", "area", "arena", "topic", "language",
        "interpreter", "is_protected",
    )  # fmt: skip
    usual = ContactForm.usual | {"language": "sv"}

    def __init__(self, data=None, **kwargs):
        """Nobody beside them: nobody has said how they want to be reached."""
        if data is not None and not tickets.is_ours(data.get("ticket", "")):
            data = data.copy()
            data["ticket"] = tickets.new()
        if data is not None and data.get("with_person") == "no":
            data = data.copy()
            data["way"] = Way.NONE
        kwargs.setdefault("initial", {}).setdefault("ticket", tickets.new())
        super().__init__(data, **kwargs)
        self.fields["way"].choices = WAYS
        self.fields["arena"].queryset = Arena.objects.open()
        for name, (label, hint) in ASKED_OF_THEM.items():
            self.fields[name].label, self.fields[name].help_text = label, hint

    @property
    def is_with_person(self) -> bool:
        return self.cleaned_data["with_person"] == "yes"

    def told(self) -> dict:
        """What the use case takes. Whoever is not there gets no code, and no contact from us."""
        told = {name: self.cleaned_data[name] for name in self.CODES if name in self.cleaned_data}
        contact = self.contact() if self.is_with_person else {}
        return told | {"with_person": self.is_with_person, "contact": contact}

    def run(self, use_case, **kwargs):
        if not self.is_valid():
            return None
        try:
            return use_case(**self.told(), **kwargs)
        except forms.ValidationError as refusal:
            self.add_error(None, refusal)
            return None


class RegisterForm(TellingForm):
    """Without the person beside them there is nobody to give a code to, and no conversation."""

    about = forms.ChoiceField(
        label=_("Who is it about?"),
        choices=[
            (About.PUPIL, About.PUPIL.label),
            (About.SOMEBODY, About.SOMEBODY.label),
            (About.PLACE, About.PLACE.label),
        ],
        initial=About.PUPIL,
        widget=forms.RadioSelect,
    )
    asker = forms.ChoiceField(
        label=_("Who tells it, together with you?"), choices=ASKERS[:-1], initial=Asker.UNKNOWN
    )
    no_suspicion = forms.BooleanField(
        widget=forms.HiddenInput,
        error_messages={"required": _("Answer first whether a child may be being harmed.")},
    )
    field_order = (*TellingForm.field_order, "asker")
    CODES = (*TellingForm.CODES, "no_suspicion")
    usual = TellingForm.usual | {"asker": Asker.UNKNOWN}

    def told(self) -> dict:
        """The person beside them asks for themselves. Without them, a professional tells us."""
        is_said = self.is_with_person and self.cleaned_data["asker"] != Asker.UNKNOWN
        return super().told() | {
            "asker": self.cleaned_data["asker"] if is_said else Asker.PROFESSIONAL
        }


class RecordForm(TellingForm):
    """What is urgent is said at once: nobody waits unread until the note is weighed."""

    channel = forms.ChoiceField(
        label=_("How did it come to us?"),
        choices=[(one, one.label) for one in BY_STAFF],
        widget=forms.RadioSelect,
    )
    asker = forms.ChoiceField(label=_("Who tells us?"), choices=ASKERS, initial=Asker.UNKNOWN)
    urgency = forms.ChoiceField(
        label=_("Urgency"), choices=Urgency, initial=Urgency.NORMAL, widget=forms.RadioSelect
    )

    field_order = (
        "channel", "story", "asker", "about", "age_band", "area", "arena", "topic", "urgency",
        "language", "interpreter", "is_protected", "with_person",
    )  # fmt: skip
    CODES = (*TellingForm.CODES, "channel", "asker", "urgency")
    usual = TellingForm.usual | {
        "asker": Asker.UNKNOWN, "urgency": Urgency.NORMAL, "with_person": "yes",
    }  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        there = self.fields["with_person"]
        there.label = _("Is the person here, or on the phone?")
        there.choices = [("yes", _("Yes. I give them the code.")), ("no", _("No"))]
        there.initial = "yes"
