from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from audit.forms import UseCaseForm
from partners.forms.code import AppCodeField


class LinkCodeForm(UseCaseForm):
    """The second step: a code out of the app that the municipality has registered."""

    code = AppCodeField(
        label=_("Code"), help_text=_("The six digits that your app for codes shows just now.")
    )

    def say_wrong(self, left: int) -> None:
        """A code may also be right and used already: it opens once."""
        message = ngettext(
            "The code is not right. Wait for the next one in the app. %(left)d try is left.",
            "The code is not right. Wait for the next one in the app. %(left)d tries are left.",
            left,
        )
        self.add_error("code", ValidationError(message % {"left": left}, code="wrong_code"))
