import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from audit.guard import Conflict, Grant, GuardedRow, ReachQuerySet
from audit.vault import SealedTextField
from intake.lifecycle import DECIDED, ConcernStatus
from intake.models.codes import Channel
from intake.models.help_request import HelpRequest, HelpRequestConflict
from intake.models.protection import Shielded
from partners.models import Organisation


class ConcernReportQuerySet(ReachQuerySet):
    def _related_to(self, user) -> Q:
        """Who is related to a request is related to the concern report it became."""
        requests = HelpRequestConflict.objects.filter(user=user).values("content_object")
        return super()._related_to(user) | Q(from_request__isnull=False, from_request__in=requests)

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
    channel = models.CharField(_("came by"), max_length=15, choices=Channel, default=Channel.PORTAL)
    language = models.CharField(_("language"), max_length=10, default="sv")
    must_report = models.BooleanField(_("bound by law to report"), default=False)
    assess_on = models.DateField(_("need of protection to be assessed on"))
    decide_on = models.DateField(_("to be decided at the latest"))
    due_on = models.DateField(_("due next"), null=True, editable=False)
    rung = models.JSONField(default=list, editable=False)
    decision = models.CharField(
        _("decision"), max_length=12, blank=True,
        choices=[(one.value, one.label) for one in DECIDED],
    )  # fmt: skip
    decided_at = models.DateTimeField(_("decided"), null=True)
    handed_at = models.DateTimeField(_("handed over to the case system"), null=True)
    handed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    case_number = models.CharField(_("number in the case system"), max_length=40, blank=True)
    erased_at = models.DateTimeField(_("erased"), null=True, editable=False)
    is_protected = models.BooleanField(_("protected identity"), default=False, editable=False)
    signs = models.JSONField(_("sounds like"), default=list, editable=False)
    child = SealedTextField(_("which child"), null=True)
    concern = SealedTextField(_("what the concern is"))
    reached_at = SealedTextField(_("how the reporter is reached"), null=True)

    objects = ConcernReportQuerySet.as_manager()
    shielded = ShieldedReports.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["unit", "received_at"]),
            models.Index(fields=["unit", "due_on"], name="concern_report_due"),
            models.Index(
                fields=["unit"], condition=Q(is_protected=True), name="concern_report_protected"
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["ticket"], name="concern_report_sent_once"),
            models.CheckConstraint(
                name="concern_report_decision_has_a_time",
                condition=Q(decision="", decided_at__isnull=True)
                | Q(decision__in=list(DECIDED), decided_at__isnull=False),
            ),
            models.CheckConstraint(
                name="concern_report_is_as_decided",
                condition=Q(status__in=["received", "assessed"], decision="")
                | Q(status__in=list(DECIDED), status=F("decision"))
                | Q(status="handed_over"),
            ),
            models.CheckConstraint(
                name="concern_report_handed_over_by_somebody",
                condition=Q(status="handed_over", handed_at__isnull=False, handed_by__isnull=False)
                | (~Q(status="handed_over") & Q(handed_at__isnull=True, case_number="")),
            ),
        ]
        verbose_name = _("concern report")
        verbose_name_plural = _("concern reports")

    def __str__(self):
        return self.reference

    def enter(self, status):
        self.status = status

    @property
    def from_portal(self) -> bool:
        """A partner has registered it, and may be told there."""
        return self.reporter_id is not None and self.from_request_id is None


class ConcernReportGrant(Grant):
    content_object = models.ForeignKey(ConcernReport, models.CASCADE, related_name="grants")


class ConcernReportConflict(Conflict):
    content_object = models.ForeignKey(ConcernReport, models.CASCADE, related_name="conflicts")


class Registration(GuardedRow):
    """What a partner sees of what it has registered: a reference and “received” or “handled”.

    Who was bound to report a concern may ask, and is told one of three things (SoL 19:6).

    Its unit is the registrar's organisation. There is no way from here into the request.
    """

    class State(models.TextChoices):
        RECEIVED = "received", _("Received")
        HANDLED = "handled", _("Handled")

    reference = models.CharField(_("reference"), max_length=12)
    is_concern = models.BooleanField(default=False)
    with_person = models.BooleanField(_("together with the person"), default=False)
    registered_at = models.DateTimeField(_("registered"))
    registered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.RECEIVED)
    may_ask = models.BooleanField(_("may ask what was decided"), default=False)
    asked_at = models.DateTimeField(_("asked what was decided"), null=True)
    told = models.CharField(
        _("told"), max_length=12, blank=True,
        choices=[(one.value, one.label) for one in DECIDED],
    )  # fmt: skip
    told_at = models.DateTimeField(_("told"), null=True)

    class Meta:
        ordering = ["-registered_at"]

    def __str__(self):
        return self.reference


class RegistrationGrant(Grant):
    content_object = models.ForeignKey(Registration, models.CASCADE, related_name="grants")
