from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from audit.guard import Conflict, Grant, GuardedRow
from audit.vault import SealedTextField


class Remark(GuardedRow):
    """Somebody could not use the pages, and says what was in the way.

    The law on accessibility to digital public service (2018:1937) wants such a door. It is no
    request for help: it has no receipt code, and whoever writes is answered only if they leave
    an address. Once dealt with, the words are destroyed; that there was a remark, and when it
    was dealt with, stays.
    """

    ticket = models.BinaryField(editable=False)
    received_at = models.DateTimeField(_("received"))
    dealt_with_at = models.DateTimeField(_("dealt with"), null=True)
    dealt_with_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+",
        verbose_name=_("dealt with by"),
    )  # fmt: skip
    text = SealedTextField(_("what did not work"))
    reply_to = SealedTextField(_("where an answer goes"), null=True)

    class Meta:
        ordering = ["dealt_with_at", "received_at"]
        constraints = [
            models.UniqueConstraint(fields=["ticket"], name="remark_sent_once"),
            models.CheckConstraint(
                name="remark_dealt_with_by_somebody",
                condition=Q(dealt_with_at__isnull=True, dealt_with_by__isnull=True)
                | Q(dealt_with_at__isnull=False, dealt_with_by__isnull=False),
            ),
        ]
        verbose_name = _("remark on accessibility")
        verbose_name_plural = _("remarks on accessibility")

    def __str__(self):
        return f"remark {self.pk}"


class RemarkGrant(Grant):
    content_object = models.ForeignKey(Remark, models.CASCADE, related_name="grants")


class RemarkConflict(Conflict):
    content_object = models.ForeignKey(Remark, models.CASCADE, related_name="conflicts")
