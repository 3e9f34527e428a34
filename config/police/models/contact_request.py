"""An authority that fights crime asks for contact details (law 2025:170, 4 §).

It is a matter of its own: it stands in no queue and is no part of the person's request, which it
names by its key. What is given is nowhere copied: it is opened, once it is decided, where it lies.
"""

import uuid

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit.guard import groups_of
from audit.vault import SealedTextField
from config.police import rights
from config.police.codes import Authority, Check, Way
from config.police.lifecycle import OPEN, Status
from intake.models import HelpRequest


class ContactRequestQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those that the own team has received, and what one has received oneself. What belongs
        to no team is for whoever may be the second person: else nobody could decide it.
        """
        if not user.has_perm(rights.HANDLE):
            return self.none()
        mine = Q(unit__in=groups_of(user)) | Q(received_by=user)
        if user.has_perm(rights.CONFIRM):
            mine |= Q(unit__isnull=True)
        return self.filter(mine)


class ContactRequest(models.Model):
    """One request by one authority about one person.

    *who*: who asks there, and how they are called back. *whom*: about whom, as they said it.
    *subject* is the person's own, once their request with us is found.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(_("reference"), max_length=12, unique=True)
    unit = models.ForeignKey(Group, models.PROTECT, null=True, related_name="+")
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.RECEIVED)
    authority = models.CharField(_("authority"), max_length=12, choices=Authority)
    way = models.CharField(_("how it came"), max_length=10, choices=Way)
    asked = models.JSONField(_("what they ask for"), default=list)
    their_number = models.CharField(_("their number"), max_length=40, blank=True)
    received_on = models.DateField(_("received"))
    received_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    checked_how = models.CharField(_("checked"), max_length=12, choices=Check, blank=True)
    help_request = models.ForeignKey(HelpRequest, models.PROTECT, null=True, related_name="+")
    subject = models.UUIDField(null=True, editable=False)
    decision = models.OneToOneField(
        "police.ContactDecision", models.PROTECT, null=True, related_name="+"
    )
    answered_on = models.DateField(_("answered"), null=True)
    answered_how = models.CharField(_("answered how"), max_length=10, choices=Way, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    ended_at = models.DateTimeField(_("ended"), null=True, editable=False)
    erased_at = models.DateTimeField(_("erased"), null=True, editable=False)
    who = SealedTextField(_("who asks there"))
    whom = SealedTextField(_("whom they ask about"))

    objects = ContactRequestQuerySet.as_manager()

    class Meta:
        ordering = ["-received_on", "reference"]
        constraints = [
            models.CheckConstraint(
                name="contact_request_is_answered_as_decided",
                condition=~Q(status__in=[Status.CONFIRMED, Status.ANSWERED])
                | Q(decision__isnull=False),
            ),
            models.CheckConstraint(
                name="contact_request_answered_by_somebody",
                condition=Q(status=Status.ANSWERED, answered_on__isnull=False,
                            answered_by__isnull=False)
                | (~Q(status=Status.ANSWERED) & Q(answered_on=None, answered_by=None)),
            ),
        ]  # fmt: skip
        verbose_name = _("request for contact details")
        verbose_name_plural = _("requests for contact details")

    def __str__(self):
        return self.reference

    def enter(self, status):
        self.status = status
        self.ended_at = None if status in OPEN else timezone.now()

    @property
    def is_open(self) -> bool:
        return self.status in OPEN
