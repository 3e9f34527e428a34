"""Who is away, and who steps in: from the first day to the last."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class AbsenceQuerySet(models.QuerySet):
    def on(self, day):
        return self.filter(first__lte=day, last__gte=day)

    def stood_in_by(self, user):
        """Whom *user* steps in for today."""
        return self.on(timezone.localdate()).filter(substitute=user)


class Absence(models.Model):
    """One person is away. Nobody is asked why: that is nobody's business here.

    Without a substitute, or where the substitute does not reach something, whoever leads steps in.
    An absence gives nobody a way to more than they reach already.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="absences", verbose_name=_("who")
    )
    substitute = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+",
        verbose_name=_("steps in"),
    )  # fmt: skip
    first = models.DateField(_("first day away"))
    last = models.DateField(_("last day away"))

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        ordering = ["first", "pk"]
        indexes = [
            models.Index(fields=["last"], name="absence_last"),
            models.Index(fields=["substitute", "last"], name="absence_substitute"),
        ]
        constraints = [
            models.CheckConstraint(
                name="absence_ends_after_it_begins", condition=Q(last__gte=F("first"))
            ),
            models.CheckConstraint(
                name="absence_takes_another_person",
                condition=Q(substitute__isnull=True) | ~Q(substitute=F("user")),
            ),
        ]
        verbose_name = _("absence")
        verbose_name_plural = _("absences")

    def __str__(self):
        return f"absence {self.pk}"
