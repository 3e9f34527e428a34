import uuid

from django.db import models

from audit import vault
from intake.cleaning import FileKind
from intake.models import Attachment
from referrals.models.package import Package


class Enclosure(models.Model):
    """A copy of one picture or PDF that was chosen for a partner, sealed under a key of its own.

    What somebody called the file at home is not copied: nobody has looked through that for the
    partner. *digest* is of the sealed pieces, so it names the file and confirms no guess at it.
    The row stays, as codes, when what was attached is erased.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    package = models.ForeignKey(Package, models.CASCADE, related_name="enclosures")
    attachment = models.ForeignKey(
        Attachment, models.SET_NULL, null=True, related_name="enclosures"
    )
    kind = models.CharField(max_length=5, choices=FileKind)
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ["attachment__added_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["package", "attachment"], name="enclosure_once_in_a_package"
            ),
        ]

    def __str__(self):
        return f"enclosure {self.pk}"

    @property
    def file_kind(self) -> FileKind:
        return FileKind(self.kind)

    def is_intact(self) -> bool:
        """Is what lies in the vault what was sealed?"""
        return vault.file_digest(self) == self.digest
