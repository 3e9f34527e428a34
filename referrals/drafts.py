"""Where long texts about a referral are written: each of them can be kept as a draft.

What a partner has begun is never opened by us, and goes with its access (services/ending.py).
"""

from functools import partial

from django.utils.translation import gettext_lazy as _

from intake.drafts import Writing
from intake.models import HelpRequest
from partners.models import Organisation
from referrals import rights
from referrals.lifecycle import ANSWER as ANSWERING
from referrals.lifecycle import REVISE
from referrals.models import Referral
from referrals.services.holding import require, rows
from referrals.services.writing import require_from_partner, require_from_us

WORDS = ("goal_1", "goal_2", "goal_3", "situation")


def _partner_of(service_pk: str) -> str:
    found = Organisation.objects.filter(services=service_pk).first()
    return found.name if found else ""


# One for each service that is written to, until there is a referral to it.
BEGIN = Writing(
    "desk:referral_begin", _("What a partner may know"), HelpRequest, rights.SEND, WORDS,
    named=_partner_of,
)  # fmt: skip
PACKAGE = Writing(
    "desk:referral_package", _("What a partner may know"), Referral, rights.SEND, WORDS,
    rows_of=rows, require=partial(require, REVISE),
)  # fmt: skip
REASONS = Writing(
    "desk:referral_basis", _("Why a ground in law applies"), Referral, rights.SEND, ("reasons",),
    rows_of=rows, require=partial(require, REVISE),
)  # fmt: skip
ANSWER = Writing(
    "desk:referral_answer", _("Answer to a partner’s question"), Referral, rights.SEND,
    rows_of=rows, require=partial(require, ANSWERING),
)  # fmt: skip
TO_PARTNER = Writing(
    "desk:referral_conversation", _("Message to a partner"), Referral, rights.SEND,
    rows_of=rows, require=require_from_us,
)  # fmt: skip
TO_US = Writing(
    "portal:conversation", _("Message to the social services"), Referral, rights.RESPOND,
    rows_of=rows, require=require_from_partner,
)  # fmt: skip

WRITINGS = {one.page: one for one in (BEGIN, PACKAGE, REASONS, ANSWER, TO_PARTNER, TO_US)}


def as_typed(goals: list[str], situation: str) -> dict[str, str]:
    """What is told, by the fields it may have been typed in: a goal may have moved up."""
    return dict.fromkeys(WORDS, "\n".join(goals)) | {"situation": situation}
