"""Talks with a child, and what each guardian may be shown of a child's request: codes and days in
the clear, every word sealed.
"""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from audit.vault import SealedTextField
from intake.models.help_request import HelpRequest


class TalkedHow(models.TextChoices):
    MEETING = "meeting", _("A meeting")
    PHONE = "phone", _("By phone")
    VIDEO = "video", _("By video")
    CHAT = "chat", _("In writing")


class TalkedWhere(models.TextChoices):
    OFFICE = "office", _("At our office")
    SCHOOL = "school", _("At school or preschool")
    HOME = "home", _("In the child’s home")
    YOUTH_CENTRE = "youth_centre", _("At a youth centre")
    OUTSIDE = "outside", _("Outside, or in another place")
    NO_PLACE = "no_place", _("In no place: by phone, by video or in writing")


class Present(models.TextChoices):
    """Who was there beside the child and us. That the child was alone with us is said too."""

    ALONE = "alone", _("Nobody: the child was alone with us")
    GUARDIAN = "guardian", _("A guardian")
    PARTNER = "partner", _("A spouse, or somebody the child is together with")
    RELATIVE = "relative", _("A brother or sister, or another relative")
    CHOSEN = "chosen", _("Somebody the child has chosen, outside the family")
    PROFESSIONAL = "professional", _("A teacher, a nurse or another professional")


FAMILY = (Present.GUARDIAN, Present.PARTNER, Present.RELATIVE)


class Interpreted(models.TextChoices):
    NOT_NEEDED = "not_needed", _("No interpreter was needed")
    INDEPENDENT = "independent", _("An interpreter who has nothing to do with the family")
    DEPENDENT = "dependent", _("Somebody who knows the child or the family")
    MISSING = "missing", _("One was needed, and there was none")


class ChildTold(models.TextChoices):
    """What the child was informed of, in words that fit its age (SoL 3 kap.)."""

    WHY = "why", _("Why we talk")
    WORDS = "words", _("That they may say what they think, and need not answer")
    DUTY = "duty", _("That we must act if a child is being harmed")
    WRITTEN = "written", _("What is written down, and who may read it")
    GUARDIANS = "guardians", _("What guardians may be told")
    NEXT = "next", _("What happens now, and how to reach us")


class Understood(models.TextChoices):
    YES = "yes", _("Yes, in their own words")
    PARTLY = "partly", _("In part")
    NOT_SEEN = "not_seen", _("We could not tell")


