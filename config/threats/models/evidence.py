import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit.vault import SealedTextField
from config.threats.codes import Why
from config.threats.models.entrusted import is_entrusted
from config.threats.models.threat import Threat
from intake.cleaning import FileKind


class EvidenceQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Only the entrusted: not whoever reported it, nor a lead for being one."""
        return self.all() if is_entrusted(user) else self.none()


class Evidence(models.Model):
    """What shows the threat: the exact words, a picture or a PDF, under a key of its own.

    Whoever is entrusted can destroy it; that it was there, and why it is gone, stays.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    threat = models.ForeignKey(Threat, models.PROTECT, related_name="evidence")
    added_at = models.DateTimeField(_("added"), default=timezone.now)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    kind = models.CharField(_("kind"), max_length=5, choices=FileKind, blank=True)
    size = models.PositiveIntegerField(default=0)
    destroyed_at = models.DateTimeField(_("destroyed"), null=True)
    destroyed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    why = models.CharField(_("why"), max_length=12, choices=Why, blank=True)
    text = SealedTextField(_("the exact words"), null=True)
    name = SealedTextField(_("what it is called"), null=True)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        ordering = ["added_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="evidence_is_destroyed_by_somebody_for_a_reason",
                condition=Q(destroyed_at__isnull=True, destroyed_by__isnull=True, why="")
                | (Q(destroyed_at__isnull=False, destroyed_by__isnull=False) & ~Q(why="")),
            ),
        ]
        verbose_name = _("piece of evidence")
        verbose_name_plural = _("pieces of evidence")

    def __str__(self):
        return f"evidence {self.pk}"

    @property
    def file_kind(self) -> FileKind:
        return FileKind(self.kind)
