import uuid

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from intake.models.concern import ConcernReport
from intake.models.help_request import HelpRequest


class BirthDay(models.TextChoices):
    """As much of a birth date as the law on retention asks for (SoF 13:1), and no more."""

    UNKNOWN = "unknown", _("Nobody has said")
    RESEARCH = "research", _("On the 5th, 15th or 25th of a month")
    OTHER = "other", _("On another day")
    NOBODY = "nobody", _("Cannot be known: it does not say whom it is about")


class KeptFor(models.TextChoices):
    """What is never disposed of (SoL 16:2)."""

    PARENTHOOD = "parenthood", _("Inquiry about paternity or parenthood")
    ADOPTION = "adoption", _("Inquiry about an adoption")
    PLACED = "placed", _("A child was placed in or received by another home")


class Keeping(models.Model):
    """What decides how long a request or a concern report is kept. It dies with the words.

    *recorded_by* is empty where a personal number that was registered has said it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    help_request = models.OneToOneField(
        HelpRequest, models.CASCADE, null=True, related_name="keeping"
    )
    concern_report = models.OneToOneField(
        ConcernReport, models.CASCADE, null=True, related_name="keeping"
    )
    birth_day = models.CharField(
        _("born"), max_length=10, choices=BirthDay, default=BirthDay.UNKNOWN
    )
    birth_year = models.PositiveSmallIntegerField(
        _("year of birth"), null=True, validators=[MinValueValidator(1900)]
    )
    kept_for = models.CharField(
        _("is never disposed of because of"), max_length=12, choices=KeptFor, blank=True
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    recorded_at = models.DateTimeField(_("recorded"))

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="keeping_is_of_one_row",
                condition=Q(help_request__isnull=False, concern_report__isnull=True)
                | Q(help_request__isnull=True, concern_report__isnull=False),
            ),
        ]

    def __str__(self):
        return f"keeping {self.pk}"
