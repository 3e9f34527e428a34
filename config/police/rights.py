"""What a role may do with what authorities ask for. The matrix is in config/accounts/roles.py."""

from django.utils.translation import gettext_lazy as _

HANDLE = "police.handle"
CONFIRM = "police.confirm"
REPORT = "police.see_report"

ALL = [
    (HANDLE, _("May receive, check and prepare an authority’s request for contact details")),
    (CONFIRM, _("May decide on such a request, as the second person")),
    (REPORT, _("May see in figures what was told to the police in a year")),
]
