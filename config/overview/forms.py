"""Forms for settings, made from a table: one input a language for texts the house writes itself."""

from django import forms
from django.conf import settings
from django.db.models import DateField, ManyToManyField, TimeField
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from audit.forms import DayInput
from config.accounts.roles import ROLES
from intake import rights as intake
from partners.models import LocalText

LANGUAGES = [code for code, _name in settings.LANGUAGES]
WORKING = [code for code, _name in settings.STAFF_LANGUAGES]
LONG = {
    "body", "text", "description", "audience", "how_to_come", "hours", "cost", "conditions",
    "guidance", "limit",
}  # fmt: skip
LONGEST, SHORTEST = 6000, 120  # characters
IN_ORDER = (
    ("opens", "closes"), ("first", "last"), ("opens_on", "closes_on"),
    ("valid_from", "valid_until"), ("from_age", "to_age"),
)  # fmt: skip


class ClockInput(forms.TimeInput):
    input_type = "time"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%H:%M")


class SeveralField(forms.MultipleChoiceField):
    """Several codes out of a list, kept as JSON."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, *, encoder=None, decoder=None, show_hidden_initial=False, **kwargs):
        super().__init__(**kwargs)


class LanguageField(forms.ChoiceField):
    """One of the languages that people work in."""

    def __init__(self, *, max_length=None, empty_value="", **kwargs):
        super().__init__(choices=settings.STAFF_LANGUAGES, **kwargs)


class LeadField(forms.ModelChoiceField):
    """Somebody of ours who leads: only they can see what waits in a team."""

    def __init__(self, queryset, **kwargs):
        leading = [role for role, held in ROLES.items() if intake.REASSIGN in held]
        ours = queryset.filter(organisation__is_ours=True, is_active=True, role__in=leading)
        super().__init__(ours.order_by("name"), **kwargs)

    def label_from_instance(self, user):
        return user.name


class SettingForm(forms.ModelForm):
    """One row of the configuration. *texts* are written once a language; *fixed* ones only once."""

    asked: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    fixed: tuple[str, ...] = ()
    fits: tuple = ()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in self.texts:
            self._ask_in_every_language(name)
        for field in self.fields.values():
            field.show_hidden_initial = False  # a made-up number is written beside it, and no more
            _say_choose(field)
        for name in self.fixed:
            self.fields[name].disabled = self.instance.pk is not None
        self.order_fields([part for name in self.asked for part in self._parts(name)])

    def _parts(self, name: str) -> list[str]:
        return [f"{name}_{code}" for code in LANGUAGES] if name in self.texts else [name]

    def _ask_in_every_language(self, name: str) -> None:
        """The first language is asked for; the others may be written later."""
        field, is_long = self._meta.model._meta.get_field(name), name in LONG
        known = getattr(self.instance, name) or {}
        for code, language in settings.LANGUAGES:
            asked = self.fields[f"{name}_{code}"] = forms.CharField(
                label=_("%(field)s (%(language)s)")
                % {"field": capfirst(field.verbose_name), "language": language},
                widget=forms.Textarea(attrs={**_of(code), "rows": 6 if name == "body" else 3})
                if is_long
                else forms.TextInput(attrs=_of(code)),
                max_length=LONGEST if is_long else SHORTEST,
                required=code == LANGUAGES[0] and not field.blank,
                initial=known.get(code, ""),
            )
            asked.is_for_residents = code not in WORKING

    def for_residents(self) -> list:
        """The texts in languages that only residents read: asked for last, folded together."""
        return [one for one in self if getattr(one.field, "is_for_residents", False)]

    def for_all(self) -> list:
        folded = {one.name for one in self.for_residents()}
        return [one for one in self if one.name not in folded]

    def clean(self):
        """Put the languages together. A language without a text is left out."""
        given = super().clean()
        for first, second in IN_ORDER:
            begins, ends = self.cleaned_data.get(first), self.cleaned_data.get(second)
            if begins is not None and ends is not None and ends < begins:
                self.add_error(second, _("This must come after “%s”.") % self.fields[first].label)
        for name in self.texts:
            said = {code: self.cleaned_data.get(f"{name}_{code}", "") for code in LANGUAGES}
            setattr(self.instance, name, {code: text for code, text in said.items() if text})
        for require in self.fits:
            require(self.cleaned_data)
        return given

    def values(self) -> dict:
        """What was given, by field – for a use case that makes the row itself."""
        plain = {name: self.cleaned_data[name] for name in self._meta.fields or ()}
        return plain | {name: getattr(self.instance, name) for name in self.texts}


def _of(code: str) -> dict:
    return {"lang": code, "dir": "auto"}


def _say_choose(field) -> None:
    """Where nothing is chosen yet a list says so in words, and not in dashes."""
    if getattr(field, "empty_label", None):
        field.empty_label = _("Choose")
    elif isinstance(field, forms.TypedChoiceField):
        field.choices = [(key, label if key != "" else _("Choose")) for key, label in field.choices]


def widget_for(field):
    """Checkboxes for several, the browser's own calendar and clock for days and times."""
    if isinstance(field, ManyToManyField):
        return forms.CheckboxSelectMultiple
    if isinstance(field, DateField):
        return DayInput
    if isinstance(field, TimeField):
        return ClockInput
    return None


def form_for(model, asked, *, fixed=(), extra=None, fits=None) -> type[SettingForm]:
    """The form class for *model* that asks for the fields *asked*, in that order.

    *fits* is given all that was told, and refuses what makes no sense together.
    """
    fields = {name: model._meta.get_field(name) for name in asked}
    texts = tuple(name for name in asked if isinstance(fields[name], LocalText))
    plain = [name for name in asked if name not in texts]
    widgets = {name: widget_for(fields[name]) for name in plain if widget_for(fields[name])}
    made = forms.modelform_factory(
        model, form=SettingForm, fields=plain, widgets=widgets, field_classes=extra or {}
    )
    more = {"asked": asked, "texts": texts, "fixed": fixed, "fits": (fits,) if fits else ()}
    return type(made.__name__, (made,), more)
