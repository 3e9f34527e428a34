from django.db import models
from django.utils.translation import gettext_lazy as _

from partners.models.organisation import Kind, Organisation


class IncomingFile(models.Model):
    """A file of organisations and services that waits for somebody's yes. There is at most one.

    *findings*: what is wrong in it, as codes. With a single one nothing of it can be taken in.
    """

    content = models.BinaryField()
    digest = models.CharField(max_length=64)
    findings = models.JSONField(default=list)
    kind = models.CharField(max_length=20, choices=Kind)
    secrecy = models.CharField(max_length=10, choices=Organisation.Secrecy)
    opens = models.BooleanField()
    keeps_people = models.BooleanField()
    received_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("file that waits")
        verbose_name_plural = _("files that wait")

    def __str__(self):
        return f"{self.digest[:8]} {self.received_at:%Y-%m-%d}"
