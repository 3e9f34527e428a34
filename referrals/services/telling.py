"""Steps: who is told that something has happened. They are told to look, never what it is."""

from audit import outbox
from intake.services import protecting, standing_in
from referrals import rights
from referrals.services import covering, sending_links


def tell_partner(referral, notice: str, *, by) -> None:
    """The organisation's own mailbox, with a link to answer by where it answers without an
    account; and whoever there takes care of it, or steps in for them.
    """
    if notice in sending_links.WITH_LINK and sending_links.may_be_sent(referral):
        sending_links.post(referral, notice, by=by)
    else:
        outbox.post(referral.to, f"referrals.{notice}", about=referral, by=by)
    for reader in covering.readers_of(referral):
        outbox.post(reader, f"referrals.{notice}", about=referral, by=by)


def tell_us(referral, notice: str, *, by) -> None:
    """The team that the referral belongs to; after its request has ended, whoever holds it, or
    steps in for them. Where they do not reach it any more, whoever leads.

    A row without a team has its readers, no mailbox.
    """
    if referral.held_by_id:
        holder = standing_in.instead([referral.held_by], rights.SEND)
        there = [one for one in holder if _reaches(one, referral)]
        for reader in there or protecting.leads_of(referral.unit, rights.APPROVE):
            outbox.post(reader, f"referrals.{notice}", about=referral, by=by)
        return
    team = getattr(referral.unit, "team", None)
    if team is not None:
        outbox.post(team, f"referrals.{notice}", about=referral, by=by)


def _reaches(user, referral) -> bool:
    return type(referral).objects.visible_to(user).filter(pk=referral.pk).exists()


def tell_leads(referral, notice: str, *, by) -> None:
    """Those of the team who may act for others, or step in for them; if nobody is there, the team
    itself.
    """
    members = referral.unit.user_set.filter(is_active=True) if referral.unit else []
    leads = standing_in.instead(members, rights.APPROVE)
    for lead in leads:
        outbox.post(lead, f"referrals.{notice}", about=referral, by=by)
    if not leads:
        tell_us(referral, notice, by=by)
