"""Where long texts about a deviation are written: each of them can be kept as a draft."""

from django.utils.translation import gettext_lazy as _

from config.deviations import rights
from config.deviations.models import Deviation
from intake.drafts import Writing

REPORT = Writing(
    "desk:deviation_report", _("A deviation to report"), None, rights.REPORT, ("what",)
)
NOTE = Writing(
    "desk:deviation_note", _("A measure"), Deviation, rights.KEEP, shown_on="desk:deviation"
)

WRITINGS = {one.page: one for one in (REPORT, NOTE)}
