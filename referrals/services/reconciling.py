"""What should be true of who reaches a referral: while it is open its partner, then nobody."""

from django.db.models import Exists, F, OuterRef
from django.utils.translation import gettext_lazy as _

from audit import guard
from audit.reconciling import Check, Difference, of_grants, take_back
from referrals.lifecycle import AT_THE_PARTNER
from referrals.models import KEPT, Referral, ReferralGrant, Tombstone, TombstoneGrant


def _not_granted() -> list[Difference]:
    """Sent and not ended: its partner reaches it, for as long as that lasts."""
    theirs = ReferralGrant.objects.filter(
        content_object=OuterRef("pk"), group=OuterRef("to__group"), until=None
    )
    rows = Referral.objects.filter(~Exists(theirs), status__in=AT_THE_PARTNER)
    return [
        Difference("referral_not_granted", f"referrals.referral/{pk}", f"auth.group/{group}")
        for pk, group in rows.values_list("pk", "to__group")
    ]


def _granted_astray() -> list[Difference]:
    """To another than its partner without an end, and than whoever of ours holds it; or at all,
    when it is a draft or has ended.
    """
    grants = ReferralGrant.objects.in_force()
    holders = grants.filter(source=KEPT, group__user=F("content_object__held_by"))
    at_the_partner = grants.filter(content_object__status__in=AT_THE_PARTNER)
    at_the_partner = at_the_partner.exclude(pk__in=holders.values("pk"))
    strangers = at_the_partner.exclude(group=F("content_object__to__group")).filter(until=None)
    not_there = grants.exclude(content_object__status__in=AT_THE_PARTNER)
    return of_grants("referral_granted_astray", strangers | not_there)


def _tombstone_astray() -> list[Difference]:
    """What remains of a referral belongs to the partner it was sent to."""
    rows = Tombstone.objects.exclude(unit=F("service__organisation__group"))
    return [
        Difference("tombstone_astray", f"referrals.tombstone/{pk}", f"auth.group/{group}")
        for pk, group in rows.values_list("pk", "service__organisation__group")
    ]


def _tombstone_granted() -> list[Difference]:
    """A tombstone is its partner's by its unit; nobody is granted one."""
    return of_grants("tombstone_granted", TombstoneGrant.objects.all())


def _grant(difference: Difference, by) -> None:
    group = difference.fetch_whom()
    guard.grant(group, difference.fetch(), by=by, reason="repair", source="access.repair")


def _give_to_partner(difference: Difference, by) -> None:
    tombstone = difference.fetch()
    tombstone.unit = difference.fetch_whom()
    tombstone.save(update_fields=["unit"])


CHECKS = (
    Check(
        "referral_not_granted", _("An open referral that its partner does not reach"),
        _("Let the partner reach it"), _not_granted, _grant,
    ),
    Check(
        "referral_granted_astray", _("A referral that somebody reaches who should not"),
        _("Take the grant back"), _granted_astray, take_back,
    ),
    Check(
        "tombstone_astray", _("What remains of a referral belongs to the wrong group"),
        _("Give it to its partner"), _tombstone_astray, _give_to_partner,
    ),
    Check(
        "tombstone_granted", _("What remains of a referral is granted to somebody"),
        _("Take the grant back"), _tombstone_granted, take_back,
    ),
)  # fmt: skip
