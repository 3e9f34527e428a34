"""What the codes of the trail say in words, how a reviewer sorts them, and what a person is told."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

WORDS = {
    # a request
    "helprequest.submit": _("The request came in"),
    "helprequest.register": _("The request was registered"),
    "helprequest.opened": _("Read the request"),
    "helprequest.take": _("Took the request"),
    "helprequest.release": _("Put the request back in the queue"),
    "helprequest.reassign": _("Gave the request to a colleague"),
    "helprequest.answer": _("Answered"),
    "helprequest.hear": _("A new message came in"),
    "helprequest.reopen": _("The request was opened again"),
    "helprequest.close": _("Closed the request"),
    "helprequest.hand_over": _("Handed over as a concern report"),
    "helprequest.set": _("Set topic or urgency"),
    "helprequest.note": _("Wrote a working note"),
    "helprequest.write": _("Wrote a message"),
    "helprequest.list": _("Looked at a list of requests"),
    "message.write": _("Wrote a message"),
    "note.write": _("Wrote a working note"),
    "safecontact.opened": _("Read how to make contact"),
    "safecontact.change": _("Changed how to make contact"),
    "receipt.enter": _("Came in with the receipt code"),
    "receipt.leave": _("Left the mailbox"),
    # a consent and a basis
    "consent.give": _("Noted a consent"),
    "consent.withdraw": _("The consent was taken back"),
    "basis.opened": _("Read the reasons for telling"),
    "basis.decide": _("Decided on which ground to tell"),
    # a concern report
    "concernreport.submit": _("A concern report came in"),
    "concernreport.opened": _("Read the concern report"),
    "concernreport.acknowledge": _("Took the concern report over"),
    # a referral
    "referral.draft": _("Began a question to a partner"),
    "referral.revise": _("Changed what a partner may know"),
    "referral.discard": _("Threw a draft away"),
    "referral.preview": _("Looked at what the partner would see"),
    "referral.approve": _("Approved, as the second person"),
    "referral.send": _("Asked a partner to help"),
    "referral.open": _("The partner opened the question"),
    "referral.ask": _("The partner asked a question back"),
    "referral.answer": _("Answered the partner’s question"),
    "referral.accept": _("The partner accepted"),
    "referral.decline": _("The partner declined"),
    "referral.start": _("The partner’s work began"),
    "referral.attempt": _("The partner tried to make contact"),
    "referral.assign": _("The partner chose who helps"),
    "referral.report": _("The partner reported how it went"),
    "referral.acknowledge": _("Confirmed the report and closed"),
    "referral.return": _("The partner handed back"),
    "referral.recall": _("Took the question to the partner back"),
    "referral.withdraw": _("Ended because the person no longer wanted it"),
    "referral.expire": _("The partner did not answer in time"),
    "referral.escalate": _("Told the team lead that an answer is late"),
    "referral.remind": _("Reminded the partner"),
    "referral.opened": _("Read what was shared"),
    "package.opened": _("Read what was shared"),
    "question.opened": _("Read the answer to a question"),
    "goal.opened": _("Read the goals"),
    "tombstone.confirm": _("Confirmed after the end"),
    # reach
    "guard.grant": _("Was given access"),
    "guard.revoke": _("Access was taken away"),
    "guard.refuse": _("Was refused"),
    # what leaves the house
    "outbox.post": _("A notice was queued"),
    "outbox.sent": _("A notice was sent"),
    "outbox.held": _("A notice was held back"),
    "outbox.failed": _("A notice could not be delivered"),
    # accounts
    "account.invite": _("Invited somebody"),
    "account.join": _("Got an account"),
    "account.leave": _("An account was ended"),
    "account.sign_in": _("Signed in"),
    "account.sign_out": _("Signed out"),
    "account.sign_in_failed": _("Could not sign in"),
    "account.sign_out_everywhere": _("Signed out everywhere"),
    "token.issue": _("Issued a key for a machine"),
    "token.revoke": _("Revoked a key for a machine"),
    # the house
    "settings.change": _("Changed a setting"),
    "team.add": _("Added a team"),
    "organisation.add": _("Added an organisation"),
    "service.add": _("Added a service"),
    "service.capacity": _("Said how much room there is"),
    "log.viewed": _("Looked in the log"),
    "log.export": _("Exported lines of the log"),
    "log.verify": _("Checked that the log is whole"),
    "trail.export": _("Exported the whole log"),
}  # fmt: skip

PURPOSES = {
    "triage": _("To decide what help fits"),
    "answer": _("To answer you"),
    "follow_up": _("To follow up"),
    "cover": _("To stand in for a colleague"),
    "concern": _("To assess a concern for a child"),
    "referral": _("To ask a partner for help"),
    "help": _("To help"),
    "preview": _("To look before sending"),
    "approve": _("To approve as the second person"),
    "own": _("The person’s own"),
}

CHANNELS = {
    "public": _("Public page"),
    "mailbox": _("Mailbox"),
    "desk": _("Desk"),
    "portal": _("Portal"),
    "api": _("Machine"),
    "accounts": _("Account pages"),
    "command": _("Command or clock"),
}

READS = Q(deed__endswith=".opened")

GROUPS = {
    "reads": (_("Words that were read"), READS),
    "refusals": (_("Refusals"), ~Q(decision="allowed")),
    "requests": (
        _("Requests"),
        Q(deed__startswith="helprequest.")
        | Q(deed__startswith="message.")
        | Q(deed__startswith="note.")
        | Q(deed__startswith="concernreport.")
        | Q(deed__startswith="consent."),
    ),
    "referrals": (_("Referrals"), Q(deed__startswith="referral.") | Q(deed__startswith="package.")),
    "reach": (_("Access given and taken"), Q(deed__in=["guard.grant", "guard.revoke"])),
    "outbox": (_("Notices"), Q(deed__startswith="outbox.")),
    "accounts": (_("Accounts"), Q(deed__startswith="account.") | Q(deed__startswith="token.")),
    "settings": (
        _("Settings"),
        Q(deed__startswith="settings.")
        | Q(deed__in=["team.add", "organisation.add", "service.add", "service.capacity"]),
    ),
    "log": (_("The log itself"), Q(deed__startswith="log.") | Q(deed__startswith="trail.")),
}

# What a person is told about their own request. Everything else is counted, not hidden.
TOLD = READS | Q(
    deed__in=[
        "helprequest.submit", "helprequest.register", "helprequest.take", "helprequest.release",
        "helprequest.reassign", "helprequest.answer", "helprequest.hear", "helprequest.reopen",
        "helprequest.close", "helprequest.hand_over", "consent.give", "consent.withdraw",
        "guard.grant", "guard.revoke",
        "referral.send", "referral.open", "referral.ask", "referral.answer", "referral.accept",
        "referral.decline", "referral.start", "referral.attempt", "referral.report",
        "referral.acknowledge", "referral.return", "referral.recall", "referral.withdraw",
        "referral.expire",
    ]
)  # fmt: skip


def is_read(deed: str) -> bool:
    return deed.endswith(".opened")
