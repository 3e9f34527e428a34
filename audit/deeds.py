"""The trail's codes in words, how a reviewer sorts them, and what a person is told."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

WORDS = {
    # a request
    "helprequest.submit": _("The request came in"),
    "helprequest.register": _("The request was registered"),
    "helprequest.opened": _("Read the request"),
    "helprequest.begin": _("Said why they read the request"),
    "helprequest.seen": _("Looked at the facts of the request"),
    "helprequest.take": _("Took the request"),
    "helprequest.release": _("Put the request back in the queue"),
    "helprequest.reassign": _("Gave the request to a colleague"),
    "helprequest.pass_on": _("Passed the request on to another team"),
    "helprequest.answer": _("Answered"),
    "helprequest.hear": _("A new message came in"),
    "helprequest.reopen": _("The request was opened again"),
    "helprequest.close": _("Closed the request"),
    "helprequest.hand_over": _("Handed the request over as a concern report"),
    "helprequest.set": _("Set topic or urgency"),
    "helprequest.note": _("Wrote a working note"),
    "helprequest.write": _("Wrote a message"),
    "helprequest.list": _("Looked at a list of requests"),
    "message.write": _("Wrote a message"),
    "note.write": _("Wrote a working note"),
    "safecontact.opened": _("Read how to make contact"),
    "safecontact.change": _("Changed how to make contact"),
    "receipt.admit": _("Came in with the receipt code"),
    "receipt.refused": _("Tried a receipt code that opens nothing"),
    # a consent and a basis
    "consent.give": _("Noted a consent"),
    "consent.withdraw": _("The consent was taken back"),
    "basis.opened": _("Read the reasons for telling"),
    "basis.decide": _("Decided on which ground to tell"),
    # a concern report
    "concernreport.submit": _("A concern report came in"),
    "concernreport.list": _("Looked at a list of concern reports"),
    "concernreport.seen": _("Looked at the facts of the concern report"),
    "concernreport.opened": _("Read the concern report"),
    "concernreport.acknowledge": _("Took the concern report over"),
    # what a partner has registered
    "registration.add": _("Registered something for somebody"),
    "registration.list": _("Looked at what their organisation has registered"),
    "registration.handle": _("Told the one who registered that it is handled"),
    # a referral
    "referral.draft": _("Began a question to a partner"),
    "referral.revise": _("Changed what a partner may know"),
    "referral.discard": _("Threw a draft away"),
    "referral.basis": _("Chose on which ground to tell"),
    "referral.hand_back": _("Handed the draft back to its author"),
    "referral.list": _("Looked at a list of referrals"),
    "referral.envelope": _("Looked at the question, without name or words"),
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
    "account.invite_again": _("Sent an invitation again"),
    "account.revoke": _("Took an invitation back"),
    "account.join": _("Got an account"),
    "account.change": _("Changed role, teams or time of an account"),
    "account.describe": _("Changed their own name or language"),
    "account.change_password": _("Changed their password"),
    "account.ask_reset": _("Asked for a new password"),
    "account.factor_add": _("Added a second step for signing in"),
    "account.factor_remove": _("Removed a second step for signing in"),
    "account.codes_renew": _("Got new recovery codes"),
    "account.codes_view": _("Looked at their recovery codes"),
    "account.leave": _("An account was ended"),
    "account.sign_in": _("Signed in"),
    "account.sign_out": _("Signed out"),
    "account.sign_in_failed": _("Could not sign in"),
    "account.sign_out_everywhere": _("Signed out everywhere"),
    "account.sign_out_others": _("Signed out everywhere else"),
    "token.issue": _("Issued a key for a machine"),
    "token.refuse": _("A machine’s key was refused"),
    "token.revoke": _("Revoked a key for a machine"),
    # the house
    "house.fill_in": _("Filled in the house’s first settings"),
    "house.town": _("Set up the invented town"),
    "settings.change": _("Changed a setting"),
    "settings.remove": _("Took a setting away"),
    "team.add": _("Added a team"),
    "organisation.add": _("Added an organisation"),
    "service.add": _("Added a service"),
    "service.capacity": _("Said how much room there is"),
    "log.viewed": _("Looked in the log"),
    "log.export": _("Exported lines of the log"),
    "log.sample": _("Drew a sample of the log"),
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
    "sent_again": _("The same form was sent again"),
    "notify": _("To tell the person that there is a message"),
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

REASONS = {
    "out_of_hours": _("Outside office hours"),
    "many_reads": _("Many reads on one day"),
    "refused_often": _("Refused again and again"),
}

BROKEN = {
    "gap": _("A line is missing, or stands twice."),
    "digest": _("The line or its place was changed."),
    "header": _("The line cannot be read as it was written."),
    "facts": _("The facts are not the ones that were written."),
    "columns": _("The searchable columns say something else than the line."),
    "erased": _("The facts were erased without an act that says so."),
    "unlinked": _("An event stands outside the chain."),
    "head": _("The chain does not end where its head says."),
    "seen": _("The line is not the one that was seen before."),
    "changes": _("What the line changed in the settings was altered later."),
    "file": _("The export is not complete."),
}

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
        "helprequest.reassign", "helprequest.pass_on", "helprequest.answer",
        "helprequest.hear", "helprequest.reopen", "helprequest.close", "helprequest.hand_over",
        "receipt.admit",
        "safecontact.change", "consent.give", "consent.withdraw",
        "guard.grant", "guard.revoke",
        "referral.send", "referral.open", "referral.envelope", "referral.ask",
        "referral.answer", "referral.accept",
        "referral.decline", "referral.start", "referral.attempt", "referral.report",
        "referral.acknowledge", "referral.return", "referral.recall", "referral.withdraw",
        "referral.expire",
    ]
)  # fmt: skip


def is_read(deed: str) -> bool:
    return deed.endswith(".opened")
