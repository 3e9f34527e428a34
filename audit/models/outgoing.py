from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class OutgoingState(models.TextChoices):
    QUEUED = "queued", _("Waiting")
    SENT = "sent", _("Sent")
    HELD = "held", _("Not allowed by the person's wishes")
    FAILED = "failed", _("Could not be delivered")


class Outgoing(models.Model):
    """A notice on its way out: to whom and which one, never the address or any words."""

    to = models.CharField(max_length=120)
    notice = models.CharField(max_length=60)
    about = models.CharField(max_length=120)
    count = models.PositiveIntegerField(null=True)  # of a notice that says how many
    state = models.CharField(max_length=10, choices=OutgoingState, default=OutgoingState.QUEUED)
    reason = models.CharField(max_length=40, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    queued_at = models.DateTimeField()
    due_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state="queued"), name="outgoing_waiting"),
        ]

    def __str__(self):
        return f"{self.notice} {self.to}"
