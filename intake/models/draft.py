import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from audit.vault import SealedTextField


class Draft(models.Model):
    """What one of us has begun to write about a row, and has not sent or saved.

    It is theirs alone: no colleague, lead or log reviewer opens it, and before it is sent it is
    no official document (TF 2:12). It has a key of its own, so that the receipt code does not
    open it, and it is destroyed with the row that it is about.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    about = models.CharField(max_length=120, editable=False)
    page = models.CharField(max_length=40, editable=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    saved_at = models.DateTimeField(db_index=True)
    text = SealedTextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["about", "page", "author"], name="draft_one_per_page_and_author"
            ),
        ]
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")

    def __str__(self):
        return f"draft {self.pk}"
