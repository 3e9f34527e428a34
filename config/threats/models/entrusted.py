from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from config.threats import rights
from config.threats.codes import Task


class EntrustedQuerySet(models.QuerySet):
    def today(self):
        return self.filter(ended_at__isnull=True, from_on__lte=timezone.localdate())


class Entrusted(models.Model):
    """Somebody who sees every threat and opens its evidence: the access group, by name.

    The safety representative takes part in the work against threats (AML 6:4). It is ended at
    once, and never taken out: what was opened meanwhile was opened by somebody who might.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    task = models.CharField(_("as what"), max_length=10, choices=Task)
    from_on = models.DateField(_("from"), default=timezone.localdate)
    appointed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    ended_at = models.DateTimeField(_("ended"), null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    objects = EntrustedQuerySet.as_manager()

    class Meta:
        ordering = ["user__name", "from_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(ended_at__isnull=True), name="entrusted_once_at_a_time"
            ),
            models.CheckConstraint(
                name="entrusted_is_ended_by_somebody",
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
            ),
        ]
        verbose_name = _("entrusted with threats")
        verbose_name_plural = _("entrusted with threats")

    def __str__(self):
        return f"entrusted {self.pk}"


def is_entrusted(user) -> bool:
    """Today, and with a role that may be: neither is enough alone."""
    return user.has_perm(rights.EVIDENCE) and Entrusted.objects.today().filter(user=user).exists()
