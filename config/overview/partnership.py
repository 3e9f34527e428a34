"""What an administrator is told about an organisation before, and when, it is a partner no more."""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partners.models import Organisation
from referrals.services import taking_back


def would_come_back(organisation: Organisation) -> str:
    """What a change does to those who are helped there, before it is done."""
    if organisation._state.adding or organisation.is_ours:
        return ""
    runs = taking_back.running_at(organisation).count()
    if not runs or organisation.may_be_asked(timezone.localdate()):
        return ""
    return ngettext(
        "%(count)d referral runs there. It is taken back to us, and the partner’s access ends.",
        "%(count)d referrals run there. They are taken back to us, and the partner’s access ends.",
        runs,
    ) % {"count": runs}


def ends_soon(organisation: Organisation) -> str:
    """While the agreement can still be renewed: its last day, and what comes back then."""
    if organisation._state.adding or not organisation.is_ending_soon:
        return ""
    runs = taking_back.running_at(organisation).count()
    ends = _("The agreement ends %(day)s. After that day the partner is not asked any more.") % {
        "day": date_format(organisation.agreement_until, "SHORT_DATE_FORMAT")
    }
    back = ngettext(
        "%(count)d referral that runs there then comes back to us.",
        "%(count)d referrals that run there then come back to us.",
        runs,
    ) % {"count": runs}
    return f"{ends} {back}" if runs else ends
