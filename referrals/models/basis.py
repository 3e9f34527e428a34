import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from audit.vault import SealedTextField
from intake.models import Consent
from partners.models import Kind, LocalText, said
from referrals.models.codes import BasisNotice


class LegalGround(models.Model):
    """A ground in law for telling somebody without consent. Edited by adding a version."""

    code = models.SlugField(_("code"), max_length=40)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    paragraph = models.CharField(_("paragraph"), max_length=40)
    title = LocalText(_("title"))
    text = LocalText(_("in plain words"))
    recipients = models.JSONField(_("kinds of recipients"), default=list)
    needs_approval = models.BooleanField(_("a second person must approve"), default=True)
    coded_only = models.BooleanField(_("codes only, no free text"), default=False)
    valid_from = models.DateField(_("in force from"))
    valid_until = models.DateField(_("in force until"), null=True, blank=True)

    class Meta:
        ordering = ["code", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "version"], name="legal_ground_one_per_version"
            ),
        ]
        verbose_name = _("legal ground")
        verbose_name_plural = _("legal grounds")

    def __str__(self):
        return f"{self.paragraph} {said(self.title)}"

    def fits(self, kind: str) -> bool:
        return kind in self.recipients

    def recipient_labels(self) -> list[str]:
        return [str(Kind(kind).label) for kind in self.recipients]

    def holds_on(self, day) -> bool:
        ends = self.valid_until is None or self.valid_until >= day
        return self.valid_from <= day and ends


class Basis(models.Model):
    """Why we may tell: a consent, or a named and versioned ground with reasons. Never neither."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    subject = models.UUIDField(editable=False)
    consent = models.ForeignKey(Consent, models.PROTECT, null=True, related_name="bases")
    ground = models.ForeignKey(LegalGround, models.PROTECT, null=True, related_name="bases")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()
    reasons = SealedTextField(_("reasons"), null=True)
    told = models.CharField(max_length=5, choices=BasisNotice, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="basis_is_a_consent_or_a_ground",
                condition=Q(consent__isnull=False, ground__isnull=True)
                | Q(consent__isnull=True, ground__isnull=False, reasons__isnull=False),
            ),
        ]

    def __str__(self):
        return f"basis {self.pk}"

    @property
    def ends_on(self):
        """Its last day; None if it has none."""
        return (self.consent or self.ground).valid_until

    def holds_on(self, day) -> bool:
        """Has it neither run out nor been taken back?"""
        return (self.consent or self.ground).holds_on(day)
