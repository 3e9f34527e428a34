"""Who is on call: whom a yes in an emergency is asked of, at night and at weekends too."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class DutyQuerySet(models.QuerySet):
    def now(self, now=None):
        now = now or timezone.now()
        return self.filter(begins_at__lte=now, ends_at__gt=now)


class Duty(models.Model):
    """One person's watch, from – to. Several may have it at once."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("on call")
    )
    begins_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))

    objects = DutyQuerySet.as_manager()

    class Meta:
        ordering = ["begins_at"]
        indexes = [models.Index(fields=["ends_at"], name="duty_ends")]
        constraints = [
            models.CheckConstraint(
                name="duty_ends_after_it_begins", condition=Q(ends_at__gt=F("begins_at"))
            ),
        ]
        verbose_name = _("watch")
        verbose_name_plural = _("watches")

    def __str__(self):
        return f"duty {self.pk}"
