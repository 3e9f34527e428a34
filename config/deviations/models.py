"""What went wrong in the work, why it could happen, what was done, and when it is looked at again.

Words are sealed, and none of them is a resident's: a deviation names what it is about by its key.
"""

import uuid

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit.guard import groups_of
from audit.moves import Move
from audit.vault import SealedTextField
from config.deviations import rights
from config.deviations.codes import Kind, Sarah


class Status(models.TextChoices):
    OPEN = "open", _("Under way")
    CLOSED = "closed", _("Ended")


CLOSE = Move("close", {Status.OPEN}, Status.CLOSED, rights.KEEP, _("End it"))
REOPEN = Move("reopen", {Status.CLOSED}, Status.OPEN, rights.KEEP, _("Take it up again"))


class DeviationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Whoever leads sees those of the own teams, and those that belong to no team."""
        if not user.has_perm(rights.KEEP):
            return self.none()
        return self.filter(Q(unit__in=groups_of(user)) | Q(unit__isnull=True))


class Deviation(models.Model):
    """One thing that went wrong. *about* is the key of what it concerns, and opens it only once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(_("reference"), max_length=12, unique=True)
    kind = models.CharField(_("what went wrong"), max_length=10, choices=Kind)
    about = models.CharField(max_length=160, blank=True)
    unit = models.ForeignKey(Group, models.PROTECT, null=True, related_name="+")
    status = models.CharField(_("status"), max_length=8, choices=Status, default=Status.OPEN)
    happened_at = models.DateTimeField(_("happened"))
    reported_at = models.DateTimeField(_("reported"), default=timezone.now)
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    causes = models.JSONField(_("why it could happen"), default=list)
    follow_up_on = models.DateField(_("looked at again on"), null=True)
    sarah = models.CharField(_("lex Sarah"), max_length=10, choices=Sarah, blank=True)
    sarah_at = models.DateTimeField(_("decided on"), null=True)
    sarah_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    closed_at = models.DateTimeField(_("ended"), null=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    erased_at = models.DateTimeField(_("erased"), null=True, editable=False)
    what = SealedTextField(_("what happened"), null=True)

    objects = DeviationQuerySet.as_manager()

    class Meta:
        ordering = ["-happened_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["about"], condition=~Q(about=""), name="deviation_one_per_source"
            ),
            models.CheckConstraint(
                name="deviation_ended_by_somebody",
                condition=Q(status="closed", closed_at__isnull=False, closed_by__isnull=False)
                | Q(status="open", closed_at__isnull=True, closed_by__isnull=True),
            ),
            models.CheckConstraint(
                name="deviation_lex_sarah_is_decided_by_somebody",
                condition=Q(sarah="", sarah_at__isnull=True, sarah_by__isnull=True)
                | (~Q(sarah="") & Q(sarah_at__isnull=False, sarah_by__isnull=False)),
            ),
        ]
        verbose_name = _("deviation")
        verbose_name_plural = _("deviations")

    def __str__(self):
        return self.reference

    def enter(self, status):
        self.status = status
        if status == Status.OPEN:
            self.closed_at = self.closed_by = None


class Step(models.Model):
    """What was done, or found out. What is written stays."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    deviation = models.ForeignKey(Deviation, models.CASCADE, related_name="steps")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    text = SealedTextField(_("what was done"))

    class Meta:
        ordering = ["at"]

    def __str__(self):
        return f"step {self.pk}"
