"""An open service that was started for somebody (SoL 11:5), and who has said yes to it.

How much may be written down is the board's decision, service by service. Where identity may not be
kept the columns for it stand empty: the database itself sees to that (also intake/only_up.py).
"""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from audit.vault import SealedTextField
from intake.models.codes import AgeBand, GivenHow
from intake.models.help_request import HelpRequest
from partners.models import Mode, OpenService


class Outcome(models.TextChoices):
    """How an open service ended: what is counted."""

    COMPLETED = "completed", _("It was carried through")
    STOPPED = "stopped", _("The person did not want to go on")
    APPLIED = "applied", _("The person applied for help that is assessed")
    REFERRED = "referred", _("Went on to a partner")
    NOT_BEGUN = "not_begun", _("It never came about")
    NO_DECISION = "no_decision", _("The board’s decision no longer holds")


class Who(models.TextChoices):
    """Whose yes or no it is. Nobody is named."""

    FIRST = "first", _("One of two guardians")
    SECOND = "second", _("The other guardian")
    ONLY = "only", _("The only guardian")
    YOUNG = "young", _("The young person, who is 15 or older")


class Agreement(models.Model):
    """What a guardian, or a young person of 15 or older, says to one open service (SoL 21:2).

    Only added to: whoever changes their mind says so anew, and the latest counts.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    help_request = models.ForeignKey(HelpRequest, models.CASCADE, related_name="agreements")
    open_service = models.ForeignKey(OpenService, models.PROTECT, related_name="+")
    who = models.CharField(_("who"), max_length=6, choices=Who)
    says_yes = models.BooleanField(_("says yes"))
    given_how = models.CharField(_("given how"), max_length=10, choices=GivenHow)
    said_on = models.DateField(_("day it was said"))
    recorded_at = models.DateTimeField(_("noted"))
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    note = SealedTextField(_("note"), null=True)

    class Meta:
        ordering = ["recorded_at"]
        constraints = [
            models.CheckConstraint(
                name="agreement_by_word_of_mouth_has_a_note",
                condition=~Q(given_how=GivenHow.ORAL) | Q(note__isnull=False),
            ),
            models.CheckConstraint(
                name="agreement_of_the_young_says_why_it_is_suitable",
                condition=~Q(who=Who.YOUNG, says_yes=True) | Q(note__isnull=False),
            ),
        ]
        verbose_name = _("yes or no to an open service")
        verbose_name_plural = _("yes and no to open services")

    def __str__(self):
        return f"agreement {self.pk}"


class ServiceStart(models.Model):
    """One open service, started for whoever asked. It carries the decision it rests on.

    *age_band* is as it was confirmed that day: a day of birth is never asked for.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    help_request = models.ForeignKey(HelpRequest, models.CASCADE, related_name="service_starts")
    open_service = models.ForeignKey(
        OpenService, models.PROTECT, related_name="starts", verbose_name=_("open service")
    )
    started_mode = models.CharField(max_length=15, choices=Mode, editable=False)
    mode = models.CharField(_("documentation"), max_length=15, choices=Mode)
    age_band = models.CharField(_("age"), max_length=10, choices=AgeBand)
    age_confirmed_on = models.DateField(_("age confirmed"))
    decision_number = models.CharField(_("number of the board’s decision"), max_length=40)
    decided_on = models.DateField(_("decided"))
    decision_from = models.DateField(_("in force from"))
    decision_until = models.DateField(_("in force until"), null=True)
    started_on = models.DateField(_("started"))
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    planned_talks = models.PositiveSmallIntegerField(_("planned talks"), null=True)
    apply_version = models.PositiveIntegerField(_("version of the text"), null=True)
    informed_at = models.DateTimeField(_("told that more is written down"), null=True)
    ended_at = models.DateTimeField(_("ended"), null=True)
    outcome = models.CharField(_("how it ended"), max_length=12, choices=Outcome, blank=True)
    name = SealedTextField(_("name"), null=True)
    personal_number = SealedTextField(_("personal number"), null=True)
    phone = SealedTextField(_("phone"), null=True)

    class Meta:
        ordering = ["started_on", "pk"]
        indexes = [models.Index(fields=["open_service", "ended_at"])]
        constraints = [
            models.UniqueConstraint(
                fields=["help_request", "open_service"], condition=Q(ended_at__isnull=True),
                name="service_start_runs_once",
            ),
            models.CheckConstraint(
                name="service_start_knows_nobody_unless_in_full",
                condition=Q(mode=Mode.FULL)
                | Q(name__isnull=True, personal_number__isnull=True, phone__isnull=True),
            ),
            models.CheckConstraint(
                name="service_start_writes_more_only_when_told",
                condition=Q(mode=F("started_mode")) | Q(informed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="service_start_rests_on_a_decision",
                condition=Q(decided_on__lte=F("started_on"), decision_from__lte=F("started_on"))
                & (Q(decision_until__isnull=True) | Q(decision_until__gte=F("started_on")))
                & ~Q(decision_number=""),
            ),
            models.CheckConstraint(
                name="service_start_ends_with_an_outcome",
                condition=Q(ended_at__isnull=True, outcome="")
                | Q(ended_at__isnull=False, outcome__in=list(Outcome)),
            ),
        ]  # fmt: skip
        verbose_name = _("started open service")
        verbose_name_plural = _("started open services")

    def __str__(self):
        return f"open service {self.pk}"


class ServiceTalk(models.Model):
    """One talk, or another meeting. In advice it is only counted (SoL 14:4)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    start = models.ForeignKey(ServiceStart, models.CASCADE, related_name="talks")
    mode = models.CharField(max_length=15, choices=Mode, editable=False)
    held_on = models.DateField(_("day"))
    counted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    note = SealedTextField(_("what happened"), null=True)

    class Meta:
        ordering = ["held_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="service_talk_of_advice_is_only_counted",
                condition=~Q(mode=Mode.ADVICE) | Q(note__isnull=True),
            ),
        ]
        verbose_name = _("talk")
        verbose_name_plural = _("talks")

    def __str__(self):
        return f"talk {self.pk}"
