"""How it went, as the person sees it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from audit.forms import UseCaseForm
from referrals.models import OWN_VIEWS


class OwnViewForm(UseCaseForm):
    view = forms.ChoiceField(
        label=_("Did it help?"), choices=OWN_VIEWS, widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the answers.")},
    )  # fmt: skip
