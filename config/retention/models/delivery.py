"""What was handed over to the archive before it was erased, and who receipted it."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit import rights
from audit.moves import Move


class DeliveryState(models.TextChoices):
    """made ─receive─▶ received; made ─drop─▶ dropped: its rows wait for another package"""

    MADE = "made", _("Waits for the archive’s receipt")
    RECEIVED = "received", _("Receipted")
    DROPPED = "dropped", _("Thrown away")


RECEIVE = Move("receive", {DeliveryState.MADE}, DeliveryState.RECEIVED, rights.HAND_TO_ARCHIVE)
DROP = Move("drop", {DeliveryState.MADE}, DeliveryState.DROPPED, rights.HAND_TO_ARCHIVE)


class Delivery(models.Model):
    """One package for the archive, out of one list of disposal. What was in it is not kept here.

    *digest* is SHA-256 over the whole file. The archive computes it anew and tells us: only the
    same one is a receipt.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    disposal = models.ForeignKey("retention.Disposal", models.PROTECT, related_name="deliveries")
    status = models.CharField(
        _("status"), max_length=8, choices=DeliveryState, default=DeliveryState.MADE
    )
    digest = models.CharField(_("digest of the file"), max_length=64)
    size = models.PositiveBigIntegerField(_("size"))
    rows = models.PositiveIntegerField(_("rows"))
    made_at = models.DateTimeField(_("made"), default=timezone.now)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    received_at = models.DateTimeField(_("receipted"), null=True)
    received_by = models.CharField(_("taken over by"), max_length=80, blank=True)
    receipt_number = models.CharField(_("the archive’s number"), max_length=40, blank=True)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.CheckConstraint(
                name="delivery_is_receipted_by_somebody",
                condition=~Q(status="received")
                | (Q(received_at__isnull=False, noted_by__isnull=False) & ~Q(received_by="")
                   & ~Q(receipt_number="")),
            ),
        ]  # fmt: skip
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")

    def __str__(self):
        return f"delivery {self.pk}"

    def enter(self, status):
        self.status = status
