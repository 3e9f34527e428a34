from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit.guard import GuardedRow
from intake.models import AgeBand, HelpRequest, Urgency
from partners.models import Area, Organisation, Service, calendar_of, calendars_beside
from referrals import deadlines
from referrals.lifecycle import ENDED, UNDER_WAY, WITH_PARTNER, WITH_US, Side, Status, holder_in
from referrals.models.basis import Basis
from referrals.models.codes import (
    Appointments,
    ContestReason,
    DeclineReason,
    HandBackReason,
    PauseReason,
    RecallReason,
    ReturnReason,
    View,
    WorkDone,
)
from referrals.models.reach import ReferralQuerySet

RUNS_AGAIN = (Status.OPENED, Status.ACTIVE)
_CONTESTED = Q(status=Status.REPORTED) & ~Q(contest_reason="")


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
    purpose = models.CharField(_("purpose"), max_length=40, blank=True)
    successor_of = models.OneToOneField("self", models.PROTECT, null=True)
    parallel_group = models.UUIDField(null=True)  # asked together: the first yes recalls the rest
    after = models.OneToOneField(  # asked by the clock when that one says no, as somebody agreed
        "self", models.PROTECT, null=True, related_name="next_in_line"
    )
    agreed_digest = models.CharField(max_length=64, blank=True)
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    approved_digest = models.CharField(max_length=64, blank=True)
    hand_back_reason = models.CharField(max_length=15, choices=HandBackReason, blank=True)
    submitted_at = models.DateTimeField(null=True)  # set: a second person has the ball
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
    time_left = models.DurationField(null=True)  # of the partner's, while its clock stands still
    silence = models.JSONField(default=list)  # the steps already taken in this state
    look_at = models.DateTimeField(null=True)  # when the clock must look next
    with_lead = models.BooleanField(default=False)
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    held_by = models.ForeignKey(  # of ours, when the request itself has ended
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+",
        verbose_name=_("held by"),
    )  # fmt: skip
    attempts = models.PositiveSmallIntegerField(_("attempts to reach the person"), default=0)
    accepted_at = models.DateTimeField(_("accepted"), null=True)
    first_contact_on = models.DateField(_("first contact"), null=True)
    reservation_accepted_at = models.DateTimeField(null=True)
    expected_start = models.DateField(_("expected start"), null=True)
    reschedules = models.PositiveSmallIntegerField(default=0)
    review_at = models.DateField(_("paused until"), null=True)  # set is paused
    pause_reason = models.CharField(max_length=15, choices=PauseReason, blank=True)
    progress_at = models.DateTimeField(_("progress told"), null=True)

    written_at = models.DateTimeField(null=True)  # when somebody last wrote in the draft
    sent_at = models.DateTimeField(_("sent"), null=True)
    ended_at = models.DateTimeField(_("ended"), null=True)
    decline_reason = models.CharField(max_length=15, choices=DeclineReason, blank=True)
    return_reason = models.CharField(max_length=15, choices=ReturnReason, blank=True)
    recall_reason = models.CharField(max_length=15, choices=RecallReason, blank=True)
    suggested = models.ForeignKey(Service, models.PROTECT, null=True, related_name="+")
    work_done = models.CharField(max_length=15, choices=WorkDone, blank=True)
    appointments = models.CharField(max_length=15, choices=Appointments, blank=True)
    not_reached = models.BooleanField(default=False)
    contest_reason = models.CharField(max_length=15, choices=ContestReason, blank=True)
    our_view = models.CharField(_("our view"), max_length=10, choices=View, blank=True)
    persons_view = models.CharField(_("the person’s view"), max_length=10, choices=View, blank=True)
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
                | (_CONTESTED & Q(holder=Side.PARTNER, due_at__isnull=False))
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

    @property
    def is_pending(self) -> bool:
        """A draft that a second person has been asked to look at, and has not answered about."""
        return self.status == Status.DRAFT and self.submitted_at is not None

    @property
    def is_paused(self) -> bool:
        return self.review_at is not None

    @property
    def is_contested(self) -> bool:
        """We have objected, and it is the partner's turn to look at its report again."""
        return self.status == Status.REPORTED and self.holder == Side.PARTNER

    @property
    def opens_on(self):
        """The day on which the package opens, if that is later than accepting; else None."""
        if self.status != Status.ACCEPTED or self.expected_start is None:
            return None
        before = deadlines.OPENS_BEFORE
        return deadlines.days_before(self.expected_start, before, calendar=calendar_of(self.to))

    def enter(self, status):
        """What is true in the new state: who has the ball, since when and until when."""
        now = timezone.now()
        self.status, self.holder, self.submitted_at = status, holder_in(status), None
        if status in ENDED:
            self.due_at = self.holder_since = self.look_at = self.time_left = None
            self.silence, self.with_lead, self.review_at = [], False, None
            self.ended_at = now
            return
        self.count(now)

    def leave_line(self) -> None:
        self.after, self.agreed_by, self.agreed_digest = None, None, ""

    def hand_ball(self, side: Side) -> None:
        """In a reported referral it goes to the partner when we object, and back."""
        self.holder = side
        self.count(timezone.now())

    def count(self, now) -> None:
        """The holder's time begins anew: nothing has been done about silence yet."""
        self.silence, self.with_lead, self.holder_since = [], False, now
        ours, theirs = calendars_beside(self.to_id)
        mine, other = (theirs, ours) if self.holder == Side.PARTNER else (ours, theirs)
        self.due_at = self._due(now, mine, other)
        self.plan_look(mine)

    def plan_look(self, calendar=None) -> None:
        """When the clock must look next. *calendar* is the holder's, where it is known already."""
        self.look_at = deadlines.next_look(self.timer(), calendar=calendar or self.calendar())

    def _due(self, now, mine, other):
        """What stood still goes on where it was; what waits for a day is due when it comes."""
        if self.time_left is not None and self.status in RUNS_AGAIN and not self.is_paused:
            left, self.time_left = self.time_left, None
            return deadlines.go_on(left, now=now, calendar=mine)
        if self._is_quiet():
            return deadlines.due_on(self._quiet_until(), self.timed_as(), now=now, calendar=mine)
        return deadlines.due(self.timed_as(), self.urgency, now=now, calendar=mine, other=other)

    def stop_clock(self):
        """Remember how much time the partner had left when its clock began to stand still."""
        self.time_left = self.calendar().worked(timezone.now(), self.due_at)

    def timed_as(self) -> str:
        """Which row of deadlines.py counts: the state, or what is going on within it."""
        if self.is_pending:
            return "approval"
        if self.status == Status.DRAFT and self.after_id:
            return "in_line"
        if self.status == Status.REPORTED and self.contest_reason:
            return "contested" if self.is_contested else "disputed"
        if self._is_quiet():
            return "paused" if self.is_paused else "waiting"
        return "review" if self.is_paused else self.status

    def _quiet_until(self):
        """Until which day nothing is asked of the holder."""
        if self.status == Status.ACCEPTED:
            return self.expected_start
        return self.review_at if self.status == Status.ACTIVE else None

    def _is_quiet(self) -> bool:
        until = self._quiet_until()
        return until is not None and timezone.localdate(self.holder_since) < until

    def timer(self) -> deadlines.Timer:
        done = frozenset(deadlines.Step(step) for step in self.silence)
        written = (self.written_at or self.holder_since) if self.status == Status.DRAFT else None
        return deadlines.Timer(
            self.timed_as(), self.is_urgent, self.holder_since, self.due_at, done, written
        )

    def calendar(self):
        """The working time of whoever holds the ball."""
        return calendar_of(self.to if self.holder == Side.PARTNER else _ourselves())


def _ourselves() -> Organisation:
    return Organisation.objects.get(is_ours=True)
