from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from audit.days import FIRST, LAST
from audit.forms import UseCaseForm
from partners.models import Kind, Organisation

MEGABYTES = 10
TOO_LARGE = _("The file is larger than %(most)s MB. Divide it, and take the parts in one by one.")


class IdField(forms.UUIDField):
    """By what id other directories know it. If nobody writes one, it gets one of its own."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs | {"required": False})

    def clean(self, value):
        return super().clean(value) or uuid4()


class IncomingForm(UseCaseForm):
    """A file to look at, and what to say of what is new in it."""

    file = forms.FileField(
        label=_("File"), widget=forms.FileInput(attrs={"accept": ".json,application/json"}),
        help_text=_("Open Referral HSDS 3, as JSON. At most %(most)s MB.") % {"most": MEGABYTES},
        error_messages={"empty": _("The file is empty.")},
    )  # fmt: skip
    kind = forms.ChoiceField(
        label=_("New organisations are, as a rule"), choices=Kind, initial=Kind.CIVIL_SOCIETY
    )
    secrecy = forms.ChoiceField(
        label=_("How secrets are kept there"), choices=Organisation.Secrecy,
        initial=Organisation.Secrecy.PRIVATE,
        help_text=_("New organisations are not in use until you have looked at them."),
    )  # fmt: skip
    opens = forms.BooleanField(
        label=_("Residents may come to the new services by themselves"), required=False
    )
    keeps_people = forms.BooleanField(
        label=_("Keep the names of contact persons, too"), required=False,
        help_text=_("They are shown to nobody, and are given back in your own file. As a rule an "
                    "organisation is asked as a whole, and nobody’s name is needed."),
    )  # fmt: skip

    def clean_file(self) -> bytes:
        file = self.cleaned_data["file"]
        if file.size > MEGABYTES * 1024 * 1024:
            raise ValidationError(TOO_LARGE, code="too_large", params={"most": MEGABYTES})
        return file.read()


class ApplyForm(UseCaseForm):
    """*seen*: a digest of what was shown."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)


class SoughtForm(forms.Form):
    """What a reader of the open data may ask for, named as HSDS names it."""

    page = forms.IntegerField(min_value=1, required=False)
    per_page = forms.IntegerField(min_value=1, max_value=100, required=False)
    full = forms.BooleanField(required=False)
    search = forms.CharField(max_length=100, required=False)


class MomentField(forms.DateTimeField):
    """One that every clock can say: also where it is another day already, or still."""

    def clean(self, value):
        moment = super().clean(value)
        if moment and not FIRST <= moment.date() <= LAST:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return moment


class SoughtServicesForm(SoughtForm):
    minimal = forms.BooleanField(required=False)
    organization_id = forms.UUIDField(required=False)
    taxonomy_id = forms.UUIDField(required=False)
    taxonomy_term_id = forms.UUIDField(required=False)
    modified_after = MomentField(required=False)
