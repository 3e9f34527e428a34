"""How the log is reviewed: the plan and its weights, the rounds, and what was found."""

import uuid
from datetime import timedelta

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit import signs

WITHIN = timedelta(days=7)  # from the draw until each item has a finding
LEAST_SHARE, MOST_SHARE = 20, 90  # per cent


class ReviewPlan(models.Model):
    """How large a round is, and how much of it is drawn by chance. One row."""

    share = models.PositiveSmallIntegerField(
        _("drawn by chance, per cent"), default=LEAST_SHARE,
        validators=[MinValueValidator(LEAST_SHARE), MaxValueValidator(MOST_SHARE)],
        help_text=_("Never below 20: what nobody suspects is looked at too."),
    )  # fmt: skip
    size = models.PositiveSmallIntegerField(
        _("items in a round"), default=100,
        validators=[MinValueValidator(10), MaxValueValidator(500)],
        help_text=_("What must always be reviewed comes on top of it."),
    )  # fmt: skip

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="review_plan_keeps_chance",
                condition=Q(share__gte=LEAST_SHARE, share__lte=MOST_SHARE),
            ),
        ]
        verbose_name = _("log review")
        verbose_name_plural = _("log review")

    def __str__(self):
        return f"{self.share} % / {self.size}"


class SignWeight(models.Model):
    """What one sign weighs, in versions: a round names the version it was drawn with."""

    code = models.CharField(_("sign"), max_length=30, choices=signs.labels)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    weight = models.PositiveSmallIntegerField(
        _("weight"), default=1, validators=[MaxValueValidator(20)],
        help_text=_("0: it is noted, but moves nothing up in the queue."),
    )  # fmt: skip
    from_number = models.PositiveSmallIntegerField(
        _("counts from"), null=True, blank=True, validators=[MinValueValidator(1)],
        help_text=_("Only for signs that count something: how many, before it stands out."),
    )  # fmt: skip
    always = models.BooleanField(_("every one is reviewed"), default=False)
    valid_from = models.DateField(_("in force from"))

    class Meta:
        ordering = ["code", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="sign_weight_one_per_version"),
        ]
        verbose_name = _("sign in the log")
        verbose_name_plural = _("signs in the log")

    def __str__(self):
        return f"{self.get_code_display()} {self.version}"


class Finding(models.TextChoices):
    EXPLAINED = "explained", _("Explained")
    TALK = "talk", _("Needs a talk")
    INCIDENT = "incident", _("Incident")


class FindingReason(models.TextChoices):
    TASK = "task", _("It was their task")
    COVER = "cover", _("Stood in for a colleague")
    LEADING = "leading", _("Leading or training")
    SLIP = "slip", _("A slip: the wrong one, left at once")
    EMERGENCY = "emergency", _("An emergency")
    NO_TASK = "no_task", _("No task that we can see")
    RELATED = "related", _("Related to the person")
    CURIOUS = "curious", _("Curiosity")


class Round(models.Model):
    """What was drawn for a period, by whom, out of how much and with which weights."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    first = models.DateField(_("first day"))
    last = models.DateField(_("last day"))
    drawn_at = models.DateTimeField(_("drawn"))
    drawn_by = models.CharField(_("drawn by"), max_length=60)
    share = models.PositiveSmallIntegerField(_("drawn by chance, per cent"))
    candidates = models.PositiveIntegerField(_("could have been drawn"))
    weights = models.JSONField(default=dict)

    class Meta:
        ordering = ["-drawn_at"]
        indexes = [models.Index(fields=["drawn_at"])]
        constraints = [
            models.CheckConstraint(
                name="round_ends_after_it_begins", condition=Q(last__gte=F("first"))
            ),
        ]
        verbose_name = _("review round")
        verbose_name_plural = _("review rounds")

    def __str__(self):
        return f"{self.first} – {self.last}"

    @property
    def is_late(self) -> bool:
        """Drawn more than seven days ago. Whether anything waits, its counts say."""
        return self.drawn_at < timezone.now() - WITHIN


class Item(models.Model):
    """One person, one row, one day: to be explained once. Codes, keys and numbers of lines only.

    Whoever is reviewed never reviews: the database itself refuses it. *turn* counts the
    findings, so that two reviewers do not overwrite each other; each is a line in the trail.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(Round, models.PROTECT, related_name="items")
    position = models.PositiveIntegerField(_("place in the queue"))
    actor = models.CharField(_("who"), max_length=60)
    role = models.CharField(_("role"), max_length=30)
    organisation = models.CharField(_("organisation"), max_length=60, blank=True)
    deed = models.CharField(_("what"), max_length=60)
    about = models.CharField(_("about"), max_length=120)
    purpose = models.CharField(_("purpose"), max_length=40, blank=True)
    number = models.PositiveBigIntegerField(_("line"))
    at = models.DateTimeField(_("when"))
    day = models.DateField(_("day"))
    times = models.PositiveIntegerField(_("times that day"))
    signs = models.JSONField(_("signs"), default=list)
    weight = models.PositiveIntegerField(_("weight"))
    by_chance = models.BooleanField(_("by chance"))
    finding = models.CharField(_("finding"), max_length=10, choices=Finding, blank=True)
    reason = models.CharField(_("reason"), max_length=10, choices=FindingReason, blank=True)
    found_by = models.CharField(_("found by"), max_length=60, blank=True)
    found_at = models.DateTimeField(_("found"), null=True)
    first_found_at = models.DateTimeField(null=True)
    turn = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["round", "position"]
        indexes = [
            models.Index(fields=["round"], condition=Q(finding=""), name="review_item_open"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["actor", "about", "day"], name="review_item_drawn_once"
            ),
            models.UniqueConstraint(fields=["round", "position"], name="review_item_one_place"),
            models.CheckConstraint(
                name="review_item_is_not_found_by_the_reviewed", condition=~Q(found_by=F("actor"))
            ),
            models.CheckConstraint(
                name="review_item_found_by_somebody_at_some_time",
                condition=Q(finding="", found_by="", found_at__isnull=True)
                | (~Q(finding="") & ~Q(found_by="") & Q(found_at__isnull=False)),
            ),
        ]
        verbose_name = _("item to review")
        verbose_name_plural = _("items to review")

    def __str__(self):
        return str(self.number)
