"""What we write to those who keep deviations. Each says “come and look”, never what happened."""

from django.utils.translation import gettext_lazy as _

from audit.outbox import Notice

REPORTED = Notice(
    _("A deviation was reported"), _("Sign in to see it: {link}"), "/desk/deviations/"
)
