from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit.guard import Conflict, Grant, GuardedRow, ReachQuerySet
from intake.models import (
    NAMED,
    AgeBand,
    HelpRequest,
    HelpRequestConflict,
    HelpRequestGrant,
    Urgency,
)
from partners.models import Area, Kind, Organisation, Service, calendar_of
from referrals import deadlines
from referrals.lifecycle import ENDED, UNDER_WAY, WITH_PARTNER, WITH_US, Side, Status, holder_in
from referrals.models.basis import Basis
from referrals.models.codes import (
    DeclineReason,
    HandBackReason,
    MustConfirm,
    RecallReason,
    ReturnReason,
)


class ReferralQuerySet(ReachQuerySet):
    def waiting_for(self, side: Side):
        return self.filter(holder=side)

    def under_way(self):
        return self.filter(status__in=UNDER_WAY)

    def awaiting_approval(self):
        """Drafts that a second person must see before they may be sent."""
        by_law = Q(basis__ground__needs_approval=True) | Q(to__kind=Kind.POLICE)
        by_law |= Q(help_request__is_protected=True)
        drafts = self.filter(status=Status.DRAFT, basis__isnull=False)
        return drafts.filter(by_law, approved_digest="", hand_back_reason="")

    def _open_to_units(self) -> Q:
        """What was asked for a protected identity is no more the team's than the request is."""
        return Q(help_request__is_protected=False)

    def _granted(self, groups: list[int]):
        """Who is named for a request is named for everything that was asked because of it."""
        named = HelpRequestGrant.objects.in_force().filter(group__in=groups, source=NAMED)
        asked = self.model.objects.filter(help_request__in=named.values("content_object"))
        return super()._granted(groups).union(asked.order_by().values("pk"))

    def _related_to(self, user) -> Q:
        """Who is related to a request is related to everything that was asked because of it."""
        requests = HelpRequestConflict.objects.filter(user=user).values("content_object")
        return super()._related_to(user) | Q(help_request__in=requests)


