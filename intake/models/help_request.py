import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from audit.guard import Conflict, Grant, GuardedRow, ReachQuerySet
from audit.vault import SealedTextField
from intake.lifecycle import IN_HAND, Status
from intake.models.codes import (
    WITH_CHILDREN,
    About,
    AgeBand,
    Asker,
    Channel,
    Children,
    CloseReason,
    Suspicion,
    Urgency,
)
from intake.models.danger import Danger
from intake.models.protection import Shielded
from intake.models.request_rules import RULES
from partners.models import Area, Arena, Topic

TWO_HOURS = timedelta(hours=2)
IN_LINE = ("urgency_rank", "received_at")


class HelpRequestQuerySet(ReachQuerySet):
    def waiting(self):
        """Under way. A constraint says that exactly these have no closing time, and the queue's
        index is on that: a condition without values is one that SQLite can match to it.
        """
        return self.filter(closed_at__isnull=True, set_aside_at__isnull=True)

    def set_aside(self):
        """What looks sent by a machine, until a person has looked."""
        return self.filter(closed_at__isnull=True, set_aside_at__isnull=False)

    def without_words(self):
        """For lists: the sealed column is not even fetched."""
        return self.defer("story")

    def _open_to_units(self) -> Q:
        """A protected identity is not the team's: only those who are named reach it."""
        return Q(is_protected=False)


class ShieldedRequests(Shielded, HelpRequestQuerySet):
    """The protected ones, for whoever says who reaches them."""


