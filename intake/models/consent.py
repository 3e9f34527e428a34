import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from intake.models.codes import GivenBy, GivenHow, Item
from intake.models.help_request import HelpRequest
from partners.models import Organisation, purpose_said


class ConsentQuerySet(models.QuerySet):
    def holding_on(self, day):
        """Neither taken back nor run out."""
        return self.filter(withdrawn_at__isnull=True, valid_until__gte=day)


class Consent(models.Model):
    """What the person has said yes to: one organisation, named items, for what, until a day.

    What for is said as the agreement with that organisation says it. "": it named nothing when the
    yes was noted. It lifts secrecy (OSL 10:1, 12:2); it is not a consent in the sense of the GDPR.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    help_request = models.ForeignKey(HelpRequest, models.CASCADE, related_name="consents")
    organisation = models.ForeignKey(Organisation, models.PROTECT, verbose_name=_("organisation"))
    items = models.JSONField(_("what may be told"))
    purpose = models.CharField(_("what it is told for"), max_length=40, blank=True)
    given_by = models.CharField(_("given by"), max_length=10, choices=GivenBy)
    given_how = models.CharField(_("given how"), max_length=10, choices=GivenHow)
    given_at = models.DateTimeField(_("given"))
    valid_until = models.DateField(_("until"))
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(_("taken back"), null=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        ordering = ["-given_at"]
        constraints = [
            models.CheckConstraint(
                name="consent_is_taken_back_after_it_is_given",
                condition=Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=F("given_at")),
            ),
        ]

    def __str__(self):
        return f"consent {self.pk}"

    @property
    def subject(self):
        return self.help_request.subject

    def holds_on(self, day) -> bool:
        return self.withdrawn_at is None and self.valid_until >= day

    def covers(self, items) -> bool:
        return set(items) <= set(self.items)

    def is_for(self, purpose: str) -> bool:
        """Does it hold for what a referral is told for?"""
        return self.purpose in ("", purpose)

    def purpose_label(self) -> str:
        return purpose_said(self.purpose)

    def item_labels(self) -> list[str]:
        return [str(Item(item).label) for item in self.items]
