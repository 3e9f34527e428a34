"""What a partner's lead wants the directory to say, and what the municipality answers."""

from collections import Counter
from datetime import time

from django import forms
from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from audit.forms import DayInput, UseCaseForm
from partners.languages import SPOKEN
from partners.models import TEXTS, Area, OpeningHours, RefusalReason, Service, Topic

WORKING = [code for code, _name in settings.STAFF_LANGUAGES]
LONG = {"description", "audience", "how_to_come", "hours"}
LONGEST, SHORTEST = 6000, 120  # characters: as the settings and a file may have them
SPANS, MORE_CLOSED = 2, 3  # a lunch between; room for so many new closed periods


class ServiceProposalForm(UseCaseForm):
    """One of the own services, as it should be said: its texts once a language."""

    phone = forms.CharField(label=_("Phone"), max_length=30, required=False)
    from_age = forms.IntegerField(label=_("From age"), min_value=0, max_value=120)
    to_age = forms.IntegerField(label=_("To age"), min_value=0, max_value=120)
    areas = forms.ModelMultipleChoiceField(
        label=_("Areas"), queryset=None, required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen: the whole municipality."),
    )  # fmt: skip
    languages = forms.MultipleChoiceField(
        label=_("Languages that are spoken there"), choices=list(SPOKEN.items()), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    def __init__(self, *args, is_new=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["areas"].queryset = Area.objects.all()
        if is_new:
            in_use = Topic.objects.filter(is_active=True)
            self.fields["topics"] = forms.TypedMultipleChoiceField(
                label=_("What does it help with?"), widget=forms.CheckboxSelectMultiple,
                choices=[(one.pk, str(one)) for one in in_use], coerce=int,
            )  # fmt: skip
        for age in ("from_age", "to_age"):
            self.fields[age].widget.attrs["class"] = "short"
        for name in TEXTS:
            for code, language in settings.LANGUAGES:
                self.fields[f"{name}_{code}"] = _text(name, code, language)
        texts = [f"{name}_{code}" for name in TEXTS for code, _language in settings.LANGUAGES]
        self.order_fields([*texts, "topics", "phone", "from_age", "to_age", "areas", "languages"])

    @classmethod
    def about(cls, told: dict, data=None, **more):
        """With what is said now, or what waits to be said, filled in."""
        texts = {
            f"{name}_{code}": told[name].get(code, "")
            for name in TEXTS for code, _language in settings.LANGUAGES
        }  # fmt: skip
        return cls(data, initial=told | texts, **more)

    def for_all(self) -> list:
        return [one for one in self if not _is_for_residents(one)]

    def for_residents(self) -> list:
        """The texts in languages that only residents read: folded together."""
        return [one for one in self if _is_for_residents(one)]

    def clean(self):
        """As the use case takes it: a text a field, by language."""
        given = super().clean()
        told = {name: given.get(name) for name in ("phone", "from_age", "to_age", "languages")}
        told["areas"] = sorted(one.pk for one in given.get("areas", ()))
        if "topics" in self.fields:
            told["topics"] = sorted(given.get("topics", ()))
        for name in TEXTS:
            texts = {
                code: given.get(f"{name}_{code}", "") for code, _language in settings.LANGUAGES
            }
            told[name] = {code: text for code, text in texts.items() if text}
        return told


def _text(name: str, code: str, language) -> forms.CharField:
    model_field = Service._meta.get_field(name)
    attrs = {"lang": code, "dir": "auto"}
    is_long = name in LONG
    widget = forms.Textarea(attrs | {"rows": 3}) if is_long else forms.TextInput(attrs)
    return forms.CharField(
        label=_("%(field)s (%(language)s)")
        % {"field": capfirst(model_field.verbose_name), "language": language},
        widget=widget, max_length=LONGEST if is_long else SHORTEST,
        required=name == "name" and code == WORKING[0],
    )  # fmt: skip


def _is_for_residents(bound) -> bool:
    code = bound.name.rpartition("_")[2]
    return code in dict(settings.LANGUAGES) and code not in WORKING


class ClockInput(forms.TimeInput):
    """The browser's own clock, which speaks ISO whatever the language."""

    input_type = "time"

    def __init__(self):
        super().__init__({"class": "short"}, format="%H:%M")


EDGES = (
    (("opens", _("opens")), ("closes", _("closes"))),
    (("opens", _("opens again")), ("closes", _("closes for the day"))),
)


class HoursProposalForm(UseCaseForm):
    """The week, two spans a day or as many as there are, and the days on which the organisation is
    closed.
    """

    is_filter = True  # whatever is left empty is closed, and the page says so once

    def __init__(self, *args, told: dict, **kwargs):
        self.rows = len(told["closed"]) + MORE_CLOSED
        days = Counter(day for day, *_span in told["weekly"])
        self.spans = max(SPANS, *days.values(), 0)
        super().__init__(*args, initial=_spread(told), **kwargs)
        for day, label in OpeningHours.Weekday.choices:
            for number in range(self.spans):
                for edge, word in EDGES[min(number, 1)]:
                    self.fields[f"day{day}_{number}_{edge}"] = forms.TimeField(
                        label=_("%(day)s, %(edge)s") % {"day": label, "edge": word},
                        required=False, widget=ClockInput,
                    )  # fmt: skip
        for row in range(self.rows):
            for edge, word in (("first", _("First day")), ("last", _("Last day"))):
                self.fields[f"closed{row}_{edge}"] = forms.DateField(
                    label=word, required=False, widget=DayInput(attrs={"class": "short"})
                )

    def week(self) -> list[tuple]:
        """A weekday and its four fields, for the page."""
        return [
            (capfirst(label), [self[f"day{day}_{number}_{edge}"] for number in range(self.spans)
                     for edge in ("opens", "closes")])
            for day, label in OpeningHours.Weekday.choices
        ]  # fmt: skip

    def closed(self) -> list[tuple]:
        return [(self[f"closed{row}_first"], self[f"closed{row}_last"]) for row in range(self.rows)]

    def clean(self):
        given = super().clean()
        weekly = [
            [day, *pair]
            for day, _label in OpeningHours.Weekday.choices for number in range(self.spans)
            if (pair := self._pair(given, f"day{day}_{number}", "opens", "closes", _clock))
        ]  # fmt: skip
        closed = [
            pair for row in range(self.rows)
            if (pair := self._pair(given, f"closed{row}", "first", "last", lambda day: str(day)))
        ]  # fmt: skip
        return {"weekly": weekly, "closed": closed}

    def _pair(self, given: dict, name: str, first: str, second: str, written) -> list | None:
        """Both or neither: half a span says nothing."""
        edges = [given.get(f"{name}_{edge}") for edge in (first, second)]
        if (edges[0] is None) != (edges[1] is None):
            missing = first if edges[0] is None else second
            if f"{name}_{missing}" not in self.errors:
                self.add_error(f"{name}_{missing}", _("Say both, or leave both empty."))
            return None
        return None if edges[0] is None else [written(edge) for edge in edges]


def _clock(moment: time) -> str:
    return f"{moment:%H:%M}"


def _spread(told: dict) -> dict:
    """What is said now, field by field."""
    found, counted = {}, {}
    for day, opens, closes in told["weekly"]:
        number = counted[day] = counted.get(day, -1) + 1
        found |= {f"day{day}_{number}_opens": opens, f"day{day}_{number}_closes": closes}
    for row, (first, last) in enumerate(told["closed"]):
        found |= {f"closed{row}_first": first, f"closed{row}_last": last}
    return found


class ApproveForm(UseCaseForm):
    """One button; *seen* is what stood on the page."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)


class RefuseForm(UseCaseForm):
    reason = forms.ChoiceField(label=_("Why not?"), widget=forms.RadioSelect)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].choices = RefusalReason.choices()
