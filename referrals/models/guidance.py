import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intake.models import GivenBy, HelpRequest
from partners.models import Service


class GuidanceKind(models.TextChoices):
    SIGNPOST = "signpost", _("Shown the way")
    WARM = "warm_handover", _("Introduced in person")


class GuidanceWay(models.TextChoices):
    """How the person was told, or how they and the partner met."""

    SPOKEN = "spoken", _("By word of mouth")
    MAILBOX = "mailbox", _("In writing, in their mailbox")
    PAPER = "paper", _("On paper")
    ROOM = "room", _("In the same room")
    PHONE = "phone", _("On the telephone, all three")
    VIDEO = "video", _("By video")
    ALONG = "along", _("We went there together")


TOLD_BY = (GuidanceWay.SPOKEN, GuidanceWay.MAILBOX, GuidanceWay.PAPER)
MET_BY = (GuidanceWay.ROOM, GuidanceWay.PHONE, GuidanceWay.VIDEO, GuidanceWay.ALONG)


class Arrival(models.TextChoices):
    """Did they get there? Asked of the person, and of the worker; each may not know."""

    ARRIVED = "arrived", _("Got there")
    NOT_YET = "not_yet", _("Not yet")
    NOT = "not", _("Did not get there")
    UNKNOWN = "unknown", _("Not known")


SAID_BY_PERSON = (Arrival.ARRIVED, Arrival.NOT_YET, Arrival.NOT)
SAID_BY_US = (Arrival.ARRIVED, Arrival.NOT, Arrival.UNKNOWN)


def known_arrival(persons: str, ours: str) -> str:
    """The person's own word first; not yet, and not to know, leave it to the other one."""
    sure = (Arrival.ARRIVED, Arrival.NOT)
    return next((said for said in (persons, ours) if said in sure), Arrival.UNKNOWN)


class GuidanceQuerySet(models.QuerySet):
    def of_reach(self, user):
        """Who reaches a request reaches the ways that were shown because of it."""
        mine = HelpRequest.objects.visible_to(user).order_by().values("pk")
        return self.filter(help_request__in=mine)

    def listed_from(self, place):
        """The same for a list: found from the requests of each way in (audit/grants.py)."""
        mine = HelpRequest.objects.listed_from(place).order_by().values("pk")
        return self.filter(help_request__in=mine)

    def unanswered(self):
        """We have not said yet whether they got there."""
        return self.filter(our_answer="")

    def due(self, day):
        return self.unanswered().filter(ask_on__lte=day)


class Guidance(models.Model):
    """Somebody was shown the way to a service, or introduced to it in person.

    Nothing about them is sent: they go there, and say what they want to say. That is help beside
    a referral, and is counted; whether they got there is asked later.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    help_request = models.ForeignKey(HelpRequest, models.PROTECT, related_name="guidances")
    service = models.ForeignKey(Service, models.PROTECT, verbose_name=_("service"))
    kind = models.CharField(_("kind"), max_length=15, choices=GuidanceKind)
    way = models.CharField(_("how"), max_length=10, choices=GuidanceWay)
    agreed_by = models.CharField(_("who said yes"), max_length=10, choices=GivenBy, blank=True)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    given_on = models.DateField(_("day"))
    given_at = models.DateTimeField(_("noted"), default=timezone.now)
    ask_on = models.DateField(_("asked on"))
    asked_at = models.DateTimeField(null=True)  # when the clock said that it was time
    persons_answer = models.CharField(
        _("what the person says"), max_length=10, choices=Arrival, blank=True
    )
    our_answer = models.CharField(_("what we say"), max_length=10, choices=Arrival, blank=True)

    objects = GuidanceQuerySet.as_manager()

    class Meta:
        ordering = ["-given_at"]
        indexes = [
            models.Index(fields=["ask_on"], condition=Q(our_answer=""), name="guidance_due"),
        ]
        constraints = [
            models.CheckConstraint(
                name="guidance_in_person_takes_a_yes",
                condition=Q(kind=GuidanceKind.SIGNPOST, agreed_by="", way__in=TOLD_BY)
                | (Q(kind=GuidanceKind.WARM, way__in=MET_BY) & ~Q(agreed_by="")),
            ),
        ]
        verbose_name = _("way shown")
        verbose_name_plural = _("ways shown")

    def __str__(self):
        return f"guidance {self.pk}"

    @property
    def subject(self):
        return self.help_request.subject
