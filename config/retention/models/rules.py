"""How long things are kept, and what is held back."""

import uuid

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit import versions
from config.retention import due
from config.retention.codes import KEEPS_ALL, County, HoldReason, Kind
from partners.models import LocalText, said


class RetentionRule(models.Model):
    """How long one kind is kept, and on what paragraph. Edited by adding a version."""

    kind = models.CharField(_("what"), max_length=12, choices=Kind)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    paragraph = models.CharField(_("paragraph"), max_length=80)
    title = LocalText(_("title"))
    text = LocalText(_("in plain words"))
    months = models.PositiveSmallIntegerField(
        _("months after the last note"), validators=[MinValueValidator(1), MaxValueValidator(1200)],
        help_text=_("Five years are 60 months."),
    )  # fmt: skip
    until_age = models.PositiveSmallIntegerField(
        _("and not before this age"), null=True, blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(120)],
        help_text=_("Counted to the end of the year in which the person turns that."),
    )  # fmt: skip
    for_research = models.BooleanField(
        _("what is kept for research is kept"),
        default=True,
        help_text=_("Counties that keep everything, and births on the 5th, 15th and 25th."),
    )
    export_first = models.BooleanField(
        _("is handed over to the archive first"), default=False,
        help_text=_("Then nothing is erased before the archive has receipted it."),
    )  # fmt: skip
    ground = models.SlugField(_("code of the ground for erasing"), max_length=40)
    valid_from = models.DateField(_("in force from"))
    valid_until = models.DateField(_("in force until"), null=True, blank=True)

    class Meta:
        ordering = ["kind", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "version"], name="retention_rule_one_per_version"
            ),
        ]
        verbose_name = _("rule of retention")
        verbose_name_plural = _("rules of retention")

    def __str__(self):
        return f"{said(self.title)} ({self.paragraph})"

    def explained(self) -> str:
        return said(self.text)

    def pure(self) -> due.Rule:
        return due.Rule(self.kind, self.version, self.months, self.until_age, self.for_research)

    @classmethod
    def in_force(cls, day) -> dict[str, "RetentionRule"]:
        """The newest version of each kind, where it holds on *day*."""
        return versions.in_force(cls.objects.all(), "kind", day)

    @classmethod
    def exported_first(cls, day) -> list[str]:
        """The kinds that the plan of *day* has handed over before they are erased."""
        return [kind for kind, one in cls.in_force(day).items() if one.export_first]


class RetentionPlan(models.Model):
    """What the municipality says of itself. One row; without it nothing is disposed of."""

    county = models.CharField(
        _("county"), max_length=4, choices=County, blank=True,
        help_text=_("Until it is said, nothing of what may be kept for research is disposed of."),
    )  # fmt: skip
    days_between = models.PositiveSmallIntegerField(
        _("days between the second yes and the disposal"), default=7,
        validators=[MaxValueValidator(90)],
        help_text=_("In that time a request can be reopened, or held."),
    )  # fmt: skip

    class Meta:
        verbose_name = _("plan of retention")
        verbose_name_plural = _("plan of retention")

    def __str__(self):
        return str(self._meta.verbose_name)

    @classmethod
    def current(cls) -> "RetentionPlan":
        """What was chosen; until then the cautious default."""
        return cls.objects.order_by("pk").first() or cls()

    def house(self) -> due.House:
        return due.House(self.county in KEEPS_ALL if self.county else None)


class LegalHold(models.Model):
    """Somebody has said that this must not be disposed of yet, why, and until when."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    about = models.CharField(max_length=120, db_index=True)
    reason = models.CharField(_("why"), max_length=12, choices=HoldReason)
    until = models.DateField(_("to and including"))
    given_at = models.DateTimeField(_("given"), default=timezone.now)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(_("lifted"), null=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["-given_at"]
        constraints = [
            models.CheckConstraint(
                name="legal_hold_lifted_by_somebody",
                condition=Q(lifted_at__isnull=True, lifted_by__isnull=True)
                | Q(lifted_at__isnull=False, lifted_by__isnull=False),
            ),
        ]
        verbose_name = _("hold")
        verbose_name_plural = _("holds")

    def __str__(self):
        return f"hold {self.pk}"
