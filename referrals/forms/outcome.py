"""How it went, as the person sees it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from audit.forms import UseCaseForm
from referrals.models import View

ANSWERS = (
    (View.HELPED.value, _("Yes, it helped")),
    (View.PARTLY.value, _("It helped a little")),
    (View.NOT.value, _("No, it did not help")),
    (View.UNKNOWN.value, _("I do not know")),
)


class OwnViewForm(UseCaseForm):
    view = forms.ChoiceField(
        label=_("Did it help?"), choices=ANSWERS, widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the answers.")},
    )  # fmt: skip
