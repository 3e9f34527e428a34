"""A partner's agreement is about to end: said a fortnight before, while it can still be renewed.

When it has ended, what runs there comes back to us by itself (taking_back). Told are whoever may
renew it here, and those who lead the teams whose people are helped there; none of them of whom.
"""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db.models import F, Q
from django.utils import timezone

from audit import outbox, trail
from audit.actors import CLOCK
from audit.one_by_one import one_by_one
from partners import rights as partners
from partners.models import Organisation
from referrals import rights
from referrals.services.taking_back import running_at


def sweep() -> int:
    """Every morning. An agreement is spoken of once; if its last day is moved, once more."""
    told = Q(agreement_announced=F("agreement_until"))
    found = Organisation.objects.ending_soon(timezone.localdate()).exclude(told)
    return one_by_one(_announce, found.values_list("pk", flat=True))


@trail.act
def _announce(pk) -> bool:
    soon = Organisation.objects.ending_soon(timezone.localdate())
    organisation = soon.select_for_update(of=("self",)).filter(pk=pk).first()
    if organisation is None or organisation.agreement_announced == organisation.agreement_until:
        return False
    organisation.agreement_announced = organisation.agreement_until
    organisation.save(update_fields=["agreement_announced"])
    trail.record(
        CLOCK, "organisation.agreement_ends", organisation, until=organisation.agreement_until,
        running=running_at(organisation).count(),
    )  # fmt: skip
    for user in _who(partners.CONFIGURE):
        outbox.post(user, "referrals.AGREEMENT_TO_RENEW", about=organisation, by=CLOCK)
    for reader in _concerned(organisation):
        outbox.post(reader, "referrals.AGREEMENT_ENDS", about=organisation, by=CLOCK)
    return True


def _who(right: str, **where) -> list:
    users = get_user_model().objects.filter(is_active=True, **where).distinct().order_by("pk")
    return [user for user in users if user.may_sign_in and user.has_perm(right)]


def _concerned(organisation: Organisation) -> list:
    """Of each team that has something there: who leads it, or the team; each of them once."""
    units = Group.objects.filter(pk__in=running_at(organisation).values("unit")).order_by("pk")
    found = []
    for unit in units.select_related("team"):
        found += _who(rights.APPROVE, groups=unit) or [unit.team]
    return list(dict.fromkeys(found))
