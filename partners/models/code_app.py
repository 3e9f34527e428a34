from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit.vault import locker, one_time_codes
from partners.models.organisation import Kind, Organisation

PURPOSE = "partners.code_app"
WRONG_IN_A_ROW = 20  # then somebody guesses, and the municipality must look


class CodeApp(models.Model):
    """The app at an organisation that shows the codes by which it answers without an account.

    The municipality registers it, face to face; without one no link is ever sent there. Its
    secret is locked like the seeds of second factors, and shown once.
    """

    organisation = models.OneToOneField(
        Organisation, models.CASCADE, related_name="code_app", verbose_name=_("organisation")
    )
    secret = models.CharField(max_length=200, editable=False)
    registered_at = models.DateTimeField(_("registered"), default=timezone.now)
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+",
        verbose_name=_("registered by"),
    )  # fmt: skip
    confirmed_at = models.DateTimeField(_("tried out"), null=True)
    last_turn = models.BigIntegerField(default=0)  # a code opens once: only later ones do
    wrong_in_a_row = models.PositiveSmallIntegerField(default=0)
    stopped_at = models.DateTimeField(_("stopped"), null=True)

    class Meta:
        verbose_name = _("app for codes")
        verbose_name_plural = _("apps for codes")

    def __str__(self):
        return f"code app {self.pk}"

    @property
    def works(self) -> bool:
        """Tried out, not stopped, and of an organisation that may be asked so: never the police."""
        of = self.organisation
        is_partner = of.is_active and not of.is_ours and of.kind != Kind.POLICE
        return self.confirmed_at is not None and self.stopped_at is None and is_partner

    def hide(self, secret: str) -> None:
        self.secret = locker.lock(secret, purpose=PURPOSE)

    def takes(self, code: str) -> bool:
        """Is it right, and not used before? Remembers it either way; whoever asks holds the row."""
        now = timezone.now()
        secret = locker.unlock(self.secret, purpose=PURPOSE)
        turn = one_time_codes.turn_of(secret, code, now.timestamp())
        if turn is not None and turn > self.last_turn:
            self.last_turn, self.wrong_in_a_row = turn, 0
            return True
        self.wrong_in_a_row += 1
        if self.wrong_in_a_row >= WRONG_IN_A_ROW and self.confirmed_at is not None:
            self.stopped_at = now
        return False
