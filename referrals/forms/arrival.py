"""What the person answers when we ask whether they got there."""

from django import forms
from django.utils.translation import gettext_lazy as _

from audit.forms import UseCaseForm
from referrals.models import Arrival

ANSWERS = (
    (Arrival.ARRIVED, _("Yes, I got there")),
    (Arrival.NOT_YET, _("Not yet, but I want to")),
    (Arrival.NOT, _("No, it did not work out")),
)


class ArrivalForm(UseCaseForm):
    arrival = forms.ChoiceField(
        label=_("Did you get there?"), choices=ANSWERS, widget=forms.RadioSelect,
        help_text=_("You do not have to answer. If it did not work out, we help you on."),
    )  # fmt: skip
