"""The short, empty-handed messages about the directory: log in and look."""

from django.utils.translation import gettext_lazy as _

from audit.outbox import Notice

PROPOSED = Notice(
    _("A partner proposes a change"), _("Sign in to see it: {link}"), "/desk/proposals/"
)
ANSWERED = Notice(
    _("What you proposed has an answer"), _("Sign in to see it: {link}"), "/portal/services/"
)
