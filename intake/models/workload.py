"""How much each kind of request weighs in a worker's load, and why a lead hands requests out."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from audit import versions
from partners.models import LocalText, said

HEAVIEST, MOST = 20, 999


class Weighed(models.TextChoices):
    """What has a weight: what is to be done, by urgency; what waits, whatever its urgency."""

    NOW = "emergency", _("To be done: now")
    SAME_DAY = "same_day", _("To be done: today")
    PRIORITY = "priority", _("To be done: within two working days")
    NORMAL = "normal", _("To be done: within five working days")
    WAITING = "waiting", _("Answered, waits for the person")
    PUT_OFF = "put_off", _("Put off until a day")
    LIMIT = "limit", _("From this sum a worker has much")


# What holds until the house has said otherwise.
AT_FIRST = {
    Weighed.NOW: 5, Weighed.SAME_DAY: 4, Weighed.PRIORITY: 3, Weighed.NORMAL: 2,
    Weighed.WAITING: 1, Weighed.PUT_OFF: 1, Weighed.LIMIT: 40,
}  # fmt: skip


class LoadWeight(models.Model):
    """How much one kind of request weighs; or the sum that is much. A change is a new version.

    The sum says something of the day's work, nothing of how anybody does it.
    """

    code = models.CharField(_("what is weighed"), max_length=10, choices=Weighed)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    weight = models.PositiveSmallIntegerField(
        _("weight"), validators=[MaxValueValidator(MOST)],
        help_text=_("0 – 20. The sum that is much: 1 – 999."),
    )  # fmt: skip
    valid_from = models.DateField(_("in force from"))

    class Meta:
        ordering = ["code", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="load_weight_one_per_version"),
            models.CheckConstraint(
                name="load_weight_makes_sense",
                condition=Q(code=Weighed.LIMIT, weight__range=(1, MOST))
                | (~Q(code=Weighed.LIMIT) & Q(weight__lte=HEAVIEST)),
                violation_error_message=_("0 – 20. The sum that is much: 1 – 999."),
            ),
        ]
        verbose_name = _("weight in the workload")
        verbose_name_plural = _("weights in the workload")

    def __str__(self):
        return str(self.get_code_display())

    @classmethod
    def in_force(cls, day) -> dict[str, int]:
        """The weight of each code on *day*."""
        rows = cls.objects.filter(valid_from__lte=day).order_by("version")
        return AT_FIRST | dict(rows.values_list("code", "weight"))


class HandingReason(models.Model):
    """Why a lead gives requests to others without asking first. Edited by adding a version."""

    code = models.SlugField(_("code"), max_length=20)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    title = LocalText(_("title"))
    valid_from = models.DateField(_("in force from"))
    valid_until = models.DateField(_("in force until"), null=True, blank=True)

    class Meta:
        ordering = ["code", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "version"], name="handing_reason_one_per_version"
            ),
        ]
        verbose_name = _("reason for handing out")
        verbose_name_plural = _("reasons for handing out")

    def __str__(self):
        return said(self.title)

    @classmethod
    def in_force(cls, day) -> dict[str, "HandingReason"]:
        """The newest version of each reason that has begun, where it holds on *day*."""
        return versions.in_force(cls.objects.all(), "code", day)
