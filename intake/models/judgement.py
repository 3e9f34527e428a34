import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from audit.vault import SealedTextField
from intake.lifecycle import TellingStatus
from intake.models.concern import ConcernReport


class Judgement(models.Model):
    """What somebody has judged about a concern report, and why: who, when, sealed reasons.

    It is written once and never changed. Judged anew, it stands beside the first.
    """

    class Kind(models.TextChoices):
        PROTECTION = "protection", _("Assessment of the need of protection at once")
        DECISION = "decision", _("Decision whether to open an inquiry")
        EXTENSION = "extension", _("More time for the decision")
        NOT_TOLD = "not_told", _("Why who reported it is not told")

    class Outcome(models.TextChoices):
        AT_ONCE = "at_once", _("The child needs protection at once")
        NOT_AT_ONCE = "not_at_once", _("The child does not need protection at once")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    report = models.ForeignKey(ConcernReport, models.CASCADE, related_name="judgements")
    kind = models.CharField(max_length=10, choices=Kind)
    outcome = models.CharField(max_length=11, choices=Outcome, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reasons = SealedTextField()

    class Meta:
        ordering = ["made_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "kind"], name="judgement_made_once",
                condition=Q(kind__in=["protection", "decision", "not_told"]),
            ),
            models.CheckConstraint(
                name="judgement_of_protection_says_which",
                condition=~Q(kind="protection", outcome=""),
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"judgement {self.pk}"


class Telling(models.Model):
    """Feedback to whoever was bound to report: one of three things, and nothing more (SoL 19:6).

    *due_on* is set when it was asked for and there is something to tell.
    """

    class How(models.TextChoices):
        PORTAL = "portal", _("In the portal")
        PHONE = "phone", _("By phone")

    report = models.OneToOneField(ConcernReport, models.CASCADE, related_name="telling")
    status = models.CharField(max_length=8, choices=TellingStatus, default=TellingStatus.OPEN)
    asked_at = models.DateTimeField(null=True)
    due_on = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    how = models.CharField(max_length=6, choices=How, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="telling_ends_by_somebody",
                condition=Q(
                    status__in=["told", "withheld"], ended_at__isnull=False,
                    ended_by__isnull=False,
                )
                | Q(status__in=["open", "asked"], ended_at__isnull=True, ended_by__isnull=True),
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"telling {self.pk}"

    def enter(self, status):
        self.status = status

    @property
    def is_waiting(self) -> bool:
        """Somebody has asked, and has not been told."""
        return self.status == TellingStatus.ASKED
