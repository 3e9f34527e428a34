"""How a reviewer sorts the deeds of the trail, and which of them a person is told."""

from functools import reduce
from operator import or_

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

READS = Q(deed__endswith=".opened")
REFUSED = ~Q(decision="allowed")


def _about(*kinds: str) -> Q:
    """Whatever was done with these kinds of rows."""
    return reduce(or_, (Q(deed__startswith=f"{kind}.") for kind in kinds))


# Every deed that has words stands in one of them, beside "reads" and "refusals".
GROUPS = {
    "reads": (_("Words that were read"), READS),
    "refusals": (_("Refusals"), REFUSED),
    "requests": (
        _("Requests"),
        _about(
            "helprequest",
            "message",
            "note",
            "attachment",
            "concernreport",
            "consent",
            "extract",
            "safecontact",
            "receipt",
            "newcode",
            "feedback",
            "registration",
            "remark",
            "glassopening",
            "duty",
            "escalation",
            "judgement",
            "telling",
            "offer",
            "draft",
            "register",
            "absence",
            "workload",
        ),
    ),
    "referrals": (
        _("Referrals"),
        _about(
            "referral",
            "package",
            "basis",
            "question",
            "goal",
            "tombstone",
            "answerlink",
            "publication",
            "guidance",
        ),
    ),
    "authorities": (_("Authorities that asked"), _about("contactrequest")),
    "reach": (_("Access given and taken"), _about("guard", "access") & ~REFUSED),
    "outbox": (_("Notices"), _about("outbox")),
    "accounts": (_("Accounts"), _about("account", "token", "group")),
    "settings": (
        _("Settings"),
        _about(
            "settings",
            "keys",
            "house",
            "team",
            "organisation",
            "service",
            "openservice",
            "proposal",
            "qualification",
            "directory",
            "codeapp",
        ),
    ),
    "log": (_("The log itself"), _about("log", "trail", "review", "seal", "witness")),
    "erasing": (
        _("Erasing"),
        _about("erasure", "disposal", "delivery")
        | Q(deed__in=["helprequest.erase", "concernreport.erase", "trail.erase"])
        | Q(deed__in=["deviation.erase", "incident.erase", "threat.erase"])
        | Q(deed="contactrequest.erase"),
    ),
    "incidents": (_("Incidents"), _about("incident", "breachcheck", "deviation")),
    "threats": (_("Threats against staff"), _about("threat", "evidence", "entrusted")),
    "searches": (_("Searches"), Q(deed="helprequest.search")),
}

# What a person is told about their own request. Everything else is counted, not hidden.
# An authority may be at work where the person must not know of it yet (OSL 18:1, 35:1): what was
# opened for it is counted, and told where two people have decided that it may be.
TOLD = (READS & ~Q(deed="contactrequest.opened")) | Q(
    deed__in=[
        "helprequest.submit", "helprequest.register", "helprequest.heed", "helprequest.take",
        "helprequest.release", "helprequest.split",
        "helprequest.reassign", "helprequest.take_over", "helprequest.pass_on",
        "helprequest.answer", "helprequest.take_back",
        "helprequest.hear", "helprequest.reopen", "helprequest.close", "helprequest.withdraw",
        "helprequest.hand_over",
        "helprequest.protect", "helprequest.unprotect", "helprequest.break_glass",
        "helprequest.called", "receipt.admit",
        "newcode.propose", "newcode.give", "newcode.redeem", "newcode.stop", "newcode.block",
        "newcode.call_off", "newcode.replace",
        "safecontact.change", "consent.give", "consent.withdraw", "helprequest.erase",
        "contactrequest.give",
        "guard.grant", "guard.revoke", "extract.release", "extract.hand_over",
        "referral.send", "referral.open", "referral.envelope", "referral.ask",
        "referral.answer", "referral.accept",
        "referral.decline", "referral.start", "referral.attempt", "referral.report",
        "referral.acknowledge", "referral.return", "referral.recall", "referral.withdraw",
        "referral.expire", "referral.reschedule", "referral.progress", "referral.pause",
        "referral.resume", "referral.amend", "referral.write",
        "guidance.signpost", "guidance.introduce", "guidance.answer",
    ]
)  # fmt: skip


def is_read(deed: str) -> bool:
    return deed.endswith(".opened")
