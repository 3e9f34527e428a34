"""Lists of reasons that the municipality edits: codes that are counted, words that are read."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit import versions
from partners.models import LocalText, said


class Reason(models.Model):
    """Why something is put off, or not taken over. A change is a new version.

    The code stays on what was done; the words are those of the newest version.
    """

    class Of(models.TextChoices):
        PUT_OFF = "put_off", _("Putting a request off")
        NOT_TAKEN = "not_taken", _("Not taking a request over")

    of = models.CharField(_("list"), max_length=10, choices=Of)
    code = models.SlugField(_("code"), max_length=40)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    title = LocalText(_("title"))
    position = models.PositiveSmallIntegerField(_("place in the list"), default=0)
    valid_from = models.DateField(_("in force from"))
    valid_until = models.DateField(_("in force until"), null=True, blank=True)

    class Meta:
        ordering = ["of", "position", "code", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="reason_one_per_version"),
            models.CheckConstraint(
                name="reason_ends_after_it_begins",
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
            ),
        ]
        verbose_name = _("reason")
        verbose_name_plural = _("reasons")

    def __str__(self):
        return said(self.title)

    @classmethod
    def choices(cls, of: str) -> list[tuple[str, str]]:
        """What may be chosen today, in the order of the list; those of the program until the
        municipality has written a list of its own.
        """
        rows = list(cls.objects.filter(of=of))
        if not rows:
            return list(FIRST[of].choices)
        held = versions.in_force(rows, "code", timezone.localdate()).values()
        return [(row.code, str(row)) for row in sorted(held, key=lambda row: row.position)]

    @classmethod
    def words(cls, of: str, code: str) -> str:
        """How a code reads, also one that cannot be chosen any longer."""
        row = cls.objects.filter(of=of, code=code).order_by("version").last()
        return str(row) if row else str(dict(FIRST[of].choices).get(code, code))


class PutOffReason(models.TextChoices):
    """What is waited for while a request is put off: what a house begins with."""

    PERSON = "person", _("The person wants to come back later")
    CALL = "call", _("A call or a meeting is agreed for then")
    OTHERS = "others", _("Somebody else is to answer first")
    FOLLOW_UP = "follow_up", _("To see then how it went")


class NotNow(models.TextChoices):
    """Why somebody does not take over: what a house begins with."""

    NO_TIME = "no_time", _("I have no time for it now")
    NOT_MINE = "not_mine", _("It is not what I work with")
    AWAY = "away", _("I am away soon")
    KEEP = "keep", _("It is better that you go on")


FIRST = {Reason.Of.PUT_OFF: PutOffReason, Reason.Of.NOT_TAKEN: NotNow}
