"""What has to do with one another: two requests that somebody has linked, and why."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from audit import versions
from intake.models.help_request import HelpRequest
from partners.models import LocalText, said


class LinkReason(models.Model):
    """Why two requests are linked. The list is the municipality's; a change is a new version."""

    code = models.SlugField(_("code"), max_length=40)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    title = LocalText(_("title"))
    valid_from = models.DateField(_("in force from"))
    valid_until = models.DateField(_("in force until"), null=True, blank=True)

    class Meta:
        ordering = ["code", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="link_reason_one_per_version"),
            models.CheckConstraint(
                name="link_reason_ends_after_it_begins",
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
            ),
        ]
        verbose_name = _("reason to link requests")
        verbose_name_plural = _("reasons to link requests")

    def __str__(self):
        return said(self.title)

    @classmethod
    def in_force(cls, day=None) -> list:
        """The newest version of each that has begun, unless it is over."""
        day = day or timezone.localdate()
        return sorted(versions.in_force(cls.objects.all(), "code", day).values(), key=str)


class RequestLink(models.Model):
    """Two requests have to do with one another. It gives nobody reach: who may not open both sees
    no link at all.

    Without a *reason* it says that they were joined once.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    first = models.ForeignKey(HelpRequest, models.CASCADE, related_name="+")
    second = models.ForeignKey(HelpRequest, models.CASCADE, related_name="+")
    reason = models.ForeignKey(LinkReason, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="request_link_once"),
            models.CheckConstraint(
                name="request_link_has_two_ends", condition=Q(first__lt=F("second"))
            ),
        ]
        verbose_name = _("link between requests")
        verbose_name_plural = _("links between requests")

    def __str__(self):
        return f"link {self.pk}"

    @property
    def why(self) -> str:
        return str(self.reason) if self.reason else gettext("They were joined before")
