from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Publication(models.Model):
    """The figures of one quarter, as they were given to the public; they are never counted anew.

    Counted once more after something was erased or told, they would say by how much they differ,
    and so of whom. *cells* are the blocks of safe_cells.py: how it ended, kind of partner, service,
    area, number.
    """

    quarter = models.CharField(_("quarter"), max_length=6, unique=True, editable=False)
    cells = models.JSONField(default=list, editable=False)
    made_at = models.DateTimeField(_("made public"), editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False
    )
    is_shown = models.BooleanField(_("is shown"), default=True, editable=False)

    class Meta:
        ordering = ["-quarter"]
        verbose_name = _("published figures")
        verbose_name_plural = _("published figures")

    def __str__(self):
        return self.quarter

    @property
    def blocks(self) -> dict[tuple[str, ...], int]:
        return {tuple(key): many for *key, many in self.cells}
