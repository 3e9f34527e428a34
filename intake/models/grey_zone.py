"""Where the law is unclear: how the municipality reads it. The careful reading holds by itself."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

NEEDS_DECISION = _("Say by which decision of the board, or with which number, this was allowed.")


class Unclear(models.TextChoices):
    ONE_TALK = "one_talk", _("One talk of advice with a child of 12–14, without the guardians")
    ONE_GUARDIAN = "one_guardian", _("An open service under 15, with one of two guardians")


class GreyZone(models.Model):
    """One unclear question, and whether it is allowed here. A change is a new version.

    *one_talk*: whether a single talk of advice is to provide a child with a service (SoL 21:2) is
    disputed. *one_guardian*: guardians decide together (FB 6:13); in some matters of everyday life
    the Ombudsman has accepted one. A no, or anything that nobody has decided, is the careful way.
    """

    code = models.CharField(_("question"), max_length=20, choices=Unclear)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    allows = models.BooleanField(_("it is allowed here"), default=False)
    decision_number = models.CharField(
        _("number of the board’s decision"), max_length=40, blank=True
    )
    valid_from = models.DateField(_("in force from"))

    class Meta:
        ordering = ["code", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="grey_zone_one_per_version"),
            models.CheckConstraint(
                name="grey_zone_is_allowed_by_a_decision",
                condition=Q(allows=False) | ~Q(decision_number=""),
            ),
        ]
        verbose_name = _("question where the law is unclear")
        verbose_name_plural = _("questions where the law is unclear")

    def __str__(self):
        return self.get_code_display()

    def clean(self):
        if self.allows and not self.decision_number.strip():
            raise ValidationError(
                {"decision_number": ValidationError(NEEDS_DECISION, code="needs_decision")}
            )

    @classmethod
    def allowed_on(cls, day) -> frozenset[str]:
        """What is allowed that day; what nobody has decided is not."""
        rows = cls.objects.filter(valid_from__lte=day).order_by("version")
        newest = {row.code: row.allows for row in rows}
        return frozenset(code for code, allows in newest.items() if allows)