class HelpRequest(GuardedRow):
    """What somebody told us, until somebody has taken care of it.

    *subject* is a random name for the person in the trail; it dies with this row.
    """

    reference = models.CharField(_("reference"), max_length=12, unique=True)
    subject = models.UUIDField(default=uuid.uuid4, editable=False)
    ticket = models.BinaryField(null=True, editable=False)
    received_at = models.DateTimeField(_("received"))
    promised_at = models.DateTimeField(_("read at the latest"))
    first_read_at = models.DateTimeField(_("first read"), null=True)
    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.NEW)
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+",
        verbose_name=_("taken by"),
    )  # fmt: skip
    urgency = models.CharField(_("urgency"), max_length=10, choices=Urgency, default=Urgency.NORMAL)
    urgency_rank = models.PositiveSmallIntegerField(default=3, editable=False)
    topic = models.ForeignKey(Topic, models.PROTECT, null=True, verbose_name=_("topic"))
    area = models.ForeignKey(Area, models.PROTECT, null=True, verbose_name=_("area"))
    arena = models.ForeignKey(Arena, models.PROTECT, null=True, verbose_name=_("arena"))
    asker = models.CharField(_("who asks"), max_length=12, choices=Asker, default=Asker.UNKNOWN)
    about = models.CharField(_("about"), max_length=10, choices=About)
    age_band = models.CharField(_("age"), max_length=10, choices=AgeBand, default=AgeBand.UNKNOWN)
    language = models.CharField(_("language"), max_length=10, default="sv")
    interpreter = models.CharField(_("interpreter"), max_length=5, blank=True)
    channel = models.CharField(_("came by"), max_length=15, choices=Channel)
    close_reason = models.CharField(
        _("ended because"), max_length=15, choices=CloseReason, blank=True
    )
    closed_at = models.DateTimeField(_("closed"), null=True)
    children = models.CharField(max_length=8, choices=Children, blank=True, editable=False)
    no_suspicion_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False,
        verbose_name=_("no suspicion that a child is harmed, says"),
    )  # fmt: skip
    no_suspicion_asked_at = models.DateTimeField(
        _("must be read for a child’s sake since"), null=True, editable=False
    )
    set_aside_at = models.DateTimeField(_("set aside"), null=True, editable=False)
    set_aside_for = models.CharField(
        _("set aside because"), max_length=5, choices=Suspicion, blank=True, editable=False
    )
    put_off_until = models.DateField(_("put off until"), null=True, editable=False)
    put_off_for = models.SlugField(
        _("put off because"), max_length=40, blank=True, editable=False, db_index=False
    )
    joined_to = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="joined", db_index=False
    )
    split_from = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="parts", db_index=False
    )
    erased_at = models.DateTimeField(_("erased"), null=True, editable=False)
    is_protected = models.BooleanField(_("protected identity"), default=False, editable=False)
    signs = models.JSONField(_("sounds like"), default=list, editable=False)
    story = SealedTextField(_("what the person wrote"))

    objects = HelpRequestQuerySet.as_manager()
    shielded = ShieldedRequests.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["unit", "received_at"]),
            models.Index(
                fields=["unit", "urgency_rank", "received_at"],
                condition=Q(closed_at__isnull=True, set_aside_at__isnull=True),
                name="help_request_queue",
            ),
            models.Index(
                fields=["unit", "set_aside_at"],
                condition=Q(closed_at__isnull=True, set_aside_at__isnull=False),
                name="help_request_set_aside",
            ),
            models.Index(
                fields=["unit", "first_read_at"],
                condition=Q(first_read_at__isnull=False),
                name="help_request_first_read",
            ),
            models.Index(
                fields=["received_at"],
                condition=Q(closed_at__isnull=True, first_read_at__isnull=True),
                name="help_request_unread",
            ),
            models.Index(
                fields=["unit", "no_suspicion_asked_at"],
                condition=Q(no_suspicion_asked_at__isnull=False),
                name="help_request_to_be_stated",
            ),
            models.Index(fields=["assigned_to", "status"]),
            models.Index(
                fields=["put_off_until"],
                condition=Q(put_off_until__isnull=False),
                name="help_request_put_off",
            ),
            # Few among very many: an index over all of them would mostly hold what is empty.
            models.Index(
                fields=["joined_to"],
                condition=Q(joined_to__isnull=False),
                name="help_request_joined",
            ),
            models.Index(
                fields=["split_from"],
                condition=Q(split_from__isnull=False),
                name="help_request_part",
            ),
            models.Index(
                fields=["unit"], condition=Q(is_protected=True), name="help_request_protected"
            ),
        ]
        constraints = RULES
        verbose_name = _("request")
        verbose_name_plural = _("requests")

    def __str__(self):
        return self.reference

    def enter(self, status):
        """What is true in the new state. When it ended is set by the deed that ends it."""
        self.status = status
        self.put_off_until, self.put_off_for = None, ""  # whatever happens brings it back
        if status in (Status.NEW, Status.HANDED_OVER):  # what was stated holds no longer
            self.no_suspicion_by = self.no_suspicion_asked_at = None
        if status == Status.JOINED:
            self.assigned_to = None
        elif status != Status.HANDED_OVER:
            self.joined_to = None
        if status in IN_HAND:  # whoever takes it has let it in
            self.closed_at = None
            self.set_aside_at, self.set_aside_for = None, ""
        if status == Status.NEW:
            self.assigned_to, self.closed_at, self.close_reason = None, None, ""

    def masked(self):
        """For a list: a protected identity shows no topic, area, arena or age. Never saved."""
        if self.is_protected:
            self.topic = self.area = self.arena = None
            self.age_band = AgeBand.UNKNOWN
        return self

    @property
    def at_risk_from(self):
        """The promise is at risk in its last quarter, and in its last two hours."""
        quarter = (self.promised_at - self.received_at) / 4
        return self.promised_at - max(quarter, TWO_HOURS)

    @property
    def is_told_by_another(self) -> bool:
        """The sender and the person it is about are two: neither has a right to see the other's."""
        others = (Asker.RELATIVE, Asker.SOMEBODY, Asker.PROFESSIONAL)
        return self.asker in others and self.about != About.SELF

    @property
    def needs_a_guardian(self) -> bool:
        """Under 15 the child's own yes is not enough (SoL 21:2). An unknown age is under 15."""
        return self.is_about_a_child and self.age_band != AgeBand.FROM_15

    @property
    def touches_a_child(self) -> bool:
        """A child is in it, or lives with the adult it is about: nobody closes it in silence."""
        return self.children in WITH_CHILDREN or self.tells_of_a_child

    @property
    def asks_about_children(self) -> bool:
        """Whoever closes what is about an adult says whether a child lives there: behind an
        adult's trouble a child may wait (Convention on the Rights of the Child, art. 3).
        """
        return self.about != About.PLACE and not self.tells_of_a_child

    @property
    def tells_of_a_child(self) -> bool:
        """It, or what is joined to it, is about a child, or sounds like one being harmed."""
        own = self.is_about_a_child or Danger.CHILD in self.signs
        return own or any(one.touches_a_child for one in self.joined.without_words())

    @property
    def is_about_a_child(self) -> bool:
        """Unknown age counts as a child when it is about somebody's family or a pupil."""
        young = (AgeBand.UNDER_12, AgeBand.FROM_12, AgeBand.FROM_15)
        about = (About.FAMILY, About.PUPIL, About.SOMEBODY)
        maybe = self.about in about or self.asker == Asker.YOUNG
        return self.age_band in young or (self.age_band == AgeBand.UNKNOWN and maybe)


class HelpRequestGrant(Grant):
    content_object = models.ForeignKey(HelpRequest, models.CASCADE, related_name="grants")


class HelpRequestConflict(Conflict):
    content_object = models.ForeignKey(HelpRequest, models.CASCADE, related_name="conflicts")
