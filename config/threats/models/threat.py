"""Threats against those who work here: what was done about each, and when it is looked at again.

A threat is no part of anybody's file. It names the request it came from by its key, which opens
nothing; its words are sealed, and its evidence lies apart (evidence.py).
"""

import uuid
from datetime import date, timedelta

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit.guard import groups_of
from audit.moves import Move
from audit.vault import SealedTextField
from config.threats import rights
from config.threats.codes import Kind, Police, Risk, Way
from config.threats.models.entrusted import is_entrusted


class Status(models.TextChoices):
    OPEN = "open", _("Under way")
    CLOSED = "closed", _("Ended")


CLOSE = Move("close", {Status.OPEN}, Status.CLOSED, rights.KEEP, _("End it"))
REOPEN = Move("reopen", {Status.CLOSED}, Status.OPEN, rights.KEEP, _("Take it up again"))


class ThreatQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own – reported, or about oneself; the led teams'; for the entrusted, all."""
        if not user.has_perm(rights.REPORT):
            return self.none()
        if is_entrusted(user):
            return self.all()
        mine = Q(reported_by=user) | Q(against=user)
        if user.has_perm(rights.KEEP):
            mine |= Q(unit__in=groups_of(user)) | Q(unit__isnull=True)
        return self.filter(mine)


class Threat(models.Model):
    """One threat. *against*: whom; nobody, where it was against the whole workplace."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(_("reference"), max_length=12, unique=True)
    kind = models.CharField(_("what happened"), max_length=12, choices=Kind)
    way = models.CharField(_("how it came"), max_length=10, choices=Way)
    against = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    about = models.CharField(max_length=160, blank=True)
    unit = models.ForeignKey(Group, models.PROTECT, null=True, related_name="+")
    status = models.CharField(_("status"), max_length=8, choices=Status, default=Status.OPEN)
    happened_at = models.DateTimeField(_("happened"))
    reported_at = models.DateTimeField(_("reported"), default=timezone.now)
    reported_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    risk = models.CharField(_("risk"), max_length=8, choices=Risk, blank=True)
    measures = models.JSONField(_("measures"), default=list)
    police = models.CharField(_("police"), max_length=10, choices=Police, blank=True)
    police_on = models.DateField(_("reported to the police on"), null=True)
    police_number = models.CharField(_("the police’s number"), max_length=40, blank=True)
    follow_up_on = models.DateField(_("looked at again on"))
    reminded_for = models.DateField(null=True)
    closed_at = models.DateTimeField(_("ended"), null=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    erased_at = models.DateTimeField(_("erased"), null=True, editable=False)
    what = SealedTextField(_("what happened"))

    objects = ThreatQuerySet.as_manager()

    class Meta:
        ordering = ["-happened_at"]
        constraints = [
            models.CheckConstraint(
                name="threat_ended_by_somebody",
                condition=Q(status="closed", closed_at__isnull=False, closed_by__isnull=False)
                | Q(status="open", closed_at__isnull=True, closed_by__isnull=True),
            ),
            models.CheckConstraint(
                name="threat_known_to_the_police_has_a_day",
                condition=Q(police="reported", police_on__isnull=False)
                | (~Q(police="reported") & Q(police_on__isnull=True, police_number="")),
            ),
        ]
        verbose_name = _("threat against staff")
        verbose_name_plural = _("threats against staff")

    def __str__(self):
        return self.reference

    def enter(self, status):
        self.status = status
        if status == Status.OPEN:
            self.closed_at = self.closed_by = None


class Step(models.Model):
    """What was done, or found out. What is written stays."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    threat = models.ForeignKey(Threat, models.CASCADE, related_name="steps")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    text = SealedTextField(_("what was done"))

    class Meta:
        ordering = ["at"]

    def __str__(self):
        return f"step {self.pk}"


class ThreatPolicy(models.Model):
    """What happens at once when a threat is reported. One row."""

    shields_at_once = models.BooleanField(
        _("the threatened person’s name is hidden from residents at once"), default=True,
        help_text=_("Otherwise only when whoever leads the team says so."),
    )  # fmt: skip
    days_to_follow_up = models.PositiveSmallIntegerField(
        _("days until it is looked at again"), default=7,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
    )  # fmt: skip

    class Meta:
        verbose_name = _("threats against staff")
        verbose_name_plural = _("threats against staff")

    def __str__(self):
        return str(self._meta.verbose_name)

    @classmethod
    def current(cls) -> "ThreatPolicy":
        """What was chosen; until then the cautious default."""
        return cls.objects.order_by("pk").first() or cls()

    def follow_up_after(self, day: date) -> date:
        return day + timedelta(days=self.days_to_follow_up)
