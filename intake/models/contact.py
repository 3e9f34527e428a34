import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from audit.outbox import Wishes
from audit.vault import SealedTextField
from intake.models.codes import CallOutcome, CloseReason, Days, Hours, OutsideReason, Way
from intake.models.help_request import HelpRequest


class SafeContact(models.Model):
    """How the person may be reached without danger. The rules are codes, the details sealed.

    *revision* counts the changes: whoever read the rules before the last one reads them anew.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    help_request = models.OneToOneField(HelpRequest, models.CASCADE, related_name="safe_contact")
    way = models.CharField(_("way"), max_length=6, choices=Way, default=Way.NONE)
    hours = models.CharField(_("hours"), max_length=10, choices=Hours, default=Hours.ANY)
    days = models.CharField(_("days"), max_length=10, choices=Days, default=Days.ALL)
    voicemail_ok = models.BooleanField(_("may leave a message on voicemail"), default=False)
    say_who_ok = models.BooleanField(_("may say that it is the social services"), default=False)
    is_shared = models.BooleanField(_("somebody else also reads or answers"), default=False)
    revision = models.PositiveIntegerField(default=0, editable=False)
    name = SealedTextField(_("name"), null=True)
    phone = SealedTextField(_("phone number"), null=True)
    email = SealedTextField(_("e-mail address"), null=True)
    code_word = SealedTextField(_("code word"), null=True)
    wishes = SealedTextField(_("other wishes"), null=True)

    def __str__(self):
        return f"contact {self.pk}"

    @property
    def subject(self):
        return self.help_request.subject

    @property
    def rules(self) -> Wishes:
        """What the outbox and whoever calls must weigh. Who has taken it back is left alone."""
        if self.help_request.close_reason == CloseReason.WITHDRAWN:
            return Wishes(Way.NONE)
        return Wishes(self.way, self.hours, self.days, self.is_shared)


class ContactAttempt(models.Model):
    """Somebody of ours has read the person's rules, said yes to them, and called.

    *reason* is why they called outside the person's hours. How it went is a code: what was
    said belongs in the conversation or in a note.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    help_request = models.ForeignKey(HelpRequest, models.CASCADE, related_name="attempts")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    acknowledged_at = models.DateTimeField(_("rules read"))
    revision = models.PositiveIntegerField(editable=False)
    reason = models.CharField(
        _("outside the hours because"), max_length=10, choices=OutsideReason, blank=True
    )
    outcome = models.CharField(_("outcome"), max_length=12, choices=CallOutcome, blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-acknowledged_at"]
        constraints = [
            models.CheckConstraint(
                name="contact_attempt_ended_has_an_outcome",
                condition=Q(outcome="", ended_at__isnull=True)
                | (~Q(outcome="") & Q(ended_at__isnull=False)),
            ),
        ]

    def __str__(self):
        return f"contact attempt {self.pk}"
