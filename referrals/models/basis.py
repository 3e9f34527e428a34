import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit import versions
from audit.vault import SealedTextField
from intake.models import Consent
from partners.models import LocalText, said
from referrals.models.codes import Answer, BasisNotice, Tellable


def everything() -> list[str]:
    return [str(field) for field in Tellable]


class LegalGround(models.Model):
    """A ground in law for telling somebody without consent. Edited by adding a version.

    *conditions* must each be answered before anything rests on it; *may_tell* names what may be
    told on it, nothing else; *limit* is what the recipient reads beside what it is told.
    """

    code = models.SlugField(_("code"), max_length=40)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    paragraph = models.CharField(_("paragraph"), max_length=40)
    title = LocalText(_("title"))
    text = LocalText(_("in plain words"))
    conditions = LocalText(
        _("conditions"), blank=True,
        help_text=_("One a line, as many in each language. Each is answered before it holds."),
    )  # fmt: skip
    guidance = LocalText(_("guidance for whoever decides"), blank=True)
    limit = LocalText(
        _("what it may be used for"), blank=True,
        help_text=_("The recipient reads it beside what it is told."),
    )  # fmt: skip
    recipients = models.JSONField(_("kinds of recipients"), default=list)
    may_tell = models.JSONField(_("what may be told"), default=everything)
    needs_approval = models.BooleanField(_("a second person must approve"), default=True)
    coded_only = models.BooleanField(_("codes only, no free text"), default=False)
    on_request = models.BooleanField(
        _("only when an authority asks for contact details"), default=False
    )
    valid_from = models.DateField(_("in force from"))
    valid_until = models.DateField(_("in force until"), null=True, blank=True)

    class Meta:
        ordering = ["code", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "version"], name="legal_ground_one_per_version"
            ),
        ]
        verbose_name = _("legal ground")
        verbose_name_plural = _("legal grounds")

    def __str__(self):
        return f"{self.paragraph} {said(self.title)}"

    def asks(self) -> list[str]:
        """Its conditions, in the reader's language."""
        return lines_of(said(self.conditions))

    def fits(self, kind: str) -> bool:
        return kind in self.recipients and not self.on_request

    def tells(self) -> list[str]:
        return [str(Tellable(field).label) for field in self.may_tell]

    def newest_on(self, day) -> "LegalGround":
        """The version that holds that day instead of this one; this one, if there is none."""
        begun = LegalGround.objects.filter(code=self.code, valid_from__lte=day)
        return begun.filter(version__gt=self.version).order_by("-version").first() or self

    def ends_on(self, day):
        """The last day of what rests on this version, as the list stands on *day*; None: no end.

        A newer version changes nothing for it, but whoever ends the ground ends it for everybody.
        """
        ends = {self.valid_until, self.newest_on(day).valid_until} - {None}
        return min(ends, default=None)

    def holds_on(self, day) -> bool:
        last = self.ends_on(day)
        return self.valid_from <= day and (last is None or last >= day)

    def is_in_force(self, day) -> bool:
        """May something more be told on it? Not on a version that was replaced."""
        return self.holds_on(day) and self.newest_on(day) == self

    @classmethod
    def in_force(cls, day) -> list["LegalGround"]:
        """What a new basis may rest on: the newest version of each that has begun, if it holds."""
        return list(versions.in_force(cls.objects.all(), "code", day).values())


def lines_of(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


class Basis(models.Model):
    """Why we may tell: a consent, or a named and versioned ground with reasons. Never neither.

    *answers* are the answers to the ground's conditions, in their order.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    subject = models.UUIDField(editable=False)
    consent = models.ForeignKey(Consent, models.PROTECT, null=True, related_name="bases")
    ground = models.ForeignKey(LegalGround, models.PROTECT, null=True, related_name="bases")
    answers = models.JSONField(default=list)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()
    reasons = SealedTextField(_("reasons"), null=True)
    told = models.CharField(max_length=5, choices=BasisNotice, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="basis_is_a_consent_or_a_ground",
                condition=Q(consent__isnull=False, ground__isnull=True)
                | Q(consent__isnull=True, ground__isnull=False, reasons__isnull=False),
            ),
        ]

    def __str__(self):
        return f"basis {self.pk}"

    @property
    def ends_on(self):
        """Its last day; None if it has none."""
        if self.consent:
            return self.consent.valid_until
        return self.ground.ends_on(timezone.localdate())

    def holds_on(self, day) -> bool:
        """Has it neither run out nor been taken back?"""
        return (self.consent or self.ground).holds_on(day)

    def is_answered(self) -> bool:
        """Every condition of its ground is met, as somebody has answered. A consent has none."""
        return self.ground is None or self.answers == [Answer.MET] * len(self.ground.asks())
