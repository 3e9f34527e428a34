"""The life of a proposal from a partner, on one page.

proposed ─approve─▶ approved      the municipality says yes: it is so from now on
   │  └────refuse──▶ refused      it says no, and why
   └───take_back──▶ taken_back    the partner thinks better of it
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from audit.moves import Move
from partners import rights


class ProposalState(TextChoices):
    PROPOSED = "proposed", _("Waiting for the municipality")
    APPROVED = "approved", _("Approved")
    REFUSED = "refused", _("Not approved")
    TAKEN_BACK = "taken_back", _("Taken back by the partner")


WAITING = frozenset({ProposalState.PROPOSED})

APPROVE = Move("approve", WAITING, ProposalState.APPROVED, rights.CONFIGURE, _("Approve"))
REFUSE = Move("refuse", WAITING, ProposalState.REFUSED, rights.CONFIGURE, _("Refuse"))
TAKE_BACK = Move("take_back", WAITING, ProposalState.TAKEN_BACK, rights.PROPOSE, _("Take back"))
