"""What a role may do with incidents. The matrix is in config/accounts/roles.py."""

from django.utils.translation import gettext_lazy as _

REPORT = "incidents.report"
KEEP = "incidents.keep"
KEEP_BREACHES = "incidents.keep_breaches"

ALL = [
    (REPORT, _("May report that something went wrong with data or systems")),
    (KEEP, _("May keep the register of incidents: attacks and faults in systems")),
    (KEEP_BREACHES, _("May keep personal-data breaches too, and read what is written there")),
]