class Referral(GuardedRow):
    """One organisation is asked to help, once. A new try is a new row.

    The columns are the blind envelope: what a partner sees before accepting. The words are
    in the package.
    """

    help_request = models.ForeignKey(HelpRequest, models.PROTECT, related_name="referrals")
    subject = models.UUIDField(editable=False)
    reference = models.CharField(_("reference"), max_length=12, unique=True)
    to = models.ForeignKey(
        Organisation, models.PROTECT, related_name="referrals", verbose_name=_("to")
    )
    service = models.ForeignKey(Service, models.PROTECT, verbose_name=_("service"))
    basis = models.ForeignKey(Basis, models.PROTECT, null=True, verbose_name=_("basis"))
    successor_of = models.OneToOneField("self", models.PROTECT, null=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    approved_digest = models.CharField(max_length=64, blank=True)
    hand_back_reason = models.CharField(max_length=15, choices=HandBackReason, blank=True)
    sent_digest = models.CharField(max_length=64, blank=True)

    urgency = models.CharField(_("urgency"), max_length=10, choices=Urgency, default=Urgency.NORMAL)
    area = models.ForeignKey(Area, models.PROTECT, null=True, verbose_name=_("area"))
    age_band = models.CharField(_("age"), max_length=10, choices=AgeBand)
    language = models.CharField(_("language"), max_length=10, default="sv")
    access = models.JSONField(_("access needs"), default=list)

    status = models.CharField(_("status"), max_length=10, choices=Status)
    holder = models.CharField(_("waiting for"), max_length=10, choices=Side, blank=True)
    holder_since = models.DateTimeField(null=True)
    due_at = models.DateTimeField(_("due"), null=True)
    time_left = models.DurationField(null=True)  # of the partner's, while we owe an answer
    silence = models.JSONField(default=list)  # the steps already taken in this state
    look_at = models.DateTimeField(null=True)  # when the clock must look next
    with_lead = models.BooleanField(default=False)
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    attempts = models.PositiveSmallIntegerField(_("attempts to reach the person"), default=0)
    reservation_accepted_at = models.DateTimeField(null=True)

    sent_at = models.DateTimeField(_("sent"), null=True)
    ended_at = models.DateTimeField(_("ended"), null=True)
    decline_reason = models.CharField(max_length=15, choices=DeclineReason, blank=True)
    return_reason = models.CharField(max_length=15, choices=ReturnReason, blank=True)
    recall_reason = models.CharField(max_length=15, choices=RecallReason, blank=True)
    suggested = models.ForeignKey(Service, models.PROTECT, null=True, related_name="+")
    not_reached = models.BooleanField(default=False)
    closed_by_clock = models.BooleanField(default=False)

    objects = ReferralQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["unit", "status"]),
            models.Index(
                fields=["look_at"], condition=Q(look_at__isnull=False), name="referral_look"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="referral_one_side_has_the_ball",
                condition=Q(status__in=WITH_US, holder=Side.US, due_at__isnull=False)
                | Q(status__in=WITH_PARTNER, holder=Side.PARTNER, due_at__isnull=False)
                | Q(status__in=ENDED, holder=Side.NOBODY, due_at__isnull=True),
            ),
            models.CheckConstraint(
                name="referral_is_not_sent_without_a_basis",
                condition=Q(status=Status.DRAFT) | Q(basis__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["help_request", "to", "service"],
                condition=Q(status__in=UNDER_WAY),
                name="referral_one_open_per_service",
            ),
        ]
        verbose_name = _("referral")
        verbose_name_plural = _("referrals")

    def __str__(self):
        return self.reference

    @property
    def is_urgent(self) -> bool:
        return deadlines.is_urgent(self.urgency)

    def enter(self, status):
        """What is true in the new state: who has the ball, since when and until when."""
        now = timezone.now()
        self.status, self.holder = status, holder_in(status)
        self.silence, self.with_lead = [], False
        if status in ENDED:
            self.due_at = self.holder_since = self.look_at = self.time_left = None
            self.ended_at = now
            return
        ours, theirs = self._calendars()
        mine, other = (theirs, ours) if self.holder == Side.PARTNER else (ours, theirs)
        self.holder_since = now
        self.due_at = deadlines.due(status, self.urgency, now=now, calendar=mine, other=other)
        self._keep_time(now, mine)
        self.look_at = deadlines.next_look(self.timer(), calendar=mine)

    def _keep_time(self, now, calendar):
        """While we owe an answer the partner's clock stands still, and goes on where it was."""
        if self.status == Status.OPENED and self.time_left is not None:
            self.due_at = deadlines.go_on(self.time_left, now=now, calendar=calendar)
            self.time_left = None

    def stop_clock(self):
        """Remember how much time the partner had left when it asked us something."""
        self.time_left = self.calendar().worked(timezone.now(), self.due_at)

    def timer(self) -> deadlines.Timer:
        done = frozenset(deadlines.Step(step) for step in self.silence)
        return deadlines.Timer(self.status, self.is_urgent, self.holder_since, self.due_at, done)

    def calendar(self):
        """The working time of whoever holds the ball."""
        return calendar_of(self.to if self.holder == Side.PARTNER else _ourselves())

    def _calendars(self):
        return calendar_of(_ourselves()), calendar_of(self.to)


def _ourselves() -> Organisation:
    return Organisation.objects.get(is_ours=True)


class ReferralGrant(Grant):
    content_object = models.ForeignKey(Referral, models.CASCADE, related_name="grants")


class ReferralConflict(Conflict):
    content_object = models.ForeignKey(Referral, models.CASCADE, related_name="conflicts")


class Tombstone(GuardedRow):
    """What a partner keeps when a referral has ended: dates and its own answer, no person.

    Its unit is the partner's group. There is no way from here back into the referral.
    """

    reference = models.CharField(_("reference"), max_length=12, unique=True)
    service = models.ForeignKey(Service, models.PROTECT)
    status = models.CharField(_("ended as"), max_length=10, choices=Status)
    asked_at = models.DateTimeField(_("asked"))
    ended_at = models.DateTimeField(_("ended"))
    reason = models.CharField(max_length=15, blank=True)
    must_confirm = models.CharField(max_length=10, choices=MustConfirm, blank=True)
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["-ended_at"]

    def __str__(self):
        return self.reference


class TombstoneGrant(Grant):
    content_object = models.ForeignKey(Tombstone, models.CASCADE, related_name="grants")
