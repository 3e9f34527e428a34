import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from intake.models.help_request import HelpRequest


class InquiryOutcome(models.TextChoices):
    """What became of it, before the request may end."""

    OPENED = "opened", _("An inquiry is opened")
    RUNS = "runs", _("An inquiry runs already, and whoever has it has been told")
    NOT_NEEDED = "not_needed", _("It has been assessed: nothing in it can lead to a measure")


class ForInquiry(models.Model):
    """What we have learnt about an adult could lead to a measure: an inquiry is opened at once
    (SoL 14:2). Until somebody has said what became of it, the request is not put off or closed.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    help_request = models.ForeignKey(HelpRequest, models.CASCADE, related_name="for_inquiry")
    raised_at = models.DateTimeField(_("raised"))
    raised_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    outcome = models.CharField(_("outcome"), max_length=10, choices=InquiryOutcome, blank=True)
    settled_at = models.DateTimeField(_("settled"), null=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["raised_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["help_request"], condition=Q(settled_at__isnull=True),
                name="for_inquiry_once_at_a_time",
            ),
            models.CheckConstraint(
                name="for_inquiry_is_settled_by_somebody",
                condition=Q(outcome="", settled_at__isnull=True, settled_by__isnull=True)
                | Q(
                    outcome__in=list(InquiryOutcome), settled_at__isnull=False,
                    settled_by__isnull=False,
                ),
            ),
        ]  # fmt: skip
        verbose_name = _("what must be assessed")
        verbose_name_plural = _("what must be assessed")

    def __str__(self):
        return f"for inquiry {self.pk}"
