"""What the public register says of each kind of document, and markings of confidentiality.

The register itself is not kept beside what it is about: it is read from the rows, so that what has
come in stands there at once (OSL 5:1), and cannot be forgotten.
"""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit import versions
from partners.models import LocalText, said


class Kind(models.TextChoices):
    """What is registered, as far as anybody may know."""

    REQUEST = "request", _("Request to us")
    NO_REQUEST = "no_request", _("What was no request")
    CONCERN = "concern", _("Concern report")
    DEVIATION = "deviation", _("Deviation")
    INCIDENT = "incident", _("Incident")
    THREAT = "threat", _("Threat against staff")
    CONTACT = "contact", _("An authority’s request for contact details")


class RegisterTitle(models.Model):
    """What the register says of one kind: the same of all of them. Edited by adding a version.

    *party* stands where the sender or receiver would; who that is, is left out (OSL 5:2).
    """

    kind = models.CharField(_("what"), max_length=12, choices=Kind)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    is_registered = models.BooleanField(
        _("stands in the register"), default=True,
        help_text=_("Documents of a personal file need not (OSF section 2), and what is obviously "
                    "of minor importance need not either (OSL 5:1)."),
    )  # fmt: skip
    paragraph = models.CharField(_("paragraph"), max_length=80)
    title = LocalText(_("what it is about, in brief"))
    party = LocalText(_("sender or receiver, without saying who"))
    valid_from = models.DateField(_("in force from"))
    valid_until = models.DateField(_("in force until"), null=True, blank=True)

    class Meta:
        ordering = ["kind", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "version"], name="register_title_one_per_version"
            ),
        ]
        verbose_name = _("title in the register")
        verbose_name_plural = _("titles in the register")

    def __str__(self):
        return said(self.title)

    @classmethod
    def in_force(cls, day) -> dict[str, "RegisterTitle"]:
        """The newest version of each kind, where it holds on *day*."""
        return versions.in_force(cls.objects.all(), "kind", day)


class Provision(models.Model):
    """A provision of secrecy that a marking can name. Edited by adding a version."""

    code = models.SlugField(_("code"), max_length=40)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    paragraph = models.CharField(_("paragraph"), max_length=80)
    title = LocalText(_("title"))
    text = LocalText(_("in plain words"))
    valid_from = models.DateField(_("in force from"))
    valid_until = models.DateField(_("in force until"), null=True, blank=True)

    class Meta:
        ordering = ["code", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="provision_one_per_version"),
        ]
        verbose_name = _("provision of secrecy")
        verbose_name_plural = _("provisions of secrecy")

    def __str__(self):
        return f"{self.paragraph}: {said(self.title)}"

    def explained(self) -> str:
        return f"{self}. {said(self.text)}"

    @classmethod
    def in_force(cls, day) -> dict[str, "Provision"]:
        return versions.in_force(cls.objects.all(), "code", day)


class Marking(models.Model):
    """“Confidential”, by which provision, on which day and by which authority (OSL 5:5).

    A warning and no decision: whenever somebody asks for the document it is judged anew.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    about = models.CharField(max_length=120)
    provision = models.ForeignKey(Provision, models.PROTECT, verbose_name=_("provision"))
    authority = models.CharField(_("authority"), max_length=200)
    made_at = models.DateTimeField(_("marked"), default=timezone.now)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(_("lifted"), null=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["made_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["about", "provision"],
                condition=Q(lifted_at__isnull=True),
                name="marking_once_for_each_provision",
            ),
            models.CheckConstraint(
                name="marking_lifted_by_somebody",
                condition=Q(lifted_at__isnull=True, lifted_by__isnull=True)
                | Q(lifted_at__isnull=False, lifted_by__isnull=False),
            ),
        ]
        verbose_name = _("marking of confidentiality")
        verbose_name_plural = _("markings of confidentiality")

    def __str__(self):
        return f"marking {self.pk}"
