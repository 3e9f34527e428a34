"""What a role may be allowed to do here. The matrix is in config/accounts/roles.py."""

from django.utils.translation import gettext_lazy as _

REVIEW = "audit.review_events"
ERASE_FACTS = "audit.erase_facts"
DECIDE_ERASURE = "audit.decide_erasure"
HAND_TO_ARCHIVE = "audit.hand_to_archive"
SEE_ALARMS = "audit.see_alarms"
COSIGN = "audit.cosign"

ALL = [
    (REVIEW, _("May review the log: who did what, when and why – never the words")),
    (ERASE_FACTS, _("May propose that facts of lines in the log are erased")),
    (DECIDE_ERASURE, _("May see what is to be erased, and confirm it as the second person")),
    (HAND_TO_ARCHIVE, _("May hand over to the archive what they may open, before it is erased")),
    (SEE_ALARMS, _("Sees on every page when the log is not sealed, or was changed")),
    (COSIGN, _("Has the log of another municipality’s Lotsen witnessed here")),
]
