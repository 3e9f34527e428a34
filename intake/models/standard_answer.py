from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from partners.models import LocalText, Topic, said


class StandardAnswer(models.Model):
    """A text that we often write, in the languages people read. A change is a new version.

    Whoever answers picks it, sees it in their own language, and makes it fit.
    """

    code = models.SlugField(_("code"), max_length=40)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    topic = models.ForeignKey(
        Topic, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("topic"),
        help_text=_("Leave it empty if it fits every topic."),
    )  # fmt: skip
    title = LocalText(_("title"))
    body = LocalText(_("text"))
    valid_from = models.DateField(_("in force from"))
    valid_until = models.DateField(_("in force until"), null=True, blank=True)

    class Meta:
        ordering = ["code", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "version"], name="standard_answer_one_per_version"
            ),
            models.CheckConstraint(
                name="standard_answer_ends_after_it_begins",
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
            ),
        ]
        verbose_name = _("standard answer")
        verbose_name_plural = _("standard answers")

    def __str__(self):
        return said(self.title)

    def text_in(self, language: str) -> tuple[str, str]:
        """The text in the reader's language, and which language it is in: else Swedish."""
        wanted = (language, language.split("-")[0], "sv")
        found = next((one for one in wanted if self.body.get(one)), "")
        return self.body.get(found, ""), found
