"""What a role may be allowed to do here. The matrix is in config/accounts/roles.py."""

from django.utils.translation import gettext_lazy as _

REVIEW = "audit.review_events"

ALL = [
    (REVIEW, _("May review the log: who did what, when and why – never the words")),
]
