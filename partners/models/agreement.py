"""What an agreement with a partner lets us tell, for which purpose.

Secrecy does not travel with what is told (OSL 8:1), so each organisation is told as little as its
task needs. A consent or a ground in law says that we *may* tell; the agreement says how much of it
this partner is to get. It never takes the place of a basis.
"""

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from audit import versions
from partners.models.organisation import Organisation
from partners.models.words import LocalText, said


class AgreedPurpose(models.Model):
    """What something is told for, as agreements say it. A change is a new version."""

    code = models.SlugField(_("code"), max_length=40)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    title = LocalText(_("title"))
    text = LocalText(_("in plain words"), blank=True)
    valid_from = models.DateField(_("in force from"))
    valid_until = models.DateField(_("in force until"), null=True, blank=True)

    class Meta:
        ordering = ["code", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "version"], name="agreed_purpose_one_per_version"
            ),
            models.CheckConstraint(
                name="agreed_purpose_ends_after_it_begins",
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
            ),
        ]
        verbose_name = _("purpose of telling")
        verbose_name_plural = _("purposes of telling")

    def __str__(self):
        return said(self.title)


class TermsWithTitles(models.Manager):
    """Each term with what its purpose is called now: a whole list asks nothing more for it."""

    def get_queryset(self):
        newest = AgreedPurpose.objects.filter(code=OuterRef("purpose")).order_by("-version")
        return super().get_queryset().annotate(purpose_title=Subquery(newest.values("title")[:1]))


class AgreementTerm(models.Model):
    """What one organisation may be told for one purpose. A change is a new version.

    *items* are the codes of what a consent may cover. None of them: only the blind envelope.
    """

    name = models.CharField(max_length=90, editable=False)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="terms", verbose_name=_("organisation")
    )
    purpose = models.SlugField(_("purpose"), max_length=40)
    items = models.JSONField(_("what may be told"), default=list, blank=True)
    valid_from = models.DateField(_("in force from"))
    valid_until = models.DateField(_("in force until"), null=True, blank=True)

    objects = TermsWithTitles()

    class Meta:
        ordering = ["organisation__name", "purpose", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["name", "version"], name="agreement_term_one_per_version"
            ),
            models.CheckConstraint(
                name="agreement_term_ends_after_it_begins",
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
            ),
        ]
        verbose_name = _("what an agreement lets us tell")
        verbose_name_plural = _("what agreements let us tell")

    def __str__(self):
        return f"{self.organisation}: {self.get_purpose_display()}"

    def get_purpose_display(self) -> str:
        """Its title in the reader's language; the code of one that is not known.

        What has just been made was never asked for with its title: it asks by itself.
        """
        if hasattr(self, "purpose_title"):
            return said(self.purpose_title or {}) or self.purpose
        return purpose_said(self.purpose)

    def clean(self):
        if self.organisation_id:
            self.name = f"{self.organisation_id}: {self.purpose}"


def purposes_on(day) -> dict[str, AgreedPurpose]:
    """The purposes that may be chosen that day, by their codes: the newest version of each."""
    return versions.in_force(AgreedPurpose.objects.all(), "code", day)


def purpose_said(code: str) -> str:
    """Its newest title in the reader's language; the code of one that is not known; "" for none."""
    newest = AgreedPurpose.objects.filter(code=code).order_by("-version").first() if code else None
    return str(newest) if newest else code


def purposes_agreed_with(organisation, day) -> dict[str, AgreedPurpose]:
    """What this organisation may be told something for that day; nothing if it is not written."""
    known = purposes_on(day)
    return {code: known[code] for code in terms_with(organisation, day) or {} if code in known}


def terms_with(organisation, day) -> dict[str, AgreementTerm] | None:
    """What this organisation may be told that day, by purpose; None if nothing is written down.

    Once something is, whatever is not named is not told: also when all of it has run out. An older
    version never comes back when a newer one ends.
    """
    begun = AgreementTerm.objects.filter(organisation=organisation, valid_from__lte=day)
    known = list(begun.order_by("purpose", "version"))
    return versions.in_force(known, "purpose", day) if known else None
