"""An emergency opening: one request of another team, for a reason, for an hour."""

import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intake import rights
from intake.models.help_request import HelpRequest

HOUR = timedelta(minutes=60)
REVIEWED_WITHIN = timedelta(days=7)


class GlassReason(models.TextChoices):
    """Why it could not wait for the team that has it."""

    LIFE = "life", _("Danger to life or health")
    CHILD = "child", _("A child may be in danger")
    VIOLENCE = "violence", _("Threat or violence")
    DUTY = "duty", _("On duty, and nobody of the team can be reached")


class GlassOpeningQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own; and whoever may clear them, everybody's. Not about those one is related to."""
        seen = self if user.has_perm(rights.COSIGN_GLASS) else self.filter(user=user)
        return seen.exclude(help_request__conflicts__user=user)

    def waiting(self, now=None):
        """Somebody must agree, and it is not too late to."""
        late = (now or timezone.now()) - HOUR
        first = Q(opened_at__isnull=True, asked_at__gt=late)
        second = Q(longer_asked_at__gt=late, longer_agreed_by__isnull=True)
        return self.filter(first | second)


class GlassOpening(models.Model):
    """Who opened what, why and until when; who agreed, and who looked at it afterwards.

    Without *opened_at* it waits for a second person: a protected identity. Whoever opened it
    neither agrees nor co-signs; the database itself refuses it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    help_request = models.ForeignKey(HelpRequest, models.CASCADE, related_name="openings")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reason = models.CharField(_("reason"), max_length=10, choices=GlassReason)
    asked_at = models.DateTimeField(_("asked for"), default=timezone.now)
    opened_at = models.DateTimeField(_("opened"), null=True)
    until = models.DateTimeField(_("until"), null=True)
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    longer_asked_at = models.DateTimeField(_("a second hour asked for"), null=True)
    longer_agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    cosigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    cosigned_at = models.DateTimeField(_("co-signed"), null=True)

    objects = GlassOpeningQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at"]
        indexes = [models.Index(fields=["user", "cosigned_at"])]
        constraints = [
            models.CheckConstraint(
                name="glass_opening_takes_another_person",
                condition=~Q(agreed_by=F("user"))
                & ~Q(longer_agreed_by=F("user"))
                & ~Q(cosigned_by=F("user")),
            ),
            models.CheckConstraint(
                name="glass_opening_ends",
                condition=Q(opened_at__isnull=True, until__isnull=True)
                | Q(opened_at__isnull=False, until__gt=F("opened_at")),
            ),
        ]
        verbose_name = _("emergency opening")
        verbose_name_plural = _("emergency openings")

    def __str__(self):
        return f"opening {self.pk}"

    @property
    def subject(self):
        return self.help_request.subject

    @property
    def is_open(self) -> bool:
        return self.until is not None and timezone.now() < self.until

    @property
    def may_be_longer(self) -> bool:
        """A second hour may be asked for once; there is no third."""
        return self.opened_at is not None and self.longer_asked_at is None

    @property
    def waits_for_agreement(self) -> bool:
        """For the first hour, or for the second; an hour later it is too late."""
        late = timezone.now() - HOUR
        if self.opened_at is None:
            return self.asked_at > late
        if self.longer_asked_at is None or self.longer_agreed_by_id is not None:
            return False
        return self.longer_asked_at > late

    @property
    def is_late(self) -> bool:
        """Nobody has looked at it for a week."""
        waits = self.opened_at is not None and self.cosigned_at is None
        return waits and self.opened_at < timezone.now() - REVIEWED_WITHIN
