from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Limit(models.TextChoices):
    """What is counted for a concern report."""

    LATE_FROM = "late_from", _("A report counts as late in the day from this hour (0–23)")
    DECISION = "decision", _("Days to the decision on an inquiry")
    REMIND = "remind", _("Days before the decision is due that we remind")
    EXTENSION = "extension", _("Days that a decision may be put off at a time")
    FEEDBACK = "feedback", _("Days from the decision until who asked has been told")


# What holds until the house has said otherwise: the law's own numbers, and where it has none, the
# cautious ones.
AT_FIRST = {
    Limit.LATE_FROM: 15, Limit.DECISION: 14, Limit.REMIND: 3, Limit.EXTENSION: 7,
    Limit.FEEDBACK: 7,
}  # fmt: skip
LAST_HOUR, MOST_DAYS = 23, 62


class ConcernLimit(models.Model):
    """A time limit for concern reports (SoL 19:6, 20:1–2). A change is a new version.

    What has come in keeps the days it was given; a new version holds for what comes later.
    """

    code = models.CharField(_("what is counted"), max_length=10, choices=Limit)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    paragraph = models.CharField(_("paragraph"), max_length=60)
    amount = models.PositiveSmallIntegerField(_("how much"))
    valid_from = models.DateField(_("in force from"))

    class Meta:
        ordering = ["code", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "version"], name="concern_limit_one_per_version"
            ),
        ]
        verbose_name = _("time limit for concern reports")
        verbose_name_plural = _("time limits for concern reports")

    def __str__(self):
        return str(self.get_code_display())

    def clean(self):
        highest = LAST_HOUR if self.code == Limit.LATE_FROM else MOST_DAYS
        if self.amount is not None and self.amount > highest:
            raise ValidationError({"amount": _("At most %(highest)s.") % {"highest": highest}})

    @classmethod
    def on(cls, day: date | None = None) -> dict[str, int]:
        """Every limit as it holds on *day*: the newest version that is in force."""
        rows = cls.objects.filter(valid_from__lte=day or timezone.localdate())
        found = dict(rows.order_by("version").values_list("code", "amount"))
        return {limit: found.get(limit, amount) for limit, amount in AT_FIRST.items()}
