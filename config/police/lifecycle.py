"""The life of an authority's request for contact details, on one page.

received ─check─▶ checked ─decide─▶ decided ─confirm─▶ confirmed ─answer─▶ answered
                     ▲                 │
                     └───hand_back─────┘
confirmed ─decide_anew─▶ checked           (the person has told us other details meanwhile)
received … confirmed ─call_off─▶ called_off      (the authority does not want it any more)

Who decides and who confirms are two people. Nothing is opened before it is confirmed.
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from audit.moves import Move
from config.police import rights


class Status(TextChoices):
    RECEIVED = "received", _("Received")
    CHECKED = "checked", _("It is they who ask")
    DECIDED = "decided", _("Waits for a second person")
    CONFIRMED = "confirmed", _("To be answered")
    ANSWERED = "answered", pgettext_lazy("a request", "Answered")
    CALLED_OFF = "called_off", _("Called off by the authority")


OPEN = (Status.RECEIVED, Status.CHECKED, Status.DECIDED, Status.CONFIRMED)

CHECK = Move(
    "check", {Status.RECEIVED}, Status.CHECKED, rights.HANDLE, _("Note how it was checked")
)
DECIDE = Move("decide", {Status.CHECKED}, Status.DECIDED, rights.HANDLE, _("Propose a decision"))
CONFIRM = Move("confirm", {Status.DECIDED}, Status.CONFIRMED, rights.CONFIRM, _("Confirm"))
HAND_BACK = Move("hand_back", {Status.DECIDED}, Status.CHECKED, rights.CONFIRM, _("Hand back"))
DECIDE_ANEW = Move(
    "decide_anew", {Status.CONFIRMED}, Status.CHECKED, rights.HANDLE, _("Decide it anew")
)
ANSWER = Move("answer", {Status.CONFIRMED}, Status.ANSWERED, rights.HANDLE, _("It is answered"))
CALL_OFF = Move("call_off", OPEN, Status.CALLED_OFF, rights.HANDLE, _("It is called off"))
