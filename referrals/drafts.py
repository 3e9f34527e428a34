"""Where long texts about a referral are written: each of them can be kept as a draft.

What a partner has begun is never opened by us, and goes with its access (services/ending.py).
"""

from functools import partial

from django.utils.translation import gettext_lazy as _

from intake.drafts import Writing
from referrals import rights
from referrals.lifecycle import ANSWER as ANSWERING
from referrals.models import Referral
from referrals.services.holding import require, rows
from referrals.services.writing import require_from_partner, require_from_us

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

WRITINGS = {one.page: one for one in (ANSWER, TO_PARTNER, TO_US)}
