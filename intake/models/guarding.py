"""How long anything may wait unread, who is told then, and what has been told."""

import uuid

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from audit.models import Event
from intake.models.codes import CloseReason
from intake.models.help_request import HelpRequest
from intake.models.message import Message
from partners.models import Team

LEAST, MOST = 5, 60 * 24 * 60  # minutes
NOT_MEANT = (CloseReason.WITHDRAWN, CloseReason.NO_REQUEST)
READ = ("concernreport.opened", "concernreport.assess", "remark.opened", "remark.deal_with")
MINUTES = [MinValueValidator(LEAST), MaxValueValidator(MOST)]


class Watched(models.TextChoices):
    """What has a guard time: a request and its messages by urgency; the others by their kind."""

    NOW = "emergency", _("Request or message: now")
    SAME_DAY = "same_day", _("Request or message: today")
    PRIORITY = "priority", _("Request or message: within two working days")
    NORMAL = "normal", _("Request or message: within five working days")
    CONCERN = "concern", _("Concern report")
    SET_ASIDE = "set_aside", _("Set aside as sent by a machine")
    REMARK = "remark", _("Remark on accessibility")
    CHILD = "child", _("Taken back by the person, and may be about a child")


def waits_though_ended(before: str) -> Q:
    """A message in what has ended: who closed it may not have seen that somebody just wrote."""
    meant = ~Q(**{f"{before}close_reason__in": NOT_MEANT})
    return Q(**{f"{before}closed_at__isnull": False, f"{before}erased_at__isnull": True}) & meant


class GuardTime(models.Model):
    """How long one kind may wait until a human has read it. A change is a new version."""

    code = models.CharField(_("what waits"), max_length=10, choices=Watched)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    to_lead = models.PositiveIntegerField(
        _("minutes until the team lead is told"), validators=MINUTES,
        help_text=_(
            "Of the time that we are open. What residents send counts from the whole hour: "
            "somebody may be told up to an hour early, never late."
        ),
    )  # fmt: skip
    to_manager = models.PositiveIntegerField(
        _("then minutes until the manager is told"), validators=MINUTES
    )
    is_always = models.BooleanField(
        _("counts at night and on holidays too"), default=False,
        help_text=_("When we are closed, whoever is on call is told; if nobody is, the team lead."),
    )  # fmt: skip
    valid_from = models.DateField(_("in force from"))

    class Meta:
        ordering = ["code", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="guard_time_one_per_version"),
            models.CheckConstraint(
                name="guard_time_is_neither_nothing_nor_endless",
                condition=Q(to_lead__range=(LEAST, MOST), to_manager__range=(LEAST, MOST)),
            ),
        ]
        verbose_name = _("guard time")
        verbose_name_plural = _("guard times")

    def __str__(self):
        return f"{self.code} {self.version}"

    @classmethod
    def in_force(cls, day) -> dict[str, "GuardTime"]:
        """By code. What nobody has set has the careful default: an hour, at every hour."""
        careful = {code: cls(code=code, to_lead=60, to_manager=60, is_always=True)
                   for code in Watched.values}  # fmt: skip
        rows = cls.objects.filter(valid_from__lte=day).order_by("version")
        return careful | {row.code: row for row in rows}


class TeamManager(models.Model):
    """Who answers for a team above its leads. A change is a new version; nobody is an answer."""

    team = models.ForeignKey(Team, models.PROTECT, related_name="managers", verbose_name=_("team"))
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("manager"), help_text=_("If nobody is chosen, all team leads are told."),
    )  # fmt: skip
    valid_from = models.DateField(_("in force from"))

    class Meta:
        ordering = ["team", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["team", "version"], name="team_manager_one_per_version"
            ),
        ]
        verbose_name = _("manager of a team")
        verbose_name_plural = _("managers of teams")

    def __str__(self):
        return f"manager {self.pk}"

    @classmethod
    def in_force(cls, day) -> dict[int, int | None]:
        """The manager of each unit, by its key."""
        rows = cls.objects.filter(valid_from__lte=day).order_by("version")
        return dict(rows.values_list("team__group", "user"))


class EscalationQuerySet(models.QuerySet):
    def unread(self):
        """Those nobody has read yet. What has no mark of its own was read if the log says so."""
        opened = Event.objects.filter(about=OuterRef("about"), deed__in=READ, decision="allowed")
        request, message = Escalation.Kind.REQUEST, Escalation.Kind.MESSAGE
        runs = Q(help_request__closed_at__isnull=True)
        return self.filter(
            Q(runs, kind=request, help_request__first_read_at__isnull=True)
            | Q(runs | waits_though_ended("help_request__"), kind=message, message__read_at=None)
            | Q(kind=Escalation.Kind.CHILD, help_request__no_suspicion_asked_at=F("since"))
            | (Q(help_request__isnull=True) & ~Exists(opened)),
            ended_at__isnull=True,
        )


class Escalation(models.Model):
    """Something has waited longer than its guard time: who was told when, until somebody read it.

    One row for each time it waited: what is taken up again by its sender may wait once more.
    """

    class Kind(models.TextChoices):
        REQUEST = "request", _("Request")
        MESSAGE = "message", _("Message in a request")
        CONCERN = "concern", _("Concern report")
        REMARK = "remark", _("Remark on accessibility")
        CHILD = "child", _("Taken back, and may be about a child")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("what waits"), max_length=8, choices=Kind)
    about = models.CharField(max_length=120)
    unit = models.ForeignKey(Group, models.PROTECT, null=True, related_name="+")
    help_request = models.ForeignKey(
        HelpRequest, models.CASCADE, null=True, related_name="escalations"
    )
    message = models.ForeignKey(Message, models.CASCADE, null=True, related_name="+")
    since = models.DateTimeField(_("has waited since"))
    lead_told_at = models.DateTimeField(_("team lead told"))
    manager_told_at = models.DateTimeField(_("manager told"), null=True)
    ended_at = models.DateTimeField(_("read"), null=True)

    objects = EscalationQuerySet.as_manager()

    class Meta:
        ordering = ["since"]
        indexes = [
            models.Index(fields=["unit"], condition=Q(ended_at__isnull=True), name="unread_now"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["about", "since"], name="escalation_once"),
            models.CheckConstraint(
                name="escalation_reaches_the_manager_last",
                condition=Q(manager_told_at__isnull=True)
                | Q(manager_told_at__gte=F("lead_told_at")),
            ),
        ]
        verbose_name = _("unread too long")
        verbose_name_plural = _("unread too long")

    def __str__(self):
        return f"escalation {self.pk}"
