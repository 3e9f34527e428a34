from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from partners.models.words import LocalText


class Municipality(models.Model):
    """The house itself: its name and what it promises. One row."""

    name = models.CharField(_("name"), max_length=80)
    exit_url = models.URLField(_("where “leave this page” goes"), default="https://www.smhi.se/")
    promise_days = models.PositiveSmallIntegerField(
        _("working days until a human has read"), default=1, validators=[MinValueValidator(1)]
    )
    new_code_hours = models.PositiveSmallIntegerField(
        _("hours until a new receipt code opens"), default=24,
        help_text=_("In that time whoever has the old code can stop the new one."),
        validators=[MinValueValidator(1), MaxValueValidator(168)],
    )  # fmt: skip
    draft_days = models.PositiveSmallIntegerField(
        _("days that a draft is kept which nobody touches"), default=30,
        help_text=_("A text that one of us has begun and not sent. Only its author can read it."),
        validators=[MinValueValidator(1), MaxValueValidator(90)],
    )  # fmt: skip
    arrival_days = models.PositiveSmallIntegerField(
        _("days until we ask whether somebody got there"), default=14,
        help_text=_("After somebody was shown the way, or introduced to a partner. Another day "
                    "can be chosen each time."),
        validators=[MinValueValidator(1), MaxValueValidator(90)],
    )  # fmt: skip
    takes_concerns = models.BooleanField(
        _("concern for a child can be reported on the public pages"), default=True,
        help_text=_("Else the page only says whom to call: the numbers for “Concern for a child”."),
    )  # fmt: skip
    county = models.CharField(_("county, as in an address"), max_length=40, blank=True)
    publishes_directory = models.BooleanField(
        _("the directory is published as open data"), default=False,
        help_text=_("What residents may come to, and organisations marked as public."),
    )  # fmt: skip

    class Meta:
        verbose_name = _("municipality")
        verbose_name_plural = _("municipality")

    def __str__(self):
        return self.name


class PublicText(models.Model):
    """A text that the house writes, in versions: the newest one that is in force is shown."""

    class Key(models.TextChoices):
        BEFORE = "before", _("Before you write")
        WHAT_HAPPENS = "what_happens", _("What happens when you write")
        WHAT_DOES_NOT = "what_does_not", _("What does not happen")
        LIMITS = "limits", _("Where the limit goes")
        APPLY = "apply", _("The right to apply for assessed help")
        YOUR_DATA = "your_data", _("Your data")
        ACCESSIBILITY = "accessibility", _("Accessibility statement")
        PURPOSES = "data_purposes", _("Extract: why we have the data")
        CATEGORIES = "data_categories", _("Extract: kinds of data")
        RECIPIENTS = "data_recipients", _("Extract: who gets the data")
        RETENTION = "data_retention", _("Extract: how long it is kept")
        SOURCE = "data_source", _("Extract: where it comes from")
        RIGHTS = "data_rights", _("Extract: your rights")
        COMPLAINT = "data_complaint", _("Extract: where to complain")

    key = models.CharField(_("place"), max_length=20, choices=Key)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    body = LocalText(_("text"))
    valid_from = models.DateField(_("in force from"))

    class Meta:
        ordering = ["key", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["key", "version"], name="public_text_one_per_version"),
        ]
        verbose_name = _("public text")
        verbose_name_plural = _("public texts")

    def __str__(self):
        return f"{self.get_key_display()} {self.version}"
