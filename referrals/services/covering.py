"""Who at a partner is told of a referral today: whoever takes care of it, or steps in for them.

Stepping in gives no reach: everybody there who answers referrals reaches it already, and whoever
has said that they are related to it is not told either.
"""

from collections.abc import Iterable

from django.contrib.auth import get_user_model

from intake.services import standing_in
from partners import rights as partners
from referrals import rights
from referrals.models import Referral


def reader_of(referral: Referral):
    """None: nobody has taken it, or nobody is there; then the organisation's mailbox is enough."""
    holder = referral.assigned_to
    if holder is None:
        return None
    absence = standing_in.absence_of(holder)
    reader = absence.substitute if absence else holder
    return reader if reader and _is_there(reader, referral) else None


def readers_of(referral: Referral) -> list:
    """Whom to tell beside the mailbox; where there is none, whoever leads there."""
    reader = reader_of(referral)
    if reader:
        return [reader]
    return [] if referral.to.email else leads_of(referral.to)


def _is_there(reader, referral: Referral) -> bool:
    belongs = reader.organisation_id == referral.to_id and reader.has_perm(rights.RESPOND)
    if not (belongs and reader.may_sign_in) or standing_in.absence_of(reader):
        return False
    return not referral.conflicts.filter(user=reader).exists()


def leads_of(organisation) -> list:
    """Whoever answers for the people there, or steps in for them; if all are away, all of them."""
    people = get_user_model().objects.filter(organisation=organisation, is_active=True)
    leads = [one for one in people if one.may_sign_in and one.has_perm(partners.LEAD_MEMBERS)]
    return standing_in.instead(leads, partners.LEAD_MEMBERS) or leads


def said(rows: Iterable[Referral]) -> None:
    """Beside each row who is away of those who take care of it: .away, an absence or None."""
    rows = list(rows)
    gone = standing_in.away() if any(row.assigned_to_id for row in rows) else {}
    for row in rows:
        row.away = gone.get(row.assigned_to_id)
