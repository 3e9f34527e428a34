"""What somebody is told that we hold about them (GDPR article 15): from their asking to the paper.
In the same way whoever asks for a public document gets a copy of it, with less around the words.

A draft holds choices, never words: which texts are given, which words are left out, on which
ground. What is handed over is sealed, as everything else that somebody wrote.
"""

import uuid
from calendar import monthrange
from datetime import date, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit import versions
from audit.vault import SealedTextField
from intake.lifecycle import ExtractState
from intake.models.child import Guardian
from intake.models.help_request import HelpRequest
from partners.models import LocalText, said

RUNNING = (ExtractState.DRAFT, ExtractState.CHECKED)
GIVEN = (ExtractState.RELEASED, ExtractState.HANDED_OVER)


class Claimant(models.TextChoices):
    """Who asks. Only the first and the last are told how the one who wrote may be reached."""

    SENDER = "sender", _("Whoever wrote to us")
    ABOUT = "about", _("The person whom somebody else wrote about")
    GUARDIAN = "guardian", _("A guardian of the child")
    AGENT = "agent", _("Somebody whom the one who wrote has empowered")
    ANYONE = "anyone", _("Anybody who wants a public document: never ask who (TF 2:18)")


OWN = (Claimant.SENDER, Claimant.AGENT)


class ShownBy(models.TextChoices):
    """How we know that it is they."""

    CODE = "code", _("They wrote it themselves in the conversation, with their code")
    IDENTITY = "identity", _("An identity document")
    AUTHORITY = "authority", _("An identity document and a power of attorney or a register")
    NOT_ASKED = "not_asked", _("Not asked: it is a public document that they want")


class HandedHow(models.TextChoices):
    IN_PERSON = "in_person", _("In the hand")
    POST = "post", _("Registered letter")
    SECURE = "secure", _("Secure digital message")


class WithholdingGround(models.Model):
    """Why something that is held about somebody is not told to them. Edited by adding a version."""

    code = models.SlugField(_("code"), max_length=40)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    paragraph = models.CharField(_("paragraph"), max_length=60)
    title = LocalText(_("title"))
    text = LocalText(_("in plain words"))
    valid_from = models.DateField(_("in force from"))
    valid_until = models.DateField(_("in force until"), null=True, blank=True)

    class Meta:
        ordering = ["code", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "version"], name="withholding_ground_one_per_version"
            ),
        ]
        verbose_name = _("ground for withholding")
        verbose_name_plural = _("grounds for withholding")

    def __str__(self):
        return f"{said(self.title)} ({self.paragraph})"

    @classmethod
    def in_force(cls, day) -> dict[str, "WithholdingGround"]:
        """The newest version of each ground, where it holds on *day*."""
        return versions.in_force(cls.objects.all(), "code", day)


class ExtractQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those about requests within one's reach; never about somebody one is related to."""
        return self.filter(help_request__in=HelpRequest.objects.visible_to(user).values("pk"))


class Extract(models.Model):
    """One person's register extract from one request. Who released it is never who prepared it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    help_request = models.ForeignKey(HelpRequest, models.CASCADE, related_name="extracts")
    status = models.CharField(
        _("status"), max_length=12, choices=ExtractState, default=ExtractState.DRAFT
    )
    claimant = models.CharField(_("who asks"), max_length=10, choices=Claimant)
    guardian = models.CharField(
        _("which guardian"), max_length=6, choices=Guardian, blank=True, editable=False
    )
    shown_by = models.CharField(_("shown by"), max_length=10, choices=ShownBy)
    asked_on = models.DateField(_("asked on"))
    choices = models.JSONField(default=dict)
    prepared_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    checked_at = models.DateTimeField(_("checked"), null=True)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    released_at = models.DateTimeField(_("released"), null=True)
    handed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    handed_at = models.DateTimeField(_("handed over"), null=True)
    handed_how = models.CharField(max_length=10, choices=HandedHow, blank=True)
    digest = models.CharField(max_length=64, blank=True, editable=False)
    package = SealedTextField(_("what is handed over"), null=True)

    objects = ExtractQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["help_request"],
                condition=Q(status__in=RUNNING),
                name="extract_one_at_a_time",
            ),
            models.CheckConstraint(
                name="extract_asks_nobody_who_wants_a_public_document",
                condition=Q(claimant="anyone", shown_by="not_asked")
                | (~Q(claimant="anyone") & ~Q(shown_by="not_asked")),
            ),
            models.CheckConstraint(
                name="extract_names_a_guardian_only_for_one",
                condition=Q(guardian="") | Q(claimant=Claimant.GUARDIAN),
            ),
            models.CheckConstraint(
                name="extract_is_released_by_another",
                condition=~Q(released_by=F("prepared_by")),
            ),
            models.CheckConstraint(
                name="extract_is_handed_over_sealed_and_named",
                condition=~Q(status__in=GIVEN)
                | (Q(released_by__isnull=False, released_at__isnull=False) & ~Q(digest="")),
            ),
        ]
        verbose_name = _("register extract")
        verbose_name_plural = _("register extracts")

    def __str__(self):
        return f"extract {self.pk}"

    @property
    def subject(self):
        return self.help_request.subject

    @property
    def is_copy(self) -> bool:
        """For somebody who is not told about themselves: a copy of a public document (TF 2:15)."""
        return self.claimant == Claimant.ANYONE

    @property
    def due_on(self) -> date:
        """A month after it was asked for (GDPR 12.3); where there is no such day, the last. A
        copy of a public document at once, or within a day or two (TF 2:15).
        """
        if self.is_copy:
            return self.asked_on + timedelta(days=2)
        year, month = divmod(self.asked_on.year * 12 + self.asked_on.month, 12)
        last = monthrange(year, month + 1)[1]
        return date(year, month + 1, min(self.asked_on.day, last))

    @property
    def is_late(self) -> bool:
        is_open = self.status not in (ExtractState.HANDED_OVER, ExtractState.DROPPED)
        return is_open and self.due_on < timezone.localdate()

    def enter(self, status):
        self.status = status
