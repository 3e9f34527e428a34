import ipaddress

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from config.accounts.roles import EVERY_RIGHT
from referrals import rights as referrals


class MachineTokenQuerySet(models.QuerySet):
    def for_the_list(self):
        return self.select_related("account__organisation", "created_by").order_by("-created_at")


class MachineToken(models.Model):
    """A key for one machine: narrow, short-lived, revocable. The secret itself is not kept.

    It opens at most what its account's role holds; *scopes* are the rights among those that
    this key may use.
    """

    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="tokens", verbose_name=_("system")
    )
    prefix = models.CharField(_("begins with"), max_length=8, unique=True)
    digest = models.BinaryField()
    scopes = models.JSONField(_("may be used for"))
    addresses = models.JSONField(_("allowed addresses"), default=list)
    created_at = models.DateTimeField(_("issued"), default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("issued by")
    )
    expires_at = models.DateTimeField(_("ends"))
    revoked_at = models.DateTimeField(_("revoked"), null=True)
    last_used_on = models.DateField(_("last used"), null=True)

    objects = MachineTokenQuerySet.as_manager()

    class Meta:
        verbose_name = _("key for a machine")
        verbose_name_plural = _("keys for machines")

    def __str__(self):
        return self.prefix

    def scope_labels(self) -> list[str]:
        labels = dict(EVERY_RIGHT)
        return [str(labels[scope]) for scope in self.scopes if scope in labels]

    @property
    def lists_nothing(self) -> bool:
        """A partner's system that opens what it is called about, and cannot look for the rest."""
        return referrals.RECEIVE in self.scopes and referrals.LIST not in self.scopes

    @property
    def has_expired(self) -> bool:
        return self.expires_at <= timezone.now()

    @property
    def is_usable(self) -> bool:
        return self.revoked_at is None and not self.has_expired

    def note_use(self) -> None:
        """The day is enough to see which keys are no longer needed."""
        today = timezone.localdate()
        if self.last_used_on != today:
            MachineToken.objects.filter(pk=self.pk).update(last_used_on=today)

    def why_not(self, caller: str) -> str:
        """A code for why this key opens nothing now, from that address; "" if it does."""
        if self.revoked_at is not None:
            return "revoked"
        if self.has_expired:
            return "expired"
        if not self.account.is_active or self.account.has_expired:
            return "account_ended"
        return "" if self.may_come_from(caller) else "foreign_address"

    def may_come_from(self, caller: str) -> bool:
        if not self.addresses:
            return True
        try:
            address = ipaddress.ip_address(caller)
        except ValueError:
            return False
        return any(address in ipaddress.ip_network(one) for one in self.addresses)


class IdempotencyKey(models.Model):
    """A POST of a machine that is done once, however often it is sent. Kept for a day.

    *digest* and *sent* are keyed digests of the key and of the call. The *answer* is sealed under
    a key made of the machine's own. No *status*: it is still at work, or was broken off.
    """

    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64)
    sent = models.CharField(max_length=64)
    made_at = models.DateTimeField(default=timezone.now, db_index=True)
    status = models.PositiveSmallIntegerField(null=True)
    answer = models.BinaryField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "digest"], name="idempotency_key_once")
        ]

    def __str__(self):
        return self.digest[:8]
