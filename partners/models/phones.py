from datetime import date, timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partners.languages import names_of
from partners.models.words import LocalText, said

CHECKED_EVERY = timedelta(days=365)


class PhoneNumber(models.Model):
    """A number shown to the public: acute, out of hours, the team's own, or a helpline.

    Somebody looks once a year whether it is still right; the day they did stands on the row.
    """

    class When(models.TextChoices):
        ACUTE = "acute", _("Danger now")
        ALWAYS = "always", _("Around the clock")
        CLOSED = "closed", _("When we are closed")
        OPEN = "open", _("When we are open")

    class About(models.TextChoices):
        ANYTHING = "anything", _("Anything")
        LIFE = "life", _("Thoughts of taking one’s life")
        VIOLENCE = "violence", _("Violence and threats")
        CHILDREN = "children", _("For children and young people")
        HARMED_CHILD = "harmed_child", _("Concern for a child")
        HONOUR = "honour", _("Honour: when the family decides over your life")
        OWN_VIOLENCE = "own_violence", _("For you who hurt somebody, or are afraid to")
        ADDICTION = "addiction", _("Alcohol, drugs and gambling")
        ELDERLY = "elderly", _("For older people")
        CRIME = "crime", _("Victims of crime")

    label = LocalText(_("label"))
    number = models.CharField(_("number"), max_length=30)
    when = models.CharField(_("shown"), max_length=10, choices=When)
    about = models.CharField(_("about"), max_length=15, choices=About, default=About.ANYTHING)
    audience = LocalText(_("for whom"), blank=True)
    hours = LocalText(_("when it answers"), blank=True)
    languages = models.JSONField(_("languages"), default=list, blank=True)
    link = models.URLField(_("address on the web"), blank=True)
    link_text = LocalText(_("text of the link"), blank=True)
    checked_on = models.DateField(_("checked on"), null=True, blank=True)
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("phone number")
        verbose_name_plural = _("phone numbers")

    def __str__(self):
        return said(self.label)

    @property
    def is_overdue(self) -> bool:
        """Nobody has looked for a year whether it is still right."""
        return self.checked_on is None or self.checked_on < _a_year_ago()

    @property
    def spoken(self) -> list[str]:
        return names_of(self.languages)


def unchecked():
    """The numbers that somebody must look at again."""
    overdue = models.Q(checked_on__isnull=True) | models.Q(checked_on__lt=_a_year_ago())
    return PhoneNumber.objects.filter(overdue)


def _a_year_ago() -> date:
    return timezone.localdate() - CHECKED_EVERY
