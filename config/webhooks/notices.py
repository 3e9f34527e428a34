"""What we write about connections to other systems: come and look, never what about."""

from django.utils.translation import gettext_lazy as _

from audit.outbox import Notice

NOT_TAKEN = Notice(
    _("A connected system does not answer"), _("Sign in to see it: {link}"), "/desk/settings/calls/"
)
