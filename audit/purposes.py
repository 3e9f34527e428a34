"""Why something was opened, and through which door: the trail's codes in words."""

from django.utils.translation import gettext_lazy as _

PURPOSES = {
    "triage": _("To decide what help fits"),
    "answer": _("To answer you"),
    "follow_up": _("To follow up"),
    "cover": _("To stand in for a colleague"),
    "concern": _("To assess a concern for a child"),
    "referral": _("To ask a partner for help"),
    "contact": _("To call you"),
    "new_code": _("To give you a new code"),
    "conversation": _("To read what we and a partner have written to each other"),
    "help": _("To help"),
    "preview": _("To look before sending"),
    "approve": _("To approve as the second person"),
    "own": _("The person’s own"),
    "draft": _("To go on writing"),
    "sent_again": _("The same form was sent again"),
    "notify": _("To tell the person that there is a message"),
    "scan": _("To look for viruses, without a human"),
    "find_again": _("To find it again by name"),
    "reference": _("To find a reference number"),
    "emergency": _("In an emergency"),
    "caller": _("To find the request of somebody who has made contact"),
    "same_person": _("To see whether we know of it already"),
    "incident": _("To handle an incident"),
    "deviation": _("To handle a deviation"),
    "threat": _("To handle a threat against staff"),
    "extract": _("To tell the person what we hold about them"),
    "archive": _("To hand it over to the archive before it is erased"),
    "authority": _("To answer an authority that asks for contact details"),
    "access": _("To answer somebody who asks what we hold about them"),
}

CHANNELS = {
    "public": _("Public page"),
    "mailbox": _("Mailbox"),
    "desk": _("Desk"),
    "portal": _("Portal"),
    "link": _("Link and code, without an account"),
    "api": _("Machine"),
    "accounts": _("Account pages"),
    "command": _("Command or clock"),
}
