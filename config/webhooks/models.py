import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit.models import Outgoing
from audit.outbox.doors import CALLS
from partners.models import Kind, Organisation

BOTH_HOLD = timedelta(hours=24)  # so long the other system has to take over a new secret


class ReceiverQuerySet(models.QuerySet):
    def for_the_list(self):
        return self.select_related("organisation").order_by("organisation__name", "created_at")

    def told(self):
        """Those that are called at all: in use, of somebody who is a partner today."""
        former = Organisation.objects.former(timezone.localdate())
        mine = self.filter(is_on=True).exclude(organisation__kind=Kind.POLICE)
        return mine.exclude(organisation__in=former)


class Receiver(models.Model):
    """A partner's own system, which is told that something has happened. Never what.

    *secret* signs each call. It is locked: the process that calls must read it again. For a day
    after a change the former one signs as well.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="receivers", verbose_name=_("organisation")
    )
    url = models.URLField(_("address"), max_length=200)
    secret = models.TextField()
    former_secret = models.TextField(blank=True)
    former_until = models.DateTimeField(null=True)
    is_on = models.BooleanField(_("in use"), default=True)
    created_at = models.DateTimeField(_("connected"), default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("connected by")
    )
    failure_told_on = models.DateField(null=True)

    objects = ReceiverQuerySet.as_manager()

    class Meta:
        verbose_name = _("receiver of calls")
        verbose_name_plural = _("receivers of calls")

    def __str__(self):
        return f"receiver {self.pk}"

    def calls(self):
        return Outgoing.objects.filter(to=f"{CALLS}{self.pk}")


class HeardUntil(models.Model):
    """How far in the log the clock has looked for what other systems are to be told."""

    number = models.PositiveBigIntegerField()

    def __str__(self):
        return str(self.number)
