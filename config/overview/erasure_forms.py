"""Erasing: which ground, and in the log which lines. Nothing typed here names anybody."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from audit.forms import UseCaseForm
from audit.models import ErasureGround, ErasureKind
from partners.models import said


class GroundForm(UseCaseForm):
    """The first person says why. Nothing is chosen beforehand."""

    kind = ErasureKind.REQUEST

    ground_pk = forms.TypedChoiceField(
        label=_("On which ground?"), coerce=int, widget=forms.RadioSelect,
        error_messages={"required": _("Choose a ground. Without one nothing is erased.")},
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        grounds = ErasureGround.in_force(self.kind, timezone.localdate())
        self.fields["ground_pk"].choices = [(one.pk, _in_words(one)) for one in grounds]


class FactsForm(GroundForm):
    kind = ErasureKind.FACTS

    numbers = forms.CharField(
        label=_("Which lines of the log?"),
        help_text=_("Their numbers, with a space or a comma between them."),
        max_length=1000,
    )

    field_order = ("numbers", "ground_pk")

    def clean_numbers(self) -> list[int]:
        found = [one for one in re.split(r"[\s,;]+", self.cleaned_data["numbers"]) if one]
        if not all(one.isascii() and one.isdecimal() and len(one) < 16 for one in found):
            raise ValidationError(_("Write numbers, for example 812 813 820."), code="no_number")
        return [int(one) for one in found]


def _in_words(ground: ErasureGround):
    return format_html(
        "{} <small>{}. {}</small>", said(ground.title), ground.paragraph, ground.explained()
    )
