"""The trail's rows. They are only ever added: a trigger in the database refuses the rest."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from audit.chain import START


class Decision(models.TextChoices):
    ALLOWED = "allowed", _("Allowed")
    REFUSED = "refused", _("Refused")
    FAILED = "failed", _("Failed")


class OnlyAddedTo(models.QuerySet):
    """Rows that are written once. The database's triggers say the same to everybody else."""

    def _refuse(self, *args, **kwargs):
        raise TypeError("The trail is only ever added to.")

    update = delete = bulk_update = _refuse


class Event(models.Model):
    """One act: who, for which organisation, what, on which row, why, allowed or refused.

    *header* holds the exact bytes that the chain covers; the columns repeat it for
    searching, and the verifier compares the two. No foreign keys: an event outlives
    the row it speaks of.
    """

    at = models.DateTimeField(_("when"))
    actor = models.CharField(_("who"), max_length=60)
    role = models.CharField(_("role"), max_length=30)
    organisation = models.CharField(_("organisation"), max_length=60, blank=True)
    deed = models.CharField(_("what"), max_length=60)
    about = models.CharField(_("about"), max_length=120)
    subject = models.UUIDField(_("person"), null=True)
    decision = models.CharField(_("decision"), max_length=10, choices=Decision)
    purpose = models.CharField(_("purpose"), max_length=40, blank=True)
    channel = models.CharField(_("door"), max_length=10)
    facts = models.JSONField(_("facts"), default=dict)
    salt = models.BinaryField()
    header = models.BinaryField()

    objects = OnlyAddedTo.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["subject", "at"]),
            models.Index(fields=["about", "at"]),
            models.Index(fields=["actor", "at"]),
            models.Index(fields=["at"]),
            # What the triggers ask for: few rows among very many.
            models.Index(fields=["deed"], condition=Q(deed="trail.erase"), name="trail_erasures"),
            models.Index(fields=["deed"], condition=Q(deed="trail.archive"), name="trail_archives"),
        ]

    def __str__(self):
        return f"{self.deed} {self.about}"


class Link(models.Model):
    """An event's place in the chain: its number, and a digest over all that came before.

    *person* counts the lines about one subject, and *before* is the digest of the one before
    this; both are under the digest. A line about nobody has 0 and START.
    """

    number = models.PositiveBigIntegerField(primary_key=True)
    event = models.OneToOneField(Event, models.PROTECT, related_name="link")
    person = models.PositiveBigIntegerField(default=0)
    before = models.BinaryField(default=START)
    digest = models.BinaryField()

    objects = OnlyAddedTo.as_manager()

    def __str__(self):
        return str(self.number)


class Head(models.Model):
    """Where the chain ends now. Locked last in every act, for as long as linking takes."""

    number = models.PositiveBigIntegerField(default=0)
    digest = models.BinaryField(default=bytes(32))

    def __str__(self):
        return str(self.number)


class PersonHead(models.Model):
    """How many lines there are about one subject, and the digest of the last.

    Only read and written by whoever holds the lock on the Head.
    """

    subject = models.UUIDField(primary_key=True)
    number = models.PositiveBigIntegerField()
    digest = models.BinaryField()
    # The last of their lines that is no longer here, but in the archive.
    archived = models.PositiveBigIntegerField(default=0)
    archived_digest = models.BinaryField(default=START)

    def __str__(self):
        return str(self.number)


class ArchivedSalt(models.Model):
    """What opens the facts of a line that is only in the archive. Erasing them removes this row.

    *commitment* is the digest of the facts that stands in the line, for the certificate.
    """

    number = models.PositiveBigIntegerField(primary_key=True)
    actor = models.CharField(max_length=60)
    commitment = models.CharField(max_length=64)
    salt = models.BinaryField()

    def __str__(self):
        return str(self.number)


class ArchivedUntil(models.Model):
    """Older lines stand in the archive's files: the table goes on after this one."""

    number = models.PositiveBigIntegerField(primary_key=True)
    digest = models.BinaryField()

    def __str__(self):
        return str(self.number)
