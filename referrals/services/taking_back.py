"""A partner is a partner no longer: what runs there comes back to us, and its way in is shut.

The agreement is what lets us tell (OSL 26:1 and the reservation stand on it); when it has run out,
or an administrator has put the organisation out of use, nobody there goes on with our people.
"""

from django.db.models import QuerySet
from django.utils import timezone

from audit import trail
from audit.actors import CLOCK
from audit.one_by_one import one_by_one
from partners.models import Organisation
from referrals.lifecycle import AT_THE_PARTNER, PACKAGE_OPEN, RECALL, Status
from referrals.models import MustConfirm, RecallReason, Referral
from referrals.services.ending import end
from referrals.services.holding import rows
from referrals.services.telling import tell_leads, tell_partner

# What is reported waits for us already. It is closed as ever; the partner reads it no more.
RUNS_THERE = tuple(status for status in AT_THE_PARTNER if status != Status.REPORTED)


def running_at(organisation: Organisation) -> QuerySet:
    """What would come back to us if this organisation were no partner any more."""
    return Referral.objects.filter(to=organisation, status__in=RUNS_THERE)


def sweep() -> int:
    """Every few minutes; returns how many came back. One transaction each."""
    former = Organisation.objects.former(timezone.localdate())
    found = Referral.objects.filter(to__in=former, status__in=RUNS_THERE)
    return one_by_one(_take_back, found.values_list("pk", flat=True))


@trail.act
def _take_back(pk) -> bool:
    held = rows().select_for_update(of=("self",))
    referral = held.filter(pk=pk, status__in=RUNS_THERE).first()
    if referral is None or referral.to.may_be_asked(timezone.localdate()):
        return False
    told = referral.status in PACKAGE_OPEN
    referral.recall_reason = RecallReason.PARTNER_ENDED
    end(
        referral, RECALL, by=CLOCK, why=referral.recall_reason,
        must_confirm=MustConfirm.STOPPED if told else MustConfirm.NOTHING,
    )  # fmt: skip
    tell_leads(referral, "BACK", by=CLOCK)
    tell_partner(referral, "ENDED", by=CLOCK)
    return True
