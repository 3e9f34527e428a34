"""Where long texts about a threat are written: each of them can be kept as a draft.

Exact words that are not put apart yet are their author's alone, like every draft.
"""

from django.utils.translation import gettext_lazy as _

from config.threats import rights
from config.threats.models import Threat
from intake.drafts import Writing

REPORT = Writing("desk:threat_report", _("A threat to report"), None, rights.REPORT, ("what",))
NOTE = Writing("desk:threat_note", _("Note"), Threat, rights.KEEP, shown_on="desk:threat")
EVIDENCE = Writing(
    "desk:threat_evidence", _("Evidence"), Threat, rights.REPORT, shown_on="desk:threat"
)

WRITINGS = {one.page: one for one in (REPORT, NOTE, EVIDENCE)}
