"""How the person wants to be reached: what holds now, not what held when it was sent.

A partner has a copy of what was chosen. The person may change their mind any day, and a copy that
has grown old could betray them: so the rules are always today's, and the partner hears of it.
"""

from dataclasses import dataclass, field

from django.db import connection
from django.db.models import F

from audit import trail
from audit.actors import CLOCK
from audit.one_by_one import one_by_one
from intake.models import SafeContact
from intake.services import reaching
from referrals.lifecycle import PACKAGE_OPEN
from referrals.models import Package, Referral
from referrals.services import packing
from referrals.services.holding import rows
from referrals.services.telling import tell_partner, tell_us

AT_ONCE = 100  # how many are told in one round; the rest in the next


@dataclass(frozen=True)
class RulesNow:
    """*rules* as packing.rules_of. If they *have_changed*, a number beside them may be old."""

    rules: dict = field(default_factory=dict)
    have_changed: bool = False


def rules_now(package: Package) -> RulesNow:
    """Step: none, where nothing to reach the person by was told."""
    if not package.rules:
        return RulesNow()
    contacts = SafeContact.objects.only(*reaching.RULES, "revision")
    contact = contacts.get(help_request=package.referral.help_request_id)
    changed = contact.revision != package.contact_revision
    return RulesNow(packing.rules_of(contact, package.items), changed)


def sweep() -> int:
    """Say to partners, and to us, that the rules of somebody they are helping are others now.

    The clock's own deed: once for each change, one transaction each. Returns how many were told.
    """
    return one_by_one(_tell, _unaware().values_list("pk", flat=True)[:AT_ONCE])


def _unaware():
    """Those that have a way to reach the person open before them, and have not heard."""
    open_ones = Referral.objects.filter(status__in=PACKAGE_OPEN).exclude(package__rules={})
    later = F("package__told_revision")
    return open_ones.filter(help_request__safe_contact__revision__gt=later).order_by("pk")


@trail.act
def _tell(pk) -> bool:
    """What another worker holds is left to it."""
    skips = connection.features.has_select_for_update_skip_locked
    held = rows().select_for_update(of=("self",), skip_locked=skips).filter(pk=pk)
    referral = held.filter(pk__in=_unaware().values("pk")).first()
    if referral is None:
        return False
    contact = SafeContact.objects.only("revision").get(help_request=referral.help_request_id)
    Package.objects.filter(pk=referral.package.pk).update(told_revision=contact.revision)
    trail.record(CLOCK, "referral.wishes", referral, revision=contact.revision)
    tell_partner(referral, "NEW_RULES", by=CLOCK)
    tell_us(referral, "NEWS", by=CLOCK)
    return True
