from auditlog.models import AbstractLogEntry


class Change(AbstractLogEntry):
    """What was changed in a configuration row, field by field. Sealed fields never come here."""

    class Meta(AbstractLogEntry.Meta):
        verbose_name = "change"

    def __str__(self):
        return f"{self.content_type_id}/{self.object_pk}"
