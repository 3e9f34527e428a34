"""Which referrals a partner's system is told of: what it has, and what is left of what it had."""

from django.db.models import Exists, OuterRef, Prefetch, Subquery

from audit.guard import place_of
from referrals.fhir.states import State
from referrals.lifecycle import AT_THE_PARTNER
from referrals.models import Goal, RecallReason, Referral, Result, Tombstone
from referrals.services.holding import rows


def under_way(user):
    """As the inbox: within reach, and at the partner."""
    goals = Prefetch("goals", Goal.objects.defer("text"))
    theirs = rows().sent_to(user.organisation_id).filter(status__in=AT_THE_PARTNER)
    mine = theirs.listed_from(place_of(user))
    return mine.prefetch_related(goals, "questions")


def over(user):
    """The partner's own tombstones, by the id that the Task had; codes of its own doing alone."""
    same = Referral.objects.filter(reference=OuterRef("reference"))
    met = Goal.objects.filter(
        referral__reference=OuterRef("reference"), result__in=[Result.MET, Result.PARTLY]
    )
    stones = Tombstone.objects.listed_from(place_of(user)).select_related("service__organisation")
    return stones.annotate(
        task=Subquery(same.values("pk")[:1]),
        was_met=Exists(met),
        was_started=Exists(same.filter(first_contact_on__isnull=False)),
        was_in_error=Exists(same.filter(recall_reason=RecallReason.SENT_IN_ERROR)),
    ).filter(task__isnull=False)


def state_of(row) -> State:
    if isinstance(row, Tombstone):
        return State(
            row.status, was_started=row.was_started, was_met=row.was_met,
            was_in_error=row.was_in_error,
        )  # fmt: skip
    return State(
        row.status, rests=row.is_paused, is_later=row.expected_start is not None,
        is_contested=row.is_contested, was_started=row.first_contact_on is not None,
    )  # fmt: skip
