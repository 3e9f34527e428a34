"""How somebody may be reached safely. Asked on the public form, changed in the mailbox."""

import phonenumbers
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from audit.forms import UseCaseForm
from intake import personal_numbers
from intake.forms.fields import WordsField
from intake.models import Days, Hours, Way


class ContactForm(UseCaseForm):
    """What goes with another way than the chosen one is hidden on the page, and is not kept."""

    way = forms.ChoiceField(
        label=_("How may we reach you?"),
        help_text=_(
            "Think of who else may see your screen, your post or your calls. You can change "
            "this later."
        ),
        choices=Way,
        initial=Way.NONE,
        widget=forms.RadioSelect(attrs={"data-opens": "phone email"}),
    )
    phone = WordsField(
        label=_("Phone number"),
        error_messages={"required": _("Write the number we may call, or choose another way.")},
        widget=forms.TextInput(
            attrs={"type": "tel", "autocomplete": "tel", "dir": "ltr", "class": "short"}
        ),
    )
    voicemail_ok = forms.BooleanField(
        label=_("You may leave a message on the voicemail"), required=False
    )
    say_who_ok = forms.BooleanField(
        label=_("You may say that it is the social services who is calling"),
        help_text=_("Otherwise we only say a first name, and hang up if somebody else answers."),
        required=False,
    )
    code_word = WordsField(
        label=_("A code word"),
        help_text=_("We say it first when we call, so that you know that it is us."),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto", "class": "short"}),
    )
    email = WordsField(
        label=_("E-mail address"),
        help_text=_(
            "We only write “You have a message”. You read it here, with your code. Choose an "
            "address that nobody else reads."
        ),
        error_messages={"required": _("Write the e-mail address, or choose another way.")},
        widget=forms.TextInput(
            attrs={"type": "email", "autocomplete": "email", "dir": "ltr", "class": "short"}
        ),
    )
    is_shared = forms.BooleanField(
        label=_("Somebody else may see this phone or read this e-mail"),
        help_text=_(
            "Then we send no e-mail at all. If we call, we leave no message and say who we are "
            "to nobody but you."
        ),
        required=False,
    )
    days = forms.ChoiceField(
        label=_("On which days?"),
        choices=Days,
        initial=Days.ALL,
        widget=forms.Select(attrs={"class": "short"}),
    )
    hours = forms.ChoiceField(
        label=_("When may we get in touch?"),
        choices=Hours,
        initial=Hours.ANY,
        widget=forms.Select(attrs={"class": "short"}),
    )
    name = WordsField(
        label=_("What may we call you?"),
        help_text=_("A first name or a made-up name is enough. You need not say who you are."),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "nickname", "dir": "auto", "class": "short"}),
    )
    wishes = WordsField(
        label=_("Anything else we should think of when we contact you?"),
        help_text=_("For example: never write home, or call from a hidden number."),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )

    usual = {"way": Way.NONE, "hours": Hours.ANY, "days": Days.ALL}
    CONTACT = (
        "way", "hours", "days", "voicemail_ok", "say_who_ok", "is_shared", "name", "phone",
        "email", "code_word", "wishes",
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        """The chosen way says what is required. A choice that is left out has its usual answer."""
        super().__init__(*args, **kwargs)
        for name in ("phone", "email"):
            self.fields[name].required = not self.is_bound or self.data.get("way") == name
        for name in self.usual:
            self.fields[name].required = not self.is_bound or name in self.data

    def clean_name(self):
        name = self.cleaned_data["name"]
        if personal_numbers.found_in(name):
            raise ValidationError(
                _("Write only a name here. We do not need your personal number."),
                code="personal_number",
            )
        return name

    def clean(self):
        told = super().clean()
        for name, usual in self.usual.items():
            told[name] = told.get(name) or usual
        if told["way"] == Way.PHONE:
            self._try("phone", _phone)
        else:
            told |= {"phone": "", "code_word": "", "voicemail_ok": False, "say_who_ok": False}
        if told["way"] == Way.EMAIL:
            self._try("email", email_address)
        else:
            told["email"] = ""
        if told["way"] == Way.NONE:
            told |= {"hours": Hours.ANY, "days": Days.ALL, "is_shared": False}
        return told

    def _try(self, name: str, checked):
        if name not in self.cleaned_data:
            return
        try:
            self.cleaned_data[name] = checked(self.cleaned_data[name])
        except ValidationError as error:
            self.add_error(name, error)

    def contact(self) -> dict:
        """SafeContact's fields, and nothing else."""
        return {name: self.cleaned_data[name] for name in self.CONTACT}


def _phone(text: str) -> str:
    """As the world writes it: +46 and so on."""
    try:
        number = phonenumbers.parse(text, "SE")
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not phonenumbers.is_possible_number(number):
        raise ValidationError(
            _("This does not look like a phone number. Write it as 070-174 06 05, for example."),
            code="phone",
        )
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def email_address(text: str) -> str:
    try:
        validate_email(text)
    except ValidationError:
        raise ValidationError(
            _("This does not look like an e-mail address. It should be like name@example.org."),
            code="email",
        ) from None
    return text


def as_written_here(known: dict) -> dict:
    """What we know of somebody, with the number as people write it: 070-174 06 05."""
    return known | {"phone": number_here(known["phone"])} if known.get("phone") else known


def number_here(text: str) -> str:
    """A number that is kept as the world writes it, as people here do; any other as it stands."""
    try:
        number = phonenumbers.parse(text)
    except phonenumbers.NumberParseException:
        return text
    is_ours = number.country_code == phonenumbers.country_code_for_region("SE")
    formats = phonenumbers.PhoneNumberFormat
    written = formats.NATIONAL if is_ours else formats.INTERNATIONAL
    return phonenumbers.format_number(number, written)
