"""The deeds of retention and of the register, in words: what keeps something, what is disposed of,
what is marked and who was shown the register.
"""

from django.utils.translation import gettext_lazy as _

RETENTION = {
    "helprequest.keeping": _("Said what decides how long the request is kept"),
    "helprequest.mark": _("Marked the request as confidential"),
    "helprequest.unmark": _("Lifted a marking of confidentiality from the request"),
    "concernreport.mark": _("Marked the report as confidential"),
    "concernreport.unmark": _("Lifted a marking of confidentiality from the report"),
    "register.list": _("Looked at the public register"),
    "register.export": _("Took the public register out, to print or as a file"),
    "helprequest.hold": _("Held the request: it must not be disposed of yet"),
    "helprequest.lift_hold": _("Lifted a hold from the request"),
    "concernreport.keeping": _("Said what decides how long the report is kept"),
    "concernreport.hold": _("Held the report: it must not be disposed of yet"),
    "concernreport.lift_hold": _("Lifted a hold from the report"),
    "concernreport.erase": _("Erased every word of the report"),
    "concernreport.stay_erased": _("Was erased after the backup that was put back"),
    "disposal.propose": _("Wrote a list of what is to be disposed of"),
    "disposal.nothing": _("Took a list away: nothing on it was due any more"),
    "disposal.prepare": _("Went through a list of disposal"),
    "disposal.approve": _("Approved a disposal, as the second person"),
    "disposal.renew": _("Had a list of disposal written anew"),
    "disposal.decline": _("Turned a disposal down"),
    "disposal.drop": _("Something dropped out of an approved disposal"),
    "disposal.finish": _("A disposal was finished"),
    "disposal.erase": _("A list was disposed of"),
    "disposal.seen": _("Looked at a list of disposal"),
    "disposal.list": _("Looked at the lists of disposal"),
    "delivery.make": _("Made a package for the archive"),
    "delivery.receive": _("Noted that the archive has taken a package over"),
    "delivery.drop": _("Threw a package for the archive away"),
    "disposal.questions": _("Looked at what only a human can say about retention"),
}
