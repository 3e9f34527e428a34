"""Who reaches referrals, and which wait for somebody: the queries that others start from."""

from django.db.models import Q
from django.utils import timezone

from audit.guard import ReachQuerySet
from intake.models import NAMED, HelpRequestConflict, HelpRequestGrant
from partners.models import Organisation
from referrals.lifecycle import UNDER_WAY, Side, Status

AWAITING_APPROVAL = Q(status=Status.DRAFT, submitted_at__isnull=False)


class ReferralQuerySet(ReachQuerySet):
    def waiting_for(self, side: Side):
        return self.filter(holder=side)

    def sent_to(self, organisation_pk):
        """One partner's. It reaches no others anyway: with this the database need not look through
        everybody's.
        """
        return self.filter(to=organisation_pk)

    def under_way(self):
        return self.filter(status__in=UNDER_WAY)

    def awaiting_approval(self):
        """Drafts that somebody has asked a second person to look at."""
        return self.filter(AWAITING_APPROVAL)

    def _open_to_units(self) -> Q:
        """What was asked for a protected identity is no more the team's than the request is."""
        return Q(help_request__is_protected=False)

    def _granted(self, groups: list[int]):
        """Who is named for a request is named for everything that was asked because of it.

        Who is no partner any more reaches nothing, also before the clock has taken it back.
        """
        former = Organisation.objects.former(timezone.localdate()).values("group")
        granted = super()._granted(groups).exclude(group__in=former)
        named = HelpRequestGrant.objects.in_force().filter(group__in=groups, source=NAMED)
        asked = self.model.objects.filter(help_request__in=named.values("content_object"))
        return granted.union(asked.order_by().values("pk"))

    def _related_to(self, user) -> Q:
        """Who is related to a request is related to everything that was asked because of it."""
        requests = HelpRequestConflict.objects.filter(user=user).values("content_object")
        return super()._related_to(user) | Q(help_request__in=requests)
