"""The rules that suggestions come from: the municipality's own, in versions."""

from datetime import date, timedelta

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from audit import versions
from partners.models import Area, LocalText, Service, Topic, said
from referrals.ranking import Asked, Fact, Offered

MOST, MINUS = 100, "\N{MINUS SIGN}"


class SuggestionRule(models.Model):
    """What speaks for or against a service, and how much. A change is a new version.

    A rule is about facts in codes. It never sees a word, a name or who somebody is, and what is
    left empty counts for all. Whatever it says, a person decides.
    """

    class Effect(models.TextChoices):
        POINTS = "points", _("Gives points")
        FORBIDS = "forbids", _("Is not suggested")

    code = models.SlugField(_("code"), max_length=40)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    title = LocalText(_("reads on after “because it …”"))
    fact = models.CharField(_("if this is so"), max_length=15, choices=Fact)
    effect = models.CharField(
        _("what follows"), max_length=10, choices=Effect, default=Effect.POINTS
    )
    points = models.SmallIntegerField(
        _("points"), default=0, validators=[MinValueValidator(-MOST), MaxValueValidator(MOST)],
        help_text=_("From −100 (speaks against) to 100 (speaks for); 0 if it is not suggested."),
    )  # fmt: skip
    topic = models.ForeignKey(
        Topic, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("only for this topic"),
    )  # fmt: skip
    area = models.ForeignKey(
        Area, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("only for persons in this area"),
    )  # fmt: skip
    ages = models.JSONField(_("only for these ages"), default=list, blank=True)
    urgencies = models.JSONField(_("only if it is this urgent"), default=list, blank=True)
    service = models.ForeignKey(
        Service, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("only about this service"),
    )  # fmt: skip
    kinds = models.JSONField(_("only about these kinds of partners"), default=list, blank=True)
    valid_from = models.DateField(_("in force from"))
    valid_until = models.DateField(_("in force until"), null=True, blank=True)

    class Meta:
        ordering = ["code", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "version"], name="suggestion_rule_one_per_version"
            ),
            models.CheckConstraint(
                name="suggestion_rule_gives_points_or_forbids",
                condition=Q(effect="forbids", points=0)
                | (Q(effect="points", points__range=(-MOST, MOST)) & ~Q(points=0)),
                violation_error_message=_(
                    "A rule that gives points says how many; one that forbids says 0."
                ),
            ),
            models.CheckConstraint(
                name="suggestion_rule_ends_after_it_begins",
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
            ),
        ]
        verbose_name = _("rule for suggestions")
        verbose_name_plural = _("rules for suggestions")

    def __str__(self):
        return said(self.title)

    @property
    def forbids(self) -> bool:
        return self.effect == self.Effect.FORBIDS

    @property
    def weight(self) -> str:
        """The points with their sign."""
        return f"+{self.points}" if self.points > 0 else f"{MINUS}{-self.points}"

    def is_for(self, asked: Asked) -> bool:
        """Does this request call for it?"""
        wanted = ((self.topic_id, asked.topic), (self.area_id, asked.area))
        if any(own is not None and own != theirs for own, theirs in wanted):
            return False
        within = ((self.ages, asked.age_band), (self.urgencies, asked.urgency))
        return all(not own or theirs in own for own, theirs in within)

    def is_about(self, offered: Offered) -> bool:
        """Does it speak of this service?"""
        if self.service_id is not None and self.service_id != offered.pk:
            return False
        return not self.kinds or offered.kind in self.kinds

    def holds_on(self, day) -> bool:
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)

    @classmethod
    def in_force(cls, day) -> list["SuggestionRule"]:
        """The newest version of each rule that has begun, where it holds on *day*."""
        rows = cls.objects.select_related("topic", "area", "service")
        return list(versions.in_force(rows, "code", day).values())

    @classmethod
    def days_to_come(cls, day) -> list[date]:
        """The days after *day* on which a version begins, or the day after its last."""
        rows = cls.objects.filter(Q(valid_from__gt=day) | Q(valid_until__gte=day))
        days = set()
        for begins, ends in rows.values_list("valid_from", "valid_until"):
            days |= {begins, ends + timedelta(days=1) if ends else begins}
        return sorted(one for one in days if one > day)
