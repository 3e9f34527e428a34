"""What came back without help, and what we do next."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q, TextChoices
from django.utils.translation import gettext_lazy as _

from referrals.models.endings import WhyBack
from referrals.models.referral import Referral

LONGEST = 10  # working days within which a next step may at most be due
MOST_TIMES = 2  # that the same request comes back; after that the lead is called


class NextAct(TextChoices):
    """What one of ours does when a partner could not help."""

    OTHER = "other", _("Ask somebody else")
    CLEARER = "clearer", _("Make it clearer, and ask the same again")
    LATER = "later", _("Ask again on a later day")
    OURSELVES = "ourselves", _("Help ourselves")
    TALK = "talk", _("Talk with the person about what they want now")
    WAIT = "wait", _("Wait for somebody who is asked already")
    NO_NEED = "no_need", _("No more is needed")
    NOBODY = "nobody", _("There is nobody to ask")
    ENDED = "ended", _("The request has ended")


CHOSEN = tuple(act for act in NextAct if act != NextAct.ENDED)  # what a person may choose


# What is proposed, within how many working days, until the house has said otherwise.
AT_FIRST = {
    WhyBack.CAPACITY: (NextAct.OTHER, 1), WhyBack.NOT_ELIGIBLE: (NextAct.OTHER, 1),
    WhyBack.WRONG_SERVICE: (NextAct.OTHER, 1), WhyBack.AREA: (NextAct.OTHER, 1),
    WhyBack.LANGUAGE: (NextAct.OTHER, 1), WhyBack.SAFETY: (NextAct.TALK, 1),
    WhyBack.KNOWN: (NextAct.NO_NEED, 1), WhyBack.UNCLEAR: (NextAct.CLEARER, 1),
    WhyBack.NOT_REACHED: (NextAct.TALK, 1), WhyBack.NEEDS_MORE: (NextAct.OURSELVES, 1),
    WhyBack.MOVED: (NextAct.TALK, 1), WhyBack.UNANSWERED: (NextAct.OTHER, 1),
}  # fmt: skip


class NextStepRule(models.Model):
    """What is proposed for one reason, and how soon somebody decides. A change is a new version.

    A proposal only: whoever has the request decides.
    """

    code = models.CharField(_("why it came back"), max_length=15, choices=WhyBack)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    act = models.CharField(
        _("what is proposed"), max_length=10, choices=[(one.value, one.label) for one in CHOSEN]
    )
    days = models.PositiveSmallIntegerField(
        _("decided within working days"), default=1,
        validators=[MinValueValidator(1), MaxValueValidator(LONGEST)],
    )  # fmt: skip
    valid_from = models.DateField(_("in force from"))

    class Meta:
        ordering = ["code", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "version"], name="next_step_rule_one_per_version"
            ),
            models.CheckConstraint(
                name="next_step_rule_is_soon", condition=Q(days__range=(1, LONGEST))
            ),
        ]
        verbose_name = _("next step after a no")
        verbose_name_plural = _("next steps after a no")

    def __str__(self):
        return str(self.get_code_display())

    @classmethod
    def in_force(cls, day) -> dict[str, tuple[str, int]]:
        """By reason, on *day*: what is proposed, and within how many working days."""
        rows = cls.objects.filter(valid_from__lte=day).order_by("version")
        said = {code: (act, days) for code, act, days in rows.values_list("code", "act", "days")}
        return {str(code): said.get(code, first) for code, first in AT_FIRST.items()}


class NextStepQuerySet(models.QuerySet):
    def due(self):
        """Somebody must say what happens next, now or on a day that was chosen."""
        return self.filter(due_at__isnull=False)

    def undecided(self):
        return self.filter(act="")


class NextStep(models.Model):
    """What we do when a partner could not help. Proposed by a rule, decided by a person.

    *act* is empty until somebody has decided; *due_at* is set as long as somebody must. *nth* says
    how many times the same request had come back by then.
    """

    referral = models.OneToOneField(Referral, models.CASCADE, related_name="next_step")
    why = models.CharField(_("why it came back"), max_length=15, choices=WhyBack)
    proposed = models.CharField(_("proposed"), max_length=10, choices=NextAct)
    nth = models.PositiveSmallIntegerField(default=1)
    due_at = models.DateTimeField(_("to be decided"), null=True)
    act = models.CharField(_("next step"), max_length=10, choices=NextAct, blank=True)
    decided_at = models.DateTimeField(_("decided"), null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )  # None: the clock, as somebody had agreed; or the person
    lead_told_at = models.DateTimeField(null=True)

    objects = NextStepQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["due_at"], condition=Q(due_at__isnull=False), name="next_step_due"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="next_step_is_due_until_it_is_decided",
                condition=Q(act="", due_at__isnull=False, decided_at__isnull=True)
                | Q(act=NextAct.LATER, due_at__isnull=False, decided_at__isnull=False)
                | (~Q(act__in=["", NextAct.LATER]) & Q(due_at__isnull=True))
                & Q(decided_at__isnull=False),
            ),
        ]
        verbose_name = _("next step")
        verbose_name_plural = _("next steps")

    def __str__(self):
        return f"next step {self.pk}"

    @property
    def is_due(self) -> bool:
        return self.due_at is not None

    @property
    def is_often(self) -> bool:
        return self.nth > MOST_TIMES
