"""What a partner wants changed of what the directory says about it. It says so when we agree."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from audit import versions
from partners.lifecycle import ProposalState
from partners.models.organisation import Organisation, Service
from partners.models.words import LocalText, said

TEXTS = ("name", "audience", "description", "how_to_come", "hours")  # of a service, a language each


class RefusalReason(models.Model):
    """Why the municipality says no to a proposal. A change is a new version."""

    code = models.SlugField(_("code"), max_length=40)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    title = LocalText(_("title"))
    valid_from = models.DateField(_("in force from"))
    valid_until = models.DateField(_("in force until"), null=True, blank=True)

    class Meta:
        ordering = ["code", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "version"], name="refusal_reason_one_per_version"
            ),
            models.CheckConstraint(
                name="refusal_reason_ends_after_it_begins",
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
            ),
        ]
        verbose_name = _("reason to refuse a proposal")
        verbose_name_plural = _("reasons to refuse a proposal")

    def __str__(self):
        return said(self.title)

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """What may be chosen today: of each code the newest version that has begun."""
        held = versions.in_force(cls.objects.all(), "code", timezone.localdate())
        return [(code, str(row)) for code, row in held.items()]

    @classmethod
    def words(cls, code: str) -> str:
        """How a code reads, also one that cannot be chosen any longer."""
        row = cls.objects.filter(code=code).order_by("version").last()
        return str(row) if row else code


class Proposal(models.Model):
    """A change of one service or of the opening hours, or a service that is not there yet.

    *values* and *before* name only what differs: what it said, and what it is to say. A new
    service (*is_new*) comes to be with the municipality’s yes; until then there is none.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="proposals")
    service = models.ForeignKey(Service, models.CASCADE, null=True, related_name="proposals")
    is_new = models.BooleanField(_("a new service"), default=False)
    values = models.JSONField()
    before = models.JSONField()
    status = models.CharField(
        _("state"), max_length=10, choices=ProposalState, default=ProposalState.PROPOSED
    )
    reason = models.SlugField(_("reason"), max_length=40, blank=True)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(_("proposed"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided"), null=True)

    class Meta:
        ordering = ["-proposed_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["service"], condition=Q(status=ProposalState.PROPOSED),
                name="proposal_one_waits_per_service",
            ),
            models.UniqueConstraint(
                fields=["organisation"],
                condition=Q(status=ProposalState.PROPOSED, service__isnull=True, is_new=False),
                name="proposal_one_waits_for_the_hours",
            ),
            models.CheckConstraint(
                name="proposal_of_a_new_service_has_it_after_a_yes",
                condition=Q(is_new=False) | Q(service__isnull=True)
                | Q(status=ProposalState.APPROVED),
            ),
            models.CheckConstraint(
                name="proposal_is_refused_for_a_reason",
                condition=~Q(status=ProposalState.REFUSED) | ~Q(reason=""),
            ),
        ]  # fmt: skip
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")

    def __str__(self):
        return f"proposal {self.pk}"

    @property
    def waits(self) -> bool:
        return self.status == ProposalState.PROPOSED

    @property
    def what(self) -> str:
        """Which service, or the opening hours."""
        if self.service:
            return str(self.service)
        return said(self.values["name"]) if self.is_new else gettext("Opening hours")

    @property
    def reason_words(self) -> str:
        return RefusalReason.words(self.reason) if self.reason else ""

    def enter(self, status) -> None:
        self.status, self.decided_at = status, timezone.now()
