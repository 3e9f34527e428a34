"""What has been erased, is about to be, or was not: by whom, when and on which ground. No words."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from audit import versions
from audit.models.words import LocalText, said


class ErasureKind(models.TextChoices):
    REQUEST = "request", _("All words of a request")
    FACTS = "facts", _("Facts of lines in the log")
    CONCERN = "concern", _("All words of a concern report")
    DEVIATION = "deviation", _("All words of a deviation")
    INCIDENT = "incident", _("All words of an incident")
    THREAT = "threat", _("All words and evidence of a threat")
    CONTACT = "contact", _("All words of an authority’s request")
    DISPOSAL = "disposal", _("What was on a list of disposal")


class ErasureState(models.TextChoices):
    PROPOSED = "proposed", _("Waits for a second person")
    DONE = "done", _("Erased")
    DECLINED = "declined", _("Turned down")
    WITHDRAWN = "taken_back", _("Taken back")


class ErasureGround(models.Model):
    """Why something may be erased. Edited by adding a version."""

    code = models.SlugField(_("code"), max_length=40)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    paragraph = models.CharField(_("paragraph"), max_length=60)
    title = LocalText(_("title"))
    text = LocalText(_("in plain words"))
    covers = models.JSONField(_("what it may erase"), default=list)
    valid_from = models.DateField(_("in force from"))
    valid_until = models.DateField(_("in force until"), null=True, blank=True)

    class Meta:
        ordering = ["code", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "version"], name="erasure_ground_one_per_version"
            ),
        ]
        verbose_name = _("ground for erasing")
        verbose_name_plural = _("grounds for erasing")

    def __str__(self):
        return f"{said(self.title)} ({self.paragraph})"

    def explained(self) -> str:
        return said(self.text)

    @classmethod
    def in_force(cls, kind: str, day) -> list["ErasureGround"]:
        """The newest version of each ground that allows *kind* today."""
        held = versions.in_force(cls.objects.all(), "code", day)
        return [ground for ground in held.values() if kind in ground.covers]


class Erasure(models.Model):
    """One person proposes with a ground, another one confirms; the database holds them apart.

    *about* is the row's name in the trail, *numbers* are lines of the log. What was destroyed
    is only counted, and named by hashes (*commitments*) that say nothing of what it was. *batch*:
    it was one of a list that two people said yes to (config/retention).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("what"), max_length=10, choices=ErasureKind)
    status = models.CharField(
        _("status"), max_length=10, choices=ErasureState, default=ErasureState.PROPOSED
    )
    about = models.CharField(max_length=120)
    reference = models.CharField(_("reference"), max_length=12, blank=True)
    subject = models.UUIDField(null=True, editable=False)
    numbers = models.JSONField(_("lines of the log"), default=list)
    ground = models.ForeignKey(ErasureGround, models.PROTECT, verbose_name=_("ground"))
    proposed_at = models.DateTimeField(_("proposed"))
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    proposed_as = models.CharField(max_length=30)
    decided_at = models.DateTimeField(_("decided"), null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    decided_as = models.CharField(max_length=30, blank=True)
    counts = models.JSONField(default=dict)
    commitments = models.JSONField(default=list)
    certificate = models.TextField(blank=True, editable=False)
    batch = models.UUIDField(null=True, editable=False, db_index=True)

    class Meta:
        ordering = ["-proposed_at"]
        constraints = [
            models.CheckConstraint(
                name="erasure_nobody_confirms_their_own",
                condition=~Q(status__in=["done", "declined"]) | ~Q(decided_by=F("proposed_by")),
            ),
            models.CheckConstraint(
                name="erasure_decided_by_somebody_then",
                condition=Q(status="proposed", decided_by__isnull=True, decided_at__isnull=True)
                | (~Q(status="proposed") & Q(decided_by__isnull=False, decided_at__isnull=False)),
            ),
            models.UniqueConstraint(
                fields=["about"],
                condition=Q(kind="request", status__in=["proposed", "done"]),
                name="erasure_one_per_request",
            ),
        ]
        indexes = [models.Index(fields=["status", "proposed_at"])]
        verbose_name = _("erasure")
        verbose_name_plural = _("erasures")

    def __str__(self):
        return f"erasure {self.pk}"

    def enter(self, status):
        self.status = status
