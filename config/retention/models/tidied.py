"""What went by itself, as the plan says: how many of a kind, on which day."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from config.retention.models.rules import RetentionRule


class Tidied(models.Model):
    """The protocol of what no list names: traces without words."""

    rule = models.ForeignKey(RetentionRule, models.PROTECT, verbose_name=_("rule"))
    day = models.DateField(_("day"))
    count = models.PositiveIntegerField(_("how many"))

    class Meta:
        ordering = ["-day", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["rule", "day"], name="tidied_once_a_day"),
        ]
        verbose_name = _("what went by itself")
        verbose_name_plural = _("what went by itself")

    def __str__(self):
        return f"tidied {self.pk}"
