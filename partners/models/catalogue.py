"""Open services: help without an assessment of the individual (SoL 11:5), as the board has decided.

What always takes an assessment is in a list of kinds, and can never be entered as an open service.
"""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from audit import versions
from partners.models.organisation import Organisation
from partners.models.words import LocalText, said


class Mode(models.TextChoices):
    """How much is written down about whoever is helped. The board decides it for each service."""

    ADVICE = "advice", _("Advice: only that it took place (SoL 14:4)")
    IDENTITY_EXEMPT = "identity_exempt", _("What happened, but never who it was (SoL 14:5)")
    FULL = "full", _("In full (SoL 14:3)")


UPWARDS = (Mode.ADVICE, Mode.IDENTITY_EXEMPT, Mode.FULL)


def modes_above(mode: str) -> list[Mode]:
    """Where documentation may go from here: only ever to more."""
    return list(UPWARDS[UPWARDS.index(mode) + 1 :])


class ServiceKind(models.Model):
    """What an open service may be – and what it may not (SoL 11:5, 12). A change is a new version.

    Whether a kind always takes an assessment is said once, when it is added.
    """

    code = models.SlugField(_("code"), max_length=40)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    title = LocalText(_("title"))
    always_assessed = models.BooleanField(_("always takes an assessment"), default=False)
    paragraph = models.CharField(_("paragraph"), max_length=60)
    text = LocalText(_("explanation"), blank=True)
    valid_from = models.DateField(_("in force from"))
    valid_until = models.DateField(_("in force until"), null=True, blank=True)

    class Meta:
        ordering = ["always_assessed", "code", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "version"], name="service_kind_one_per_version"
            ),
            models.CheckConstraint(
                name="service_kind_ends_after_it_begins",
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
            ),
        ]
        verbose_name = _("kind of open service")
        verbose_name_plural = _("kinds of open services")

    def __str__(self):
        return said(self.title)


def kinds_on(day) -> list[ServiceKind]:
    """The kinds in force that day: the newest version of each, the open ones first."""
    held = versions.in_force(ServiceKind.objects.all(), "code", day).values()
    return sorted(held, key=lambda one: (one.always_assessed, one.pk))


class OpenServiceQuerySet(models.QuerySet):
    def in_force(self, on):
        """What may be started that day: decided, valid, not withdrawn, and its provider there."""
        begun = Q(decided_on__lte=on, valid_from__lte=on)
        not_over = Q(valid_until__isnull=True) | Q(valid_until__gte=on)
        not_withdrawn = Q(withdrawn_from__isnull=True) | Q(withdrawn_from__gt=on)
        is_there = Q(provider__is_active=True)
        return self.filter(begun & not_over & not_withdrawn & is_there).exclude(decision_number="")


class OpenService(models.Model):
    """One service that the board has decided to give without assessment. There is no fee.

    Without a decision it may be written down beforehand; nobody can choose it until there is one.
    """

    kind = models.CharField(_("kind"), max_length=40)
    name = LocalText(_("name"))
    description = LocalText(_("description"), blank=True)
    audience = LocalText(_("for whom"), blank=True)
    from_age = models.PositiveSmallIntegerField(_("from age"), default=0)
    to_age = models.PositiveSmallIntegerField(_("to age"), default=120)
    provider = models.ForeignKey(
        Organisation, models.PROTECT, related_name="open_services", verbose_name=_("provider")
    )
    talks = models.PositiveSmallIntegerField(
        _("number of talks"), null=True, blank=True,
        help_text=_("At most so many. Leave it empty if there is no limit."),
    )  # fmt: skip
    mode = models.CharField(
        _("documentation"), max_length=15, choices=Mode,
        help_text=_("As the board has decided. While a service runs it can only become more."),
    )  # fmt: skip
    decision_number = models.CharField(
        _("number of the board’s decision"), max_length=40, blank=True
    )
    decided_on = models.DateField(_("decided"), null=True, blank=True)
    valid_from = models.DateField(_("in force from"), null=True, blank=True)
    valid_until = models.DateField(_("in force until"), null=True, blank=True)
    withdrawn_from = models.DateField(_("withdrawn from"), null=True, editable=False)
    withdrawal_number = models.CharField(
        _("number of the withdrawal"), max_length=40, blank=True, editable=False
    )

    objects = OpenServiceQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="open_service_in_force_is_decided",
                condition=Q(valid_from__isnull=True)
                | (Q(decided_on__isnull=False) & ~Q(decision_number="")),
            ),
            models.CheckConstraint(
                name="open_service_ends_after_it_begins",
                condition=Q(valid_until__isnull=True)
                | Q(valid_from__isnull=False, valid_until__gte=F("valid_from")),
            ),
            models.CheckConstraint(
                name="open_service_is_withdrawn_by_a_decision",
                condition=Q(withdrawn_from__isnull=True, withdrawal_number="")
                | (Q(withdrawn_from__isnull=False) & ~Q(withdrawal_number="")),
            ),
            models.CheckConstraint(
                name="open_service_ages_are_in_order",
                condition=Q(to_age__gte=F("from_age")),
            ),
            models.CheckConstraint(
                name="open_service_has_at_least_a_talk",
                condition=Q(talks__isnull=True) | Q(talks__gte=1),
            ),
            models.CheckConstraint(
                name="open_service_mode_is_known", condition=Q(mode__in=list(Mode))
            ),
        ]
        verbose_name = _("open service")
        verbose_name_plural = _("open services")

    def __str__(self):
        return said(self.name)
