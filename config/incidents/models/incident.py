"""What went wrong, the clocks that run because of it, who was told, and what was done.

Personal-data breaches: GDPR articles 33 and 34. Incidents in systems: the act on cybersecurity,
chapter 2 sections 5–8. Words are sealed; when something must be reported is versioned data.
"""

import uuid
from calendar import monthrange
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit import versions
from audit.moves import Move
from audit.vault import SealedTextField
from config.incidents import rights
from config.incidents.codes import Covers, LateReason, Recipient, Risk, Source, WhyNot
from partners.models import LocalText, said


class Status(models.TextChoices):
    OPEN = "open", _("Under way")
    CLOSED = "closed", _("Ended")


CLOSE = Move("close", {Status.OPEN}, Status.CLOSED, rights.KEEP, _("End it"))
REOPEN = Move("reopen", {Status.CLOSED}, Status.OPEN, rights.KEEP, _("Take it up again"))


class Deadline(models.Model):
    """When something must be reported to whom. Edited by adding a version.

    It counts from when the incident was noticed, or from the report whose code stands in *after*.
    """

    class Unit(models.TextChoices):
        HOURS = "hours", _("hours")
        MONTHS = "months", _("months")

    code = models.SlugField(_("code"), max_length=40)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    covers = models.CharField(_("what it covers"), max_length=10, choices=Covers)
    recipient = models.CharField(_("to whom"), max_length=12, choices=Recipient)
    paragraph = models.CharField(_("paragraph"), max_length=60)
    title = LocalText(_("title"))
    amount = models.PositiveSmallIntegerField(_("how long"))
    unit = models.CharField(_("hours or months"), max_length=6, choices=Unit, default=Unit.HOURS)
    after = models.SlugField(_("counts from the report"), max_length=40, blank=True)
    warn_hours = models.PositiveSmallIntegerField(_("warn this many hours before"), default=12)
    valid_from = models.DateField(_("in force from"))
    valid_until = models.DateField(_("in force until"), null=True, blank=True)

    class Meta:
        ordering = ["code", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="deadline_one_per_version"),
        ]
        verbose_name = _("deadline for reporting")
        verbose_name_plural = _("deadlines for reporting")

    def __str__(self):
        return f"{said(self.title)} ({self.paragraph})"

    def due(self, start: datetime) -> datetime:
        if self.unit == self.Unit.HOURS:
            return start + timedelta(hours=self.amount)
        local = timezone.localtime(start)
        years, month = divmod(local.month - 1 + self.amount, 12)
        last = monthrange(local.year + years, month + 1)[1]
        return local.replace(year=local.year + years, month=month + 1, day=min(local.day, last))

    @classmethod
    def in_force(cls, covers: list[str], day) -> list["Deadline"]:
        """The newest version of each, where it holds on *day*."""
        held = versions.in_force(cls.objects.all(), "code", day)
        return [one for one in held.values() if one.covers in covers]


class IncidentQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Whoever keeps breaches sees all; whoever keeps the systems, what concerns systems."""
        if not user.has_perm(rights.KEEP):
            return self.none()
        return self if user.has_perm(rights.KEEP_BREACHES) else self.filter(is_breach=False)


class Incident(models.Model):
    """One thing that went wrong. *noticed_at* starts the clocks."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(_("reference"), max_length=12, unique=True)
    status = models.CharField(_("status"), max_length=8, choices=Status, default=Status.OPEN)
    is_breach = models.BooleanField(_("personal-data breach"), default=False)
    is_cyber = models.BooleanField(_("cybersecurity incident"), default=False)
    source = models.CharField(_("source"), max_length=10, choices=Source, default=Source.SEEN)
    about = models.CharField(max_length=120, blank=True)
    noticed_at = models.DateTimeField(_("noticed"))
    reported_at = models.DateTimeField(_("reported"), default=timezone.now)
    reported_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    risk = models.CharField(_("risk"), max_length=10, choices=Risk, default=Risk.UNKNOWN)
    affected = models.PositiveIntegerField(_("how many people"), null=True, blank=True)
    closed_at = models.DateTimeField(_("ended"), null=True)
    erased_at = models.DateTimeField(_("erased"), null=True, editable=False)
    what = SealedTextField(_("what happened"))

    objects = IncidentQuerySet.as_manager()

    class Meta:
        ordering = ["-noticed_at"]
        constraints = [
            models.CheckConstraint(
                name="incident_is_one_or_the_other",
                condition=Q(is_breach=True) | Q(is_cyber=True),
            ),
            models.CheckConstraint(
                name="incident_ended_has_a_time",
                condition=Q(status="closed", closed_at__isnull=False)
                | Q(status="open", closed_at__isnull=True),
            ),
            models.UniqueConstraint(
                fields=["about"], condition=~Q(about=""), name="incident_one_per_source"
            ),
        ]
        verbose_name = _("incident")
        verbose_name_plural = _("incidents")

    def __str__(self):
        return self.reference

    def enter(self, status):
        self.status = status
        self.closed_at = timezone.now() if status == Status.CLOSED else None

    def covers(self) -> list[str]:
        kinds = [(Covers.BREACH, self.is_breach), (Covers.CYBER, self.is_cyber)]
        return [kind for kind, is_so in kinds if is_so]


class ClockQuerySet(models.QuerySet):
    def running(self):
        return self.filter(met_at__isnull=True, why_not="", incident__status=Status.OPEN)


class Clock(models.Model):
    """One report that is due. Without *due_at* it waits for the report that it counts from."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="clocks")
    deadline = models.ForeignKey(Deadline, models.PROTECT)
    due_at = models.DateTimeField(_("due"), null=True)
    met_at = models.DateTimeField(_("reported"), null=True)
    met_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    late_reason = models.CharField(max_length=12, choices=LateReason, blank=True)
    why_not = models.CharField(max_length=12, choices=WhyNot, blank=True)
    warned_at = models.DateTimeField(null=True)
    rung_at = models.DateTimeField(null=True)

    objects = ClockQuerySet.as_manager()

    class Meta:
        ordering = [F("due_at").asc(nulls_last=True), "pk"]
        constraints = [
            models.UniqueConstraint(fields=["incident", "deadline"], name="clock_one_per_deadline"),
            models.CheckConstraint(
                name="clock_late_says_why",
                condition=Q(met_at__isnull=True) | Q(met_at__lte=F("due_at")) | ~Q(late_reason=""),
            ),
        ]

    def __str__(self):
        return f"clock {self.pk}"

    @property
    def is_running(self) -> bool:
        return self.met_at is None and not self.why_not

    @property
    def is_late(self) -> bool:
        return self.due_at is not None and (self.met_at or timezone.now()) > self.due_at

    @property
    def warns_from(self) -> datetime | None:
        return self.due_at and self.due_at - timedelta(hours=self.deadline.warn_hours)


class Told(models.Model):
    """Whom was told, when."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="told")
    recipient = models.CharField(_("who was told"), max_length=12, choices=Recipient)
    at = models.DateTimeField(_("when"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self):
        return f"told {self.pk}"


class Measure(models.Model):
    """What was done, or found out. Sealed: it may name somebody."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    incident = models.ForeignKey(Incident, models.CASCADE, related_name="measures")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    text = SealedTextField(_("what was done"))

    class Meta:
        ordering = ["at"]

    def __str__(self):
        return f"measure {self.pk}"
