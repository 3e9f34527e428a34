"""Where long texts about an incident are written: each of them can be kept as a draft."""

from django.utils.translation import gettext_lazy as _

from config.incidents import rights
from config.incidents.models import Incident
from intake.drafts import Writing

REPORT = Writing("desk:incident_report", _("An incident to report"), None, rights.REPORT, ("what",))
NOTE = Writing(
    "desk:incident_note", _("A measure"), Incident, rights.KEEP, shown_on="desk:incident"
)

WRITINGS = {one.page: one for one in (REPORT, NOTE)}
