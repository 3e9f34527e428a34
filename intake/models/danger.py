"""What a text sounds like, as codes: the tripwire's classes, and phrases the house adds."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from intake import tripwire


class Danger(TextChoices):
    """The rule class that raised a request. Staff see the class, never which words."""

    LIFE = "life", _("Sounds like danger to life")
    VIOLENCE = "violence", _("Sounds like violence or threats")
    CHILD = "child", _("Sounds like a child being harmed")
    AFRAID = "afraid", _("Sounds like somebody who is not safe")
    THREAT = "threat", _("Sounds like a threat against staff")
    PROTECTED = "protected", _("Sounds like somebody who is hiding")
    HOME = "home", _("Sounds like losing a home, or lacking food")
    SCHOOL = "school", _("Sounds like long absence from school, or being drawn into crime")


class OwnPhrase(models.Model):
    """A phrase the municipality has added: a local word, another way to say it.

    It is written as those beside it in the program: “slår mig” is these words in this order,
    “misshandl*” a word that begins so, “slog|slår” one or the other.
    """

    class Language(TextChoices):
        SWEDISH = "sv", "svenska"
        ENGLISH = "en", "English"
        FINNISH = "fi", "suomi"
        ARABIC = "ar", "العربية"
        SOMALI = "so", "Soomaali"

    language = models.CharField(_("language"), max_length=2, choices=Language)
    kind = models.CharField(_("sounds like"), max_length=10, choices=Danger)
    phrase = models.CharField(
        _("phrase"), max_length=120,
        help_text=_("Words in this order. mis* is a word that begins so; slog|slår is one or the "
                    "other; tar+livet are neighbours."),
    )  # fmt: skip
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        ordering = ["language", "kind", "pk"]
        verbose_name = _("phrase that sounds like danger")
        verbose_name_plural = _("phrases that sound like danger")

    def __str__(self):
        return self.phrase

    def clean(self):
        try:
            tripwire.check(self.language, self.phrase)
        except tripwire.NotAPattern:
            raise ValidationError({"phrase": UNREADABLE}) from None


UNREADABLE = _(
    "This cannot be read. Write words with spaces between, as “slår mig”, and use only letters, "
    "* at the end of a word, + and |."
)
