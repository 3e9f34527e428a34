"""How a reviewer sorts the deeds of the trail, and which of them a person is told."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

READS = Q(deed__endswith=".opened")
REFUSED = ~Q(decision="allowed")

GROUPS = {
    "reads": (_("Words that were read"), READS),
    "refusals": (_("Refusals"), REFUSED),
    "requests": (
        _("Requests"),
        Q(deed__startswith="helprequest.")
        | Q(deed__startswith="message.")
        | Q(deed__startswith="note.")
        | Q(deed__startswith="attachment.")
        | Q(deed__startswith="concernreport.")
        | Q(deed__startswith="consent.")
        | Q(deed__startswith="extract.")
        | Q(deed__startswith="receipt.")
        | Q(deed__startswith="newcode."),
    ),
    "referrals": (_("Referrals"), Q(deed__startswith="referral.") | Q(deed__startswith="package.")),
    "reach": (_("Access given and taken"), Q(deed__startswith="guard.") & ~REFUSED),
    "outbox": (_("Notices"), Q(deed__startswith="outbox.")),
    "accounts": (_("Accounts"), Q(deed__startswith="account.") | Q(deed__startswith="token.")),
    "settings": (
        _("Settings"),
        Q(deed__startswith="settings.")
        | Q(deed__startswith="keys.")
        | Q(deed__in=["team.add", "organisation.add", "service.add", "service.capacity"]),
    ),
    "log": (
        _("The log itself"),
        Q(deed__startswith="log.") | Q(deed__startswith="trail.") | Q(deed__startswith="review."),
    ),
    "erasing": (
        _("Erasing"),
        Q(deed__startswith="erasure.") | Q(deed__in=["helprequest.erase", "trail.erase"]),
    ),
    "incidents": (_("Incidents"), Q(deed__startswith="incident.")),
    "searches": (_("Searches"), Q(deed="helprequest.search")),
}

# What a person is told about their own request. Everything else is counted, not hidden.
TOLD = READS | Q(
    deed__in=[
        "helprequest.submit", "helprequest.register", "helprequest.heed", "helprequest.take",
        "helprequest.release",
        "helprequest.reassign", "helprequest.pass_on", "helprequest.answer",
        "helprequest.hear", "helprequest.reopen", "helprequest.close", "helprequest.withdraw",
        "helprequest.hand_over",
        "helprequest.protect", "helprequest.unprotect", "helprequest.break_glass",
        "helprequest.called", "receipt.admit",
        "newcode.propose", "newcode.give", "newcode.redeem", "newcode.stop", "newcode.block",
        "newcode.call_off", "newcode.replace",
        "safecontact.change", "consent.give", "consent.withdraw", "helprequest.erase",
        "guard.grant", "guard.revoke", "extract.release", "extract.hand_over",
        "referral.send", "referral.open", "referral.envelope", "referral.ask",
        "referral.answer", "referral.accept",
        "referral.decline", "referral.start", "referral.attempt", "referral.report",
        "referral.acknowledge", "referral.return", "referral.recall", "referral.withdraw",
        "referral.expire", "referral.reschedule", "referral.progress", "referral.pause",
        "referral.resume", "referral.amend",
    ]
)  # fmt: skip


def is_read(deed: str) -> bool:
    return deed.endswith(".opened")
