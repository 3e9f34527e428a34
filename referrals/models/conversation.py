import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from audit.vault import SealedTextField
from referrals.lifecycle import Side
from referrals.models.referral import Referral


class PartnerMessage(models.Model):
    """What we and a partner write to each other about one referral.

    Each lies under a key of its own: neither the request's key nor the receipt code opens it. The
    person sees that it was written, and may ask what it says (GDPR article 15).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    referral = models.ForeignKey(Referral, models.CASCADE, related_name="messages")
    writer = models.CharField(_("written by"), max_length=10, choices=Side)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    written_at = models.DateTimeField(_("written"))
    ticket = models.BinaryField(null=True, editable=False)
    text = SealedTextField(_("message"))

    class Meta:
        ordering = ["written_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["referral", "ticket"], name="partner_message_sent_once"
            ),
        ]
        verbose_name = _("message between us and a partner")
        verbose_name_plural = _("messages between us and partners")

    def __str__(self):
        return f"partner message {self.pk}"
