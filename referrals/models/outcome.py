"""How a referral went, as three see it: the partner, one of ours, and the person themselves."""

from django.conf import settings
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, TextChoices, Value, When
from django.db.models.functions import Coalesce, NullIf
from django.utils.translation import gettext_lazy as _

from referrals.models.codes import Result, View
from referrals.models.package import Goal
from referrals.models.referral import Referral

KNOWN_VIEWS = (View.HELPED, View.PARTLY, View.NOT)


class LookedInto(TextChoices):
    """What one of ours did about views that differ."""

    PERSON = "person", _("We have talked with the person")
    PARTNER = "partner", _("We have talked with the partner")
    BOTH = "both", _("We have talked with both")
    NEW_HELP = "new_help", _("The person gets other help now")
    NOTHING = "nothing", _("There is nothing more to do")


class Outcome(models.Model):
    """What is said about a referral after the partner has reported; it stands beside, because what
    has ended never changes.

    *view* is the person's own, said with their code, by the hour. *looked_into* is ours.
    """

    referral = models.OneToOneField(Referral, models.CASCADE, related_name="outcome")
    view = models.CharField(_("the person’s own view"), max_length=10, choices=View, blank=True)
    said_at = models.DateTimeField(_("said"), null=True)
    looked_into = models.CharField(_("looked into"), max_length=10, choices=LookedInto, blank=True)
    looked_at = models.DateTimeField(null=True)
    looked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="outcome_says_when",
                condition=Q(view="", said_at__isnull=True) | ~Q(view="") & Q(said_at__isnull=False),
            ),
            models.CheckConstraint(
                name="outcome_says_who_looked_into_it",
                condition=Q(looked_into="", looked_at__isnull=True, looked_by__isnull=True)
                | ~Q(looked_into="") & Q(looked_at__isnull=False, looked_by__isnull=False),
            ),
        ]
        verbose_name = _("outcome")
        verbose_name_plural = _("outcomes")

    def __str__(self):
        return f"outcome {self.pk}"


def with_views(referrals):
    """Each with *partners*, *ours* and *persons*: a view, or not known.

    The partner tells it goal by goal: all reached is *helped*, some or half of it is *in part*.
    What the person says with their own code goes before what they have said to us.
    """
    goals = Goal.objects.filter(referral=OuterRef("pk"))
    reached = Exists(goals.filter(result__in=[Result.MET, Result.PARTLY]))
    short = Exists(goals.filter(result__gt="").exclude(result=Result.MET))
    partners = Case(
        When(not_reached=True, then=Value(View.NOT)),
        When(reached & ~short, then=Value(View.HELPED)),
        When(reached, then=Value(View.PARTLY)),
        When(short, then=Value(View.NOT)),
        default=Value(View.UNKNOWN), output_field=models.CharField(),
    )  # fmt: skip
    own = NullIf(F("outcome__view"), Value(""))
    told = NullIf(F("persons_view"), Value(""))
    return referrals.annotate(
        partners=partners, ours=Coalesce(NullIf(F("our_view"), Value("")), Value(View.UNKNOWN)),
        persons=Coalesce(own, told, Value(View.UNKNOWN)),
    )  # fmt: skip


def differing(referrals):
    """Those where two who know do not say the same. Not to know is no difference."""
    pairs = (("partners", "ours"), ("partners", "persons"), ("ours", "persons"))
    differ = Q()
    for one, other in pairs:
        known = Q(**{f"{one}__in": KNOWN_VIEWS, f"{other}__in": KNOWN_VIEWS})
        differ |= known & ~Q(**{one: F(other)})
    return with_views(referrals).filter(differ)
