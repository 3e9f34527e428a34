from django.db import models
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Door(TextChoices):
    """The ways past the form that are counted."""

    NOW = "now", _("Danger now")
    CHILD = "child", _("A child is being harmed")
    SERVICES = "services", _("Open services")


class DoorCount(models.Model):
    """How many went past the form to a number or a service that day. Nothing about anybody:
    no time of day, no address, no language.
    """

    day = models.DateField(_("day"))
    door = models.CharField(_("way"), max_length=10, choices=Door)
    times = models.PositiveIntegerField(_("times"), default=0)

    class Meta:
        ordering = ["-day", "door"]
        constraints = [
            models.UniqueConstraint(fields=["day", "door"], name="door_counted_once_a_day"),
        ]
        verbose_name = _("way past the form")
        verbose_name_plural = _("ways past the form")

    def __str__(self):
        return f"{self.day} {self.door}"
