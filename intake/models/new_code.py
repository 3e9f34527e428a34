import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit import coarse
from audit.models import Outgoing
from intake.lifecycle import NEW_CODE_RUNS, NewCodeState
from intake.models.help_request import HelpRequest
from intake.models.receipt import Receipt

DIGITS = 8  # how many are read out
SHOWN_FOR = timedelta(days=7)


class CheckedHow(models.TextChoices):
    """How whoever gives the digits out has seen that it is the same person."""

    CODE_WORD = "code_word", _("They said the code word, without help")
    STORY = "story", _("They told what they wrote to us, without help")
    KNOWN = "known", _("We have met before, and I recognise them")


class NewCode(models.Model):
    """A lost receipt code is replaced: from eight digits, told to the person, to a code that opens.

    Of the digits a keyed digest is kept, and of the new code what is kept of every code:
    *receipt*, which belongs to no request until the delay is over.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    help_request = models.ForeignKey(HelpRequest, models.CASCADE, related_name="new_codes")
    status = models.CharField(
        _("status"), max_length=10, choices=NewCodeState, default=NewCodeState.PROPOSED
    )
    checked = models.CharField(_("same person because"), max_length=10, choices=CheckedHow)
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    started_at = models.DateTimeField(_("begun"))
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    digits = models.BinaryField(null=True, editable=False)
    digits_until = models.DateTimeField(_("digits hold until"), null=True)
    tries = models.PositiveSmallIntegerField(default=0, editable=False)
    ticket = models.BinaryField(null=True, editable=False)
    receipt = models.OneToOneField(Receipt, models.SET_NULL, null=True, related_name="new_code")
    notice = models.ForeignKey(Outgoing, models.SET_NULL, null=True, related_name="+")
    opens_at = models.DateTimeField(_("opens"), null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-started_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["help_request"], condition=Q(ended_at__isnull=True),
                name="new_code_one_at_a_time",
            ),
            models.CheckConstraint(
                name="new_code_ended_has_a_time",
                condition=Q(status__in=sorted(NEW_CODE_RUNS), ended_at__isnull=True)
                | (~Q(status__in=sorted(NEW_CODE_RUNS)) & Q(ended_at__isnull=False)),
            ),
        ]  # fmt: skip
        verbose_name = _("new code")
        verbose_name_plural = _("new codes")

    def __str__(self):
        return f"new code {self.pk}"

    @property
    def subject(self):
        return self.help_request.subject

    @property
    def is_running(self) -> bool:
        return self.status in NEW_CODE_RUNS

    @property
    def lacks_a_second_person(self) -> bool:
        return self.help_request.is_protected and self.approved_by_id is None

    @property
    def was_stopped_lately(self) -> bool:
        is_stopped = self.status == NewCodeState.STOPPED
        return is_stopped and timezone.now() - self.ended_at < SHOWN_FOR

    def enter(self, status):
        """What has ended keeps neither digits nor anything that leads to the page they were on."""
        self.status = status
        if status not in NEW_CODE_RUNS:
            self.ended_at, self.digits, self.ticket = coarse.hour(timezone.now()), None, None
