"""Somebody got what they should not have had: was it a breach? A task with a clock."""

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from config.incidents import rights
from config.incidents.codes import CheckOutcome
from config.incidents.models.incident import Incident
from partners.models import Organisation

WARNS_BEFORE = timedelta(hours=24)
OPEN = Q(outcome="")


class CheckQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those who keep breaches; nobody reaches the referral through it."""
        return self if user.has_perm(rights.KEEP_BREACHES) else self.none()

    def waiting(self):
        return self.filter(OPEN)


class BreachCheck(models.Model):
    """One referral that was sent in error. *noticed_at* is when it was recalled.

    Those who check do not reach the referral: here stand its reference, the partner, and whether
    anything was read there, which the trail has said.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    about = models.CharField(max_length=120, unique=True)
    reference = models.CharField(_("reference"), max_length=12)
    partner = models.ForeignKey(Organisation, models.PROTECT, verbose_name=_("partner"))
    was_read = models.BooleanField(_("read there"))
    noticed_at = models.DateTimeField(_("recalled"))
    due_at = models.DateTimeField(_("due"))
    outcome = models.CharField(_("outcome"), max_length=15, choices=CheckOutcome, blank=True)
    incident = models.ForeignKey(Incident, models.PROTECT, null=True, related_name="checks")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    warned_at = models.DateTimeField(null=True)
    rung_at = models.DateTimeField(null=True)

    objects = CheckQuerySet.as_manager()

    class Meta:
        ordering = ["due_at"]
        constraints = [
            models.CheckConstraint(
                name="breach_check_decided_by_somebody",
                condition=Q(OPEN, decided_at__isnull=True, decided_by__isnull=True)
                | Q(~OPEN, decided_at__isnull=False, decided_by__isnull=False),
            ),
            models.CheckConstraint(
                name="breach_check_that_led_to_an_incident_names_it",
                condition=Q(outcome=CheckOutcome.INCIDENT, incident__isnull=False)
                | (~Q(outcome=CheckOutcome.INCIDENT) & Q(incident__isnull=True)),
            ),
        ]
        verbose_name = _("check whether it was a breach")
        verbose_name_plural = _("checks whether it was a breach")

    def __str__(self):
        return self.reference

    @property
    def is_late(self) -> bool:
        return not self.outcome and timezone.now() >= self.due_at

    @property
    def warns_from(self) -> datetime:
        return self.due_at - WARNS_BEFORE
