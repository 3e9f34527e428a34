import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from audit.guard import Conflict, Grant, GuardedRow, ReachQuerySet
from audit.vault import SealedTextField
from intake.lifecycle import ConcernStatus
from intake.models.codes import Channel
from intake.models.help_request import HelpRequest, HelpRequestConflict
from intake.models.protection import Shielded
from partners.models import Organisation


class ConcernReportQuerySet(ReachQuerySet):
    def _related_to(self, user) -> Q:
        """Who is related to a request is related to the concern report it became."""
        requests = HelpRequestConflict.objects.filter(user=user).values("content_object")
        return super()._related_to(user) | Q(
            from_request__isnull=False, from_request__in=requests
        )


    def _open_to_units(self) -> Q:
        """A protected identity is not the reception's: only those who are named reach it."""
        return Q(is_protected=False)


class ShieldedReports(Shielded, ConcernReportQuerySet):
    """The protected ones, for whoever says who reaches them."""


class ConcernReport(GuardedRow):
    """A concern for a child (SoL 19). A record of its own kind, with readers of its own.

    *received_at* is when the words first reached us – also when they came as a request.
    """

    reference = models.CharField(_("reference"), max_length=12, unique=True)
    subject = models.UUIDField(default=uuid.uuid4, editable=False)
    ticket = models.BinaryField(null=True, editable=False)
    received_at = models.DateTimeField(_("received"))
    status = models.CharField(
        _("status"), max_length=12, choices=ConcernStatus, default=ConcernStatus.RECEIVED
    )
    from_request = models.OneToOneField(
        HelpRequest, models.PROTECT, null=True, related_name="concern_report"
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, verbose_name=_("reported by")
    )
    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    channel = models.CharField(
        _("came by"), max_length=15, choices=Channel, default=Channel.PORTAL
    )
    language = models.CharField(_("language"), max_length=10, default="sv")
    must_report = models.BooleanField(_("bound by law to report"), default=False)
    acknowledged_at = models.DateTimeField(_("taken over"), null=True)
    acknowledged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    is_protected = models.BooleanField(_("protected identity"), default=False, editable=False)
    signs = models.JSONField(_("sounds like"), default=list, editable=False)
    child = SealedTextField(_("which child"), null=True)
    concern = SealedTextField(_("what the concern is"))
    reached_at = SealedTextField(_("how the reporter is reached"), null=True)

    objects = ConcernReportQuerySet.as_manager()
    shielded = ShieldedReports.as_manager()

    class Meta:
        indexes = [models.Index(fields=["unit", "received_at"])]
        constraints = [
            models.UniqueConstraint(fields=["ticket"], name="concern_report_sent_once"),
            models.CheckConstraint(
                name="concern_report_taken_over_by_somebody",
                condition=Q(status="acknowledged", acknowledged_at__isnull=False)
                | Q(status="received", acknowledged_at__isnull=True),
            ),
        ]
        verbose_name = _("concern report")
        verbose_name_plural = _("concern reports")

    def __str__(self):
        return self.reference

    def enter(self, status):
        self.status = status


class ConcernReportGrant(Grant):
    content_object = models.ForeignKey(ConcernReport, models.CASCADE, related_name="grants")


class ConcernReportConflict(Conflict):
    content_object = models.ForeignKey(ConcernReport, models.CASCADE, related_name="conflicts")


class Registration(GuardedRow):
    """What a partner sees of what it has registered: a reference and “received” or “handled”.

    Its unit is the registrar's organisation. There is no way from here into the request.
    """

    class State(models.TextChoices):
        RECEIVED = "received", _("Received")
        HANDLED = "handled", _("Handled")

    reference = models.CharField(_("reference"), max_length=12)
    is_concern = models.BooleanField(default=False)
    with_person = models.BooleanField(_("together with the person"), default=False)
    registered_at = models.DateTimeField(_("registered"))
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.RECEIVED)

    class Meta:
        ordering = ["-registered_at"]

    def __str__(self):
        return self.reference


class RegistrationGrant(Grant):
    content_object = models.ForeignKey(Registration, models.CASCADE, related_name="grants")
