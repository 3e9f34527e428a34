from django import forms
from django.utils.translation import gettext_lazy as _

from audit.forms import UseCaseForm


class ConfirmedForm(UseCaseForm):
    """What leaves the house about a protected identity is confirmed once more."""

    confirmed = forms.BooleanField(
        label=_("I have looked twice: it goes to the right one and does not say where they are"),
        help_text=_("The person has a protected identity."),
        required=False,
    )

    def __init__(self, *args, is_protected: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        if not is_protected:
            del self.fields["confirmed"]
        else:
            self.order_fields([name for name in self.fields if name != "confirmed"])
