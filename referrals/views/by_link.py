"""What our pages say of a link to answer by: how it stands, and whether anybody there can read."""

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from referrals import rights
from referrals.lifecycle import PACKAGE_OPEN


def of(referral) -> list[tuple]:
    """Nothing where no link was ever sent."""
    newest = referral.answer_links.order_by("made_at").last()
    if newest is None:
        return []
    sent = date_format(localtime(newest.made_at), "SHORT_DATETIME_FORMAT")
    stands = {"sent": sent, "state": newest.get_state_display()}
    rows = [(_("Link to answer by"), _("Sent %(sent)s. %(state)s.") % stands)]
    if referral.status in PACKAGE_OPEN and not _somebody_reads(referral.to):
        rows.append((_("Nobody there can read it yet"), _(
            "They answer by link, and nobody there has an account. Call them, and let somebody "
            "be invited: who it is about is read after signing in."
        )))  # fmt: skip
    return rows


def _somebody_reads(organisation) -> bool:
    """Somebody who signs in. A system of theirs counts, too."""
    members = organisation.members.filter(is_active=True)
    return any(one.has_perm(rights.RECEIVE) for one in members)
