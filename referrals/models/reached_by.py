"""Who reaches a referral by name or as its partner, and who stands aside."""

from django.db import models

from audit.guard import Conflict, Grant
from referrals.models.referral import Referral

KEPT = "referral.keep"  # the source of a grant to one of ours who holds it by name


class ReferralGrant(Grant):
    content_object = models.ForeignKey(Referral, models.CASCADE, related_name="grants")


class ReferralConflict(Conflict):
    content_object = models.ForeignKey(Referral, models.CASCADE, related_name="conflicts")
