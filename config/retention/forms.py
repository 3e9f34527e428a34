"""What people say about how long something is kept. Codes and days, never words."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit.forms import DayInput, UseCaseForm
from config.retention.codes import HoldReason
from intake.models import BirthDay, KeptFor


class KeepingForm(UseCaseForm):
    birth_day = forms.ChoiceField(
        label=_("On which day was the person born?"), choices=BirthDay.choices,
        widget=forms.RadioSelect, help_text=_("Whom it is about, not who wrote. For a child: the "
                                              "child."),
    )  # fmt: skip
    birth_year = forms.IntegerField(
        label=_("In which year?"),
        required=False,
        min_value=1900,
        max_value=2200,
        help_text=_("Only needed where an inquiry about a child is kept until the child is 30."),
    )
    kept_for = forms.ChoiceField(
        label=_("Is it a part of one of these? Then it is never erased"), required=False,
        choices=[("", _("No")), *KeptFor.choices], widget=forms.RadioSelect,
    )  # fmt: skip


class HoldForm(UseCaseForm):
    reason = forms.ChoiceField(
        label=_("Why must it be kept?"), choices=HoldReason.choices, widget=forms.RadioSelect
    )
    until = forms.DateField(
        label=_("To and including"),
        widget=DayInput,
        initial=timezone.localdate,
        help_text=_("The hold ends by itself after that day. Hold it anew if it takes longer."),
    )


class LiftForm(UseCaseForm):
    hold_pk = forms.UUIDField(widget=forms.HiddenInput)


class SeenForm(UseCaseForm):
    """Which list was on the page."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)


class ReceiptForm(UseCaseForm):
    """What the archive says it got."""

    received_by = forms.CharField(label=_("Who took it over at the archive?"), max_length=80)
    receipt_number = forms.CharField(label=_("The archive’s number"), max_length=40)
    digest = forms.CharField(
        label=_("The digest that the archive computed"), max_length=100,
        help_text=_("SHA-256 of the file, as the archive’s own program says it. Ours is not shown "
                    "before: only if they are the same does the disposal go on."),
    )  # fmt: skip
