import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from audit.grants import Place, place_of
from intake.lifecycle import IN_HAND, OfferState
from intake.models.absence import Absence
from intake.models.help_request import HelpRequest, HelpRequestConflict
from intake.models.reason import Reason
from partners.models import Team


class OfferQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What somebody is asked to take over, by name or through their team; and what those are
        whom they step in for.

        Another team sees codes alone until it has said yes, and never a protected identity's.
        """
        return self.visible_from(place_of(user))

    def visible_from(self, place: Place):
        """visible_to(), for a page that asks for several kinds of rows: the groups are known."""
        user = place.user
        conflicts = HelpRequestConflict.objects.filter(user=user).values("content_object")
        absent = Absence.objects.stood_in_by(user).order_by().values("user")
        by_name = Q(to_user=user) | Q(to_user__in=absent)
        asked = self.filter(by_name).order_by().values("help_request")
        reached = HelpRequest.objects.filter(pk__in=asked).listed_from(place)
        to_me = by_name & Q(help_request__in=reached.order_by().values("pk"))
        to_us = Q(to_team__group__in=place.groups, help_request__is_protected=False)
        return self.filter(to_me | to_us).exclude(help_request__in=conflicts)

    def standing(self):
        """Nobody has answered yet, and whoever asked still has the request."""
        return self.filter(
            status=OfferState.WAITING,
            help_request__assigned_to=F("made_by"),
            help_request__status__in=IN_HAND,
        )


class Offer(models.Model):
    """One colleague, or one team, is asked to take a request over.

    Until somebody says yes it stays with whoever has it, *made_by*: they answer for it. Where
    the team lead asked on their behalf, that is *arranged_by*.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    help_request = models.ForeignKey(HelpRequest, models.CASCADE, related_name="offers")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    arranged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    made_at = models.DateTimeField()
    to_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    to_team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="+")
    status = models.CharField(max_length=10, choices=OfferState, default=OfferState.WAITING)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True)
    declined_because = models.SlugField(max_length=40, blank=True, db_index=False)
    lead_told_at = models.DateTimeField(null=True)

    objects = OfferQuerySet.as_manager()

    class Meta:
        ordering = ["made_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["help_request"], condition=Q(status="waiting"), name="offer_one_at_a_time"
            ),
            models.CheckConstraint(
                name="offer_has_one_receiver",
                condition=Q(to_user__isnull=False, to_team__isnull=True)
                | Q(to_user__isnull=True, to_team__isnull=False),
            ),
            models.CheckConstraint(
                name="offer_is_declined_for_a_reason",
                condition=(Q(status="declined") & ~Q(declined_because=""))
                | (~Q(status="declined") & Q(declined_because="")),
            ),
        ]
        verbose_name = _("question whether somebody takes over")
        verbose_name_plural = _("questions whether somebody takes over")

    def __str__(self):
        return f"offer {self.pk}"

    @property
    def subject(self):
        return self.help_request.subject

    @property
    def declined_words(self) -> str:
        return Reason.words(Reason.Of.NOT_TAKEN, self.declined_because)

    @property
    def receiver(self):
        return self.to_user or self.to_team

    @property
    def asker(self):
        """Who asked, and takes it back."""
        return self.arranged_by or self.made_by

    def stands_for(self, help_request: HelpRequest) -> bool:
        """The request, as it is now, is still theirs to give."""
        is_theirs = help_request.assigned_to_id == self.made_by_id
        return is_theirs and help_request.status in IN_HAND

    def enter(self, status):
        self.status = status
