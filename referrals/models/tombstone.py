from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from audit.guard import Grant, GuardedRow
from partners.models import Service
from referrals.lifecycle import Status
from referrals.models.codes import MustConfirm


class Tombstone(GuardedRow):
    """What a partner keeps when a referral has ended: dates and its own answer, no person.

    Its unit is the partner's group. There is no way from here back into the referral.
    """

    reference = models.CharField(_("reference"), max_length=12, unique=True)
    service = models.ForeignKey(Service, models.PROTECT)
    status = models.CharField(_("ended as"), max_length=10, choices=Status)
    asked_at = models.DateTimeField(_("asked"))
    ended_at = models.DateTimeField(_("ended"))
    answered_at = models.DateTimeField(_("answered"), null=True)
    first_contact_on = models.DateField(_("first contact"), null=True)
    reason = models.CharField(max_length=15, blank=True)
    must_confirm = models.CharField(max_length=10, choices=MustConfirm, blank=True)
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["-ended_at"]

    def __str__(self):
        return self.reference


class TombstoneGrant(Grant):
    content_object = models.ForeignKey(Tombstone, models.CASCADE, related_name="grants")
