from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit.forms import DayInput, UseCaseForm
from partners.models import kinds_on


class KindField(forms.ChoiceField):
    """A kind from the list in force. What always takes an assessment is there, and is refused."""

    def __init__(self, *, max_length=None, empty_value="", **kwargs):
        super().__init__(choices=_kinds, **kwargs)


def _kinds() -> list[tuple]:
    found = kinds_on(timezone.localdate())
    is_open = [(one.code, str(one)) for one in found if not one.always_assessed]
    assessed = [(one.code, f"{one} ({one.paragraph})") for one in found if one.always_assessed]
    return [
        ("", _("Choose")), (_("Open services in the catalogue"), is_open),
        (_("Always assessed"), assessed),
    ]  # fmt: skip


class WithdrawForm(UseCaseForm):
    withdrawn_from = forms.DateField(
        label=_("From which day?"), widget=DayInput,
        help_text=_("Nothing new begins from that day. What runs goes on until it is ended."),
    )  # fmt: skip
    withdrawal_number = forms.CharField(label=_("Number of the board’s decision"), max_length=40)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, initial={"withdrawn_from": timezone.localdate()}, **kwargs)