class ChildTalk(models.Model):
    """One talk with a child. Only added to: what was wrong stands beside what is right."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    help_request = models.ForeignKey(HelpRequest, models.CASCADE, related_name="child_talks")
    held_on = models.DateField(_("day"))
    form = models.CharField(_("form"), max_length=7, choices=TalkedHow)
    place = models.CharField(_("place"), max_length=12, choices=TalkedWhere)
    present = models.JSONField(_("present"), default=list)
    interpreted = models.CharField(_("interpreter"), max_length=11, choices=Interpreted)
    told = models.JSONField(_("the child was told"), default=list)
    understood = models.CharField(_("understood"), max_length=8, choices=Understood)
    is_independent = models.BooleanField(_("nobody of the family was there or interpreted"))
    noted_at = models.DateTimeField(_("noted"))
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    said = SealedTextField(_("what the child said"))
    why_not_alone = SealedTextField(_("why the child was not alone"), null=True)

    class Meta:
        ordering = ["held_on", "noted_at"]
        constraints = [
            models.CheckConstraint(
                name="child_talk_with_family_says_why",
                condition=Q(is_independent=True) | Q(why_not_alone__isnull=False),
            ),
            models.CheckConstraint(
                name="child_talk_with_their_interpreter_is_not_independent",
                condition=~Q(interpreted=Interpreted.DEPENDENT) | Q(is_independent=False),
            ),
        ]
        verbose_name = _("talk with a child")
        verbose_name_plural = _("talks with children")

    def __str__(self):
        return f"child talk {self.pk}"

    @property
    def present_labels(self) -> list:
        return [Present(code).label for code in self.present]

    @property
    def told_labels(self) -> list:
        return [ChildTold(code).label for code in self.told]


class Guardian(models.TextChoices):
    """Which of the guardians. Nobody is named; *first* and *second* as where they say yes or no."""

    FIRST = "first", _("One of two guardians")
    SECOND = "second", _("The other guardian")
    ONLY = "only", _("The only guardian")


class Decides(models.TextChoices):
    """Whether the guardian decides for the child in what this is about (FB 6:11, OSL 12:3)."""

    YES = "yes", _("Yes: it is for the guardian to decide")
    PARTLY = "partly", _("In part: the child’s age and maturity give it a say of its own")
    NO = "no", _("No: not in this matter, or at this age and maturity")


class Harm(models.TextChoices):
    """The harm test: can the child be assumed to suffer significantly (OSL 12:3)?"""

    NONE = "none", _("Nothing points to it")
    PARTS = "parts", _("Yes, if certain parts are told")
    ALL = "all", _("Yes, if anything of it is told")


class Heard(models.TextChoices):
    """What the child itself says to it."""

    AGREES = "agrees", _("The child says yes")
    OPPOSES = "opposes", _("The child says no")
    NOT_ASKED = "not_asked", _("The child has not been asked")


class MayBeShown(models.TextChoices):
    """What a guardian may be shown: the headings of a register extract. Never how the child is
    reached.
    """

    STORY = "story", _("What was written to us")
    CONVERSATION = "conversation", _("The conversation")
    FILES = "files", _("Pictures and documents")
    SERVICES = "services", _("Services without assessment")
    NOTES = "notes", _("Our working notes")
    CHILD = "child", _("Talks with the child")
    TOLD = "told", _("What a partner was told")
    PARTNERS = "partners", _("What we and partners wrote to each other")
    REASONS = "reasons", _("Why a partner was told")


class GuardianAccess(models.Model):
    """A decision on what one guardian may be shown. Without one, nothing (OSL 12:3).

    Only added to: decided anew, the latest counts for that guardian, until it is taken back.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    help_request = models.ForeignKey(HelpRequest, models.CASCADE, related_name="guardian_accesses")
    guardian = models.CharField(_("guardian"), max_length=6, choices=Guardian)
    decides = models.CharField(_("decides for the child"), max_length=6, choices=Decides)
    harm = models.CharField(_("harm test"), max_length=5, choices=Harm)
    heard = models.CharField(_("the child’s own view"), max_length=9, choices=Heard)
    shown = models.JSONField(_("may be shown"), default=list)
    gives_nothing = models.BooleanField(_("nothing is shown"))
    decided_at = models.DateTimeField(_("decided"))
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(_("taken back"), null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    reasons = SealedTextField(_("reasons"))

    class Meta:
        ordering = ["decided_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["help_request", "guardian"], condition=Q(ended_at__isnull=True),
                name="guardian_access_one_for_each",
            ),
            models.CheckConstraint(
                name="guardian_access_gives_nothing_that_harms",
                condition=~Q(harm=Harm.ALL) | Q(gives_nothing=True),
            ),
            models.CheckConstraint(
                name="guardian_access_needs_the_child_where_it_decides",
                condition=~Q(decides=Decides.NO) | Q(gives_nothing=True) | Q(heard=Heard.AGREES),
            ),
            models.CheckConstraint(
                name="guardian_access_is_ended_by_somebody",
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
            ),
        ]  # fmt: skip
        verbose_name = _("decision on what a guardian is shown")
        verbose_name_plural = _("decisions on what guardians are shown")

    def __str__(self):
        return f"guardian access {self.pk}"

    @property
    def shown_labels(self) -> list:
        return [MayBeShown(code).label for code in self.shown]
