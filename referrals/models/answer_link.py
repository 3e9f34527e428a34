import secrets
import uuid
from datetime import timedelta
from hashlib import sha256

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext_lazy as _

from referrals.models.referral import Referral

LASTS = timedelta(days=5)  # longer than a partner has time to answer
MOST_WRONG = 5


def new_nonce() -> str:
    return secrets.token_hex(16)


def five_days_on():
    return timezone.now() + LASTS


class AnswerLink(models.Model):
    """A way for one organisation to answer one referral without an account. It opens once.

    The link's token is nowhere stored, not even as a digest: it is computed from the row and the
    house's SECRET_KEY when the mail is written, and again when somebody comes with it. Of the
    browser that was let in only a digest is kept.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Not used yet")
        EXPIRED = "expired", _("Too old")
        USED = "used", _("Used")
        LOCKED = "locked", _("Locked after five wrong codes")
        REPLACED = "replaced", _("Replaced by a newer one")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    referral = models.ForeignKey(Referral, models.CASCADE, related_name="answer_links")
    nonce = models.CharField(max_length=32, default=new_nonce, editable=False)
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(default=five_days_on)
    is_asked_for = models.BooleanField(default=False)  # by whoever holds an earlier one
    replaced_at = models.DateTimeField(null=True)
    wrong_codes = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)
    browser = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["referral"],
                condition=models.Q(replaced_at=None, used_at=None),
                name="answer_link_one_opens",
            ),
        ]
        verbose_name = _("link to answer by")
        verbose_name_plural = _("links to answer by")

    def __str__(self):
        return f"answer link {self.pk}"

    @property
    def subject(self):
        return self.referral.subject

    @property
    def state(self) -> str:
        if self.used_at:
            return self.State.USED
        if self.wrong_codes >= MOST_WRONG:
            return self.State.LOCKED
        if self.replaced_at:
            return self.State.REPLACED
        return self.State.EXPIRED if self.expires_at <= timezone.now() else self.State.WAITING

    def get_state_display(self) -> str:
        return str(self.State(self.state).label)

    def token(self) -> str:
        """What the link carries: which one it is, and a proof that only this house can write."""
        said = f"{self.pk.hex}:{self.nonce}:{self.referral_id}"
        proof = salted_hmac("lotsen answer link", said, algorithm="sha256").hexdigest()
        return f"{self.pk.hex}-{proof[:40]}"

    def is_named_by(self, token: str) -> bool:
        return constant_time_compare(token, self.token())

    def let_in(self) -> str:
        """Somebody is let in, once. Returns what their browser must show from now on."""
        shown = secrets.token_urlsafe(32)
        self.used_at, self.browser = timezone.now(), _digest(shown)
        return shown

    def is_open_in(self, shown: str) -> bool:
        """Within twenty minutes, and in that same browser."""
        if self.used_at is None or not constant_time_compare(self.browser, _digest(shown)):
            return False
        return timezone.now() < self.ends_at

    @property
    def ends_at(self):
        return self.used_at + timedelta(minutes=settings.LINK_MINUTES)


def _digest(shown: str) -> str:
    return sha256(shown.encode()).hexdigest()
