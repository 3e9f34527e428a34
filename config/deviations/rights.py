"""What a role may do with deviations. The matrix is in config/accounts/roles.py."""

from django.utils.translation import gettext_lazy as _

REPORT = "deviations.report"
KEEP = "deviations.keep"

ALL = [
    (REPORT, _("May report a deviation: what went wrong in the work")),
    (KEEP, _("May keep the deviations of the own teams, and decide whether it was misconduct")),
]
