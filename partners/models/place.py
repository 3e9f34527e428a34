from django.contrib.auth.models import Group
from django.db import models
from django.utils.translation import gettext_lazy as _

from partners.models.words import LocalText, said


class Area(models.Model):
    """A part of the municipality."""

    code = models.SlugField(_("code"), max_length=30, unique=True)
    name = models.CharField(_("name"), max_length=60)

    class Meta:
        ordering = ["name"]
        verbose_name = _("area")
        verbose_name_plural = _("areas")

    def __str__(self):
        return self.name


class Team(models.Model):
    """A team of ours. Its group is the unit that its rows belong to."""

    class Kind(models.TextChoices):
        AREA = "area", _("Area team")
        RECEPTION = "reception", _("Reception for concern reports")

    name = models.CharField(_("name"), max_length=60, unique=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.AREA)
    group = models.OneToOneField(
        Group, models.PROTECT, related_name="team", editable=False, verbose_name=_("group")
    )
    areas = models.ManyToManyField(Area, blank=True, related_name="teams", verbose_name=_("areas"))
    email = models.EmailField(_("the team's own mailbox"), blank=True)
    takes_the_rest = models.BooleanField(_("takes requests without an area"), default=False)

    class Meta:
        ordering = ["name"]
        verbose_name = _("team")
        verbose_name_plural = _("teams")

    def __str__(self):
        return self.name


class Topic(models.Model):
    """What a request is about, as a code that can be counted."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    label = LocalText(_("label"))
    is_active = models.BooleanField(_("in use"), default=True)
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering = ["position", "code"]
        verbose_name = _("topic")
        verbose_name_plural = _("topics")

    def __str__(self):
        return said(self.label)
