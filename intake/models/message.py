import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from audit.vault import SealedTextField
from intake.models.help_request import HelpRequest


class Message(models.Model):
    """One message of the conversation between the person and us.

    A correction changes nothing that was written before: it stands beside it.
    """

    class Writer(models.TextChoices):
        PERSON = "person", _("The person")
        US = "us", _("The social services")

    class Kind(models.TextChoices):
        MESSAGE = "message", _("Message")
        CORRECTION = "correction", _("Correction")
        TAKEN_BACK = "taken_back", _("Taken back before it was read")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    help_request = models.ForeignKey(HelpRequest, models.CASCADE, related_name="messages")
    writer = models.CharField(max_length=6, choices=Writer)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.MESSAGE)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    written_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    ticket = models.BinaryField(null=True, editable=False)
    text = SealedTextField(null=True)  # without: only something attached

    class Meta:
        ordering = ["written_at"]
        indexes = [
            models.Index(
                fields=["written_at"],
                condition=Q(writer="person", read_at__isnull=True),
                name="message_unread",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["help_request", "ticket"], name="message_sent_once"),
        ]

    def __str__(self):
        return f"message {self.pk}"

    @property
    def is_unread(self) -> bool:
        """From the person, and nobody has said why they read it."""
        return self.writer == self.Writer.PERSON and self.read_at is None


class Note(models.Model):
    """A working note between colleagues. The receipt code does not open it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    help_request = models.ForeignKey(HelpRequest, models.CASCADE, related_name="notes")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    text = SealedTextField()

    class Meta:
        ordering = ["written_at"]

    def __str__(self):
        return f"note {self.pk}"
