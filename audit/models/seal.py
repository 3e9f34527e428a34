"""What the sealer and the witnesses have said of the log, where the pages can read it.

Copies: the sealer believes only its own memory (audit/sealing/memory.py), and an outsider only
signatures. Whoever rewrites these rows hides nothing; the seal grows old, or does not verify.
"""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Certificate(models.Model):
    """A daily key, signed by the one before it; the first by the house's identity."""

    key = models.CharField(max_length=64, primary_key=True)
    begins_at = models.DateTimeField()
    line = models.JSONField()

    def __str__(self):
        return self.key[:16]


class Seal(models.Model):
    """At that moment the log had so many lines and ended with that digest, signed.

    While nothing new is written the same number is signed again, so the row is renewed.
    """

    number = models.PositiveBigIntegerField(primary_key=True)
    at = models.DateTimeField(_("when"), db_index=True)
    line = models.JSONField()

    def __str__(self):
        return str(self.number)


class Witness(models.Model):
    """Somebody outside who is given seals to keep: how far, and when that last went well."""

    place = models.CharField(max_length=200, primary_key=True)
    number = models.PositiveBigIntegerField(_("up to line"), default=0)
    given_at = models.DateTimeField(_("when"), null=True)
    tried_at = models.DateTimeField(null=True)
    since = models.DateTimeField(default=timezone.now)
    answer = models.JSONField(null=True)

    def __str__(self):
        return self.place


class Alarm(models.Model):
    """Something is wrong with the log or its sealing. It ends when that is no longer so."""

    class Code(models.TextChoices):
        CHANGED = "changed", _("The log was changed after it was sealed. Nothing is sealed now.")
        SHRUNK = "shrunk", _("The log has become shorter. Nothing is sealed now.")
        LOST = "lost", _("The sealer’s memory does not fit its key. Nothing is sealed now.")
        CLOCK = "clock", _("The clock has gone backwards.")
        STALE = "stale", _("The log has not been sealed for a while.")
        UNWITNESSED = "unwitnessed", _("A witness of the log has not been reached for a while.")
        SCANNER = "scanner", _("The virus scanner does not answer. What is attached waits for it.")

    code = models.CharField(max_length=12, choices=Code)
    number = models.PositiveBigIntegerField(default=0)
    place = models.CharField(max_length=200, blank=True)
    begun_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)
    is_told = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["code", "place"], condition=Q(ended_at=None), name="alarm_rings_once"
            )
        ]

    def __str__(self):
        return self.code


class Neighbour(models.Model):
    """Another house whose log we witness: the last line of it that we have followed.

    Which house a key belongs to is settled at its first call, and never changes.
    """

    account = models.PositiveBigIntegerField(primary_key=True)
    identity = models.CharField(max_length=64)
    number = models.PositiveBigIntegerField(default=0)
    digest = models.BinaryField(default=bytes(32))
    cosigned = models.PositiveBigIntegerField(default=0)
    cosigned_at = models.DateTimeField(null=True)

    def __str__(self):
        return f"{self.identity[:16]} {self.number}"
