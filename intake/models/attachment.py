import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from audit.vault import SealedTextField
from intake.cleaning import FileKind
from intake.models.help_request import HelpRequest
from intake.models.message import Message, Note


class Scan(models.TextChoices):
    """What is known of viruses. Until something is, staff do not open it."""

    WAITING = "waiting", _("Waits for the virus scanner")
    CLEAN = "clean", _("No virus found")
    REFUSED = "refused", _("Stopped by the virus scanner")
    NOT_SCANNED = "not_scanned", _("Not scanned: there is no virus scanner here")


OPENS = (Scan.CLEAN, Scan.NOT_SCANNED)


class AttachmentQuerySet(models.QuerySet):
    def without_words(self):
        return self.defer("name")

    def of_thread(self):
        """What hangs on the conversation, which the receipt code opens; notes are not in it."""
        return self.filter(message__isnull=False)


class Attachment(models.Model):
    """A picture or a PDF beside a message or a note: written anew by us, sealed piece by piece.

    Its contents are the vault's pieces. No digest of what was sent is kept: whoever has the same
    picture could prove with it that it was sent to us.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    help_request = models.ForeignKey(HelpRequest, models.CASCADE, related_name="attachments")
    message = models.ForeignKey(Message, models.CASCADE, null=True, related_name="attachments")
    note = models.ForeignKey(Note, models.CASCADE, null=True, related_name="attachments")
    added_at = models.DateTimeField()
    kind = models.CharField(max_length=5, choices=FileKind)
    size = models.PositiveIntegerField()
    scan = models.CharField(max_length=12, choices=Scan, default=Scan.WAITING)
    name = SealedTextField(null=True)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        ordering = ["added_at"]
        indexes = [
            models.Index(
                fields=["added_at"], condition=Q(scan="waiting"), name="attachment_waiting"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="attachment_hangs_on_one_thing",
                condition=Q(message__isnull=False, note__isnull=True)
                | Q(message__isnull=True, note__isnull=False),
            ),
        ]

    def __str__(self):
        return f"attachment {self.pk}"

    @property
    def file_kind(self) -> FileKind:
        return FileKind(self.kind)

    @property
    def opens_for_staff(self) -> bool:
        return self.scan in OPENS
