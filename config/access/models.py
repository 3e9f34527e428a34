"""Who has access, and should they: what the nightly comparison found, and the quarterly review."""

import uuid
from datetime import timedelta

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from config.accounts.roles import Role
from partners.models import Organisation


class Comparison(models.Model):
    """When grants and policy were last compared. One row."""

    at = models.DateTimeField()

    def __str__(self):
        return f"{self.at:%Y-%m-%d}"


class FoundDifference(models.Model):
    """Something that was found and is not repaired. Keys only: what it is about stays there."""

    kind = models.CharField(_("kind"), max_length=40)
    row = models.CharField(_("row"), max_length=120)
    whom = models.CharField(_("concerns"), max_length=60, blank=True)
    found_at = models.DateTimeField(_("found by the comparison"), default=timezone.now)

    class Meta:
        ordering = ["kind", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "row", "whom"], name="difference_found_once"),
        ]

    def __str__(self):
        return f"{self.kind} {self.row}"


class AccessPolicy(models.Model):
    """How long a review may take, and what happens to whom nobody has confirmed. One row."""

    review_days = models.PositiveSmallIntegerField(
        _("days to review the accounts"), default=30,
        validators=[MinValueValidator(1), MaxValueValidator(80)],
    )  # fmt: skip
    partners_end_after = models.PositiveSmallIntegerField(
        _("days after that until partners’ unconfirmed accounts end"), default=30, null=True,
        blank=True, help_text=_("Empty: they never end by themselves."),
    )  # fmt: skip
    ours_end_after = models.PositiveSmallIntegerField(
        _("days after that until our own unconfirmed accounts end"), null=True, blank=True,
        help_text=_("Empty: they never end by themselves, and only an alarm is shown."),
    )  # fmt: skip

    class Meta:
        verbose_name = _("access review")
        verbose_name_plural = _("access review")

    def __str__(self):
        return str(self._meta.verbose_name)

    @classmethod
    def current(cls) -> "AccessPolicy":
        """What was chosen; until then the cautious default."""
        return cls.objects.order_by("pk").first() or cls()

    def ends_after(self, organisation: Organisation) -> timedelta | None:
        days = self.ours_end_after if organisation.is_ours else self.partners_end_after
        return None if days is None else timedelta(days=days)


class AccessReview(models.Model):
    """One organisation's accounts, gone through once a quarter. Kept when it is done."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    quarter = models.CharField(_("quarter"), max_length=7)
    opened_at = models.DateTimeField(_("began"), default=timezone.now)
    due_at = models.DateTimeField(_("due"))
    reminded = models.PositiveSmallIntegerField(default=0)
    finished_at = models.DateTimeField(_("done"), null=True)

    class Meta:
        ordering = ["-opened_at", "organisation__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "quarter"], name="access_review_once_a_quarter"
            ),
            models.UniqueConstraint(
                fields=["organisation"], condition=Q(finished_at__isnull=True),
                name="access_review_one_at_a_time",
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"access review {self.quarter}"

    @property
    def is_overdue(self) -> bool:
        return self.finished_at is None and self.due_at <= timezone.now()


class Answer(models.TextChoices):
    NONE = "", _("Not answered")
    CONFIRMED = "confirmed", _("Confirmed")
    ENDED = "ended", _("Ended")
    GONE = "gone", _("Had ended already")
    CLOSED = "closed", _("Ended, because nobody confirmed it in time")


class ReviewedAccount(models.Model):
    """One account in one review: as what it was there, and what somebody answered."""

    review = models.ForeignKey(AccessReview, models.CASCADE, related_name="accounts")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    role = models.CharField(_("role"), max_length=20, choices=Role, blank=True)
    answer = models.CharField(_("answer"), max_length=10, choices=Answer, blank=True, default="")
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    answered_at = models.DateTimeField(_("answered"), null=True)

    class Meta:
        ordering = ["user__name", "user__pk"]
        constraints = [
            models.UniqueConstraint(fields=["review", "user"], name="account_reviewed_once"),
        ]

    def __str__(self):
        return f"user/{self.user_id} in {self.review_id}"


class AnnouncedEnd(models.Model):
    """The administrators have been told that this account ends then: once for each date."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="announced_end"
    )
    expires_at = models.DateTimeField()

    def __str__(self):
        return f"user/{self.user_id}"
