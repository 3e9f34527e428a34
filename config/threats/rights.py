"""What a role may do about threats against staff. The matrix is in config/accounts/roles.py."""

from django.utils.translation import gettext_lazy as _

REPORT = "threats.report"
KEEP = "threats.keep"
EVIDENCE = "threats.open_evidence"
ENTRUST = "threats.entrust"

ALL = [
    (REPORT, _("May report a threat against somebody who works here, and follow the own reports")),
    (KEEP, _("May handle the threats against the own teams: measures, police, name outward")),
    (EVIDENCE, _("May be entrusted with threats: then sees every one, and opens its evidence")),
    (ENTRUST, _("May say who is entrusted with threats, such as the safety representative")),
]
