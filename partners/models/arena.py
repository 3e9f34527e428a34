from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partners.models.place import Area
from partners.models.words import LocalText, said

EASY_TO_TYPE = RegexValidator(
    r"^[a-z0-9]+(-[a-z0-9]+)*\Z", _("Only small letters a–z, digits and hyphens, as in an address.")
)


class ArenaQuerySet(models.QuerySet):
    def open(self):
        today = timezone.localdate()
        not_closed = Q(closes_on__isnull=True) | Q(closes_on__gt=today)
        return self.filter(not_closed, opens_on__lte=today)


class Arena(models.Model):
    """A place where people meet us: a school, a library, an event.

    The short link on its poster leads to the form, and fills in the arena and nothing else. A
    closed one leads to the form all the same.
    """

    class Kind(models.TextChoices):
        SCHOOL = "school", _("School")
        LIBRARY = "library", _("Library")
        YOUTH_CENTRE = "youth_centre", _("Youth centre")
        EVENT = "event", _("Event")
        OTHER = "other", _("Another place")

    slug = models.SlugField(
        _("end of the short link"), max_length=30, unique=True, validators=[EASY_TO_TYPE]
    )
    name = LocalText(_("name"))
    kind = models.CharField(_("kind"), max_length=15, choices=Kind)
    area = models.ForeignKey(
        Area, models.PROTECT, null=True, blank=True, related_name="arenas", verbose_name=_("area")
    )
    opens_on = models.DateField(_("open from"), default=timezone.localdate)
    closes_on = models.DateField(_("closed from"), null=True, blank=True)

    objects = ArenaQuerySet.as_manager()

    class Meta:
        ordering = ["slug"]
        constraints = [
            models.CheckConstraint(
                name="arena_closes_after_it_opens",
                condition=Q(closes_on__isnull=True) | Q(closes_on__gte=F("opens_on")),
            ),
        ]
        verbose_name = _("arena")
        verbose_name_plural = _("arenas")

    def __str__(self):
        return said(self.name)

    @property
    def is_open(self) -> bool:
        today = timezone.localdate()
        return self.opens_on <= today and (self.closes_on is None or today < self.closes_on)

    @property
    def path(self) -> str:
        """Said here too, because the process that prints the poster may not serve the form."""
        return f"/a/{self.slug}/"
