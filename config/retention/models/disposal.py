"""Each disposal, with what it disposed of."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit import rights as audit
from audit.models import ErasureGround
from audit.moves import Move
from config.retention.codes import Dropped
from config.retention.models.delivery import Delivery, DeliveryState
from config.retention.models.rules import RetentionRule
from intake import rights as intake


class Status(models.TextChoices):
    """proposed ─prepare─▶ prepared ─approve─▶ approved ─finish─▶ done

    proposed, prepared, approved ─decline─▶ declined; prepared ─renew─▶ proposed (it has changed)
    """

    PROPOSED = "proposed", _("Waits for a first person")
    PREPARED = "prepared", _("Waits for a second person")
    APPROVED = "approved", _("Approved, and waits for its day")
    DONE = "done", _("Disposed of")
    DECLINED = "declined", _("Turned down")


OPEN = (Status.PROPOSED, Status.PREPARED, Status.APPROVED)
PREPARE = Move("prepare", {Status.PROPOSED}, Status.PREPARED, intake.ERASE, _("It is right"))
APPROVE = Move("approve", {Status.PREPARED}, Status.APPROVED, audit.DECIDE_ERASURE, _("Approve"))
DECLINE = Move("decline", OPEN, Status.DECLINED, audit.DECIDE_ERASURE, _("Turn down"))
RENEW = Move("renew", {Status.PROPOSED, Status.PREPARED}, Status.PROPOSED, None)
FINISH = Move("finish", {Status.APPROVED}, Status.DONE, None)


class Disposal(models.Model):
    """One list of what is to go on one ground. Two people say yes to the very same list.

    *digest* is over all its lines: both say what they saw.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    status = models.CharField(_("status"), max_length=8, choices=Status, default=Status.PROPOSED)
    ground = models.ForeignKey(ErasureGround, models.PROTECT, verbose_name=_("ground"))
    day = models.DateField(_("as of"))
    digest = models.CharField(max_length=64, blank=True)
    proposed_at = models.DateTimeField(_("proposed"), default=timezone.now)
    prepared_at = models.DateTimeField(_("gone through"), null=True)
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    prepared_as = models.CharField(max_length=30, blank=True)
    approved_at = models.DateTimeField(_("approved"), null=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    approved_as = models.CharField(max_length=30, blank=True)
    runs_on = models.DateField(_("disposed of on"), null=True)
    finished_at = models.DateTimeField(_("finished"), null=True)

    class Meta:
        ordering = ["-proposed_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["ground"], condition=Q(status__in=["proposed", "prepared"]),
                name="disposal_one_proposal_at_a_time",
            ),
            models.CheckConstraint(
                name="disposal_takes_two_people",
                condition=~Q(status__in=["approved", "done"])
                | (Q(prepared_by__isnull=False, approved_by__isnull=False)
                   & ~Q(approved_by=F("prepared_by"))),
            ),
        ]  # fmt: skip
        verbose_name = _("disposal")
        verbose_name_plural = _("disposals")

    def __str__(self):
        return f"disposal {self.pk}"

    def enter(self, status):
        self.status = status


class DisposalItemQuerySet(models.QuerySet):
    def to_be_exported(self):
        """What the plan has handed over first: as it was when listed, or as it is today."""
        kinds = RetentionRule.exported_first(timezone.localdate())
        return self.filter(Q(rule__export_first=True) | Q(rule__kind__in=kinds))

    def receipted(self):
        return self.filter(delivery__status=DeliveryState.RECEIVED)

    def free_to_go(self):
        """What waits for nobody but its day."""
        missing = self.to_be_exported().exclude(delivery__status=DeliveryState.RECEIVED)
        return self.exclude(pk__in=missing.values("pk"))


class DisposalItem(models.Model):
    """One row of the list: its number, by which rule and when. Nothing of what it was about.

    *delivery*: the package in which it was handed over to the archive.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waits")
        DONE = "done", _("Disposed of")
        DROPPED = "dropped", _("Dropped out")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    disposal = models.ForeignKey(Disposal, models.CASCADE, related_name="items")
    about = models.CharField(max_length=120)
    reference = models.CharField(_("reference"), max_length=12)
    rule = models.ForeignKey(RetentionRule, models.PROTECT, verbose_name=_("rule"))
    day = models.DateField(_("may go from"))
    latest = models.DateField(_("at the latest"))
    state = models.CharField(_("state"), max_length=7, choices=State, default=State.WAITING)
    dropped_for = models.CharField(_("why"), max_length=12, choices=Dropped, blank=True)
    delivery = models.ForeignKey(
        Delivery, models.SET_NULL, null=True, related_name="items", verbose_name=_("delivery")
    )

    objects = DisposalItemQuerySet.as_manager()

    class Meta:
        ordering = ["day", "reference"]
        constraints = [
            models.UniqueConstraint(fields=["disposal", "about"], name="disposal_item_once"),
            models.UniqueConstraint(
                fields=["about"], condition=Q(state="waiting"), name="disposal_item_in_one_list"
            ),
        ]

    def __str__(self):
        return f"item {self.pk}"
