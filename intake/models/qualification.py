from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class QualificationQuerySet(models.QuerySet):
    def holding(self, day=None):
        """Those that hold on *day*, the first and the last day with them."""
        day = day or timezone.localdate()
        ends_later = Q(until_on__isnull=True) | Q(until_on__gte=day)
        return self.filter(ends_later, from_on__lte=day)


class Qualification(models.Model):
    """Who may assess a concern for a child and decide on an inquiry (SoL 25:1), from – to.

    Somebody else has seen the degree and registers it. It is ended, never taken out: what was
    decided meanwhile was decided by somebody qualified.
    """

    class Kind(models.TextChoices):
        SOCIONOM = "socionom", _("Swedish degree in social work (socionomexamen)")
        OTHER = "other", _("Another relevant degree")
        TRANSITIONAL = "transitional", _("A transitional rule")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="qualifications"
    )
    kind = models.CharField(_("kind of qualification"), max_length=12, choices=Kind)
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("until"), null=True, blank=True)
    registered_at = models.DateTimeField(auto_now_add=True)
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    objects = QualificationQuerySet.as_manager()

    class Meta:
        ordering = ["user__name", "from_on"]
        constraints = [
            models.CheckConstraint(
                name="qualification_ends_after_it_begins",
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")),
            ),
        ]
        verbose_name = _("qualification")
        verbose_name_plural = _("qualifications")

    def __str__(self):
        return f"qualification {self.pk}"
