"""What the pages show of calls: when, what kind, how it went. Nothing here changes anything."""

from django.utils.translation import gettext_lazy as _

from audit.models import Outgoing, OutgoingState
from audit.outbox.doors import CALLS
from config.webhooks.models import Receiver

MOST = 100
KINDS = {
    "referral.sent": _("A referral was sent"),
    "referral.answered": _("We have answered"),
    "referral.contested": _("We have objected to a report"),
    "referral.rules_changed": _("The person’s rules are others"),
    "referral.written": _("There is a new message"),
    "referral.changed": _("A referral has changed"),
    "referral.ended": _("A referral has ended"),
    "webhook.test": _("A test"),
}
WHY = {
    "silent": _("It did not answer in time"),
    "unreachable": _("It could not be reached"),
    "no_trust": _("Its certificate is not to be trusted"),
    "no_address": _("Its name leads nowhere"),
    "inside": _("Its name leads into a closed network"),
    "ourselves": _("The address is our own"),
    "redirected": _("It sent us on to another address; we do not follow"),
    "gone": _("It says that the address is closed for good (410)"),
    "no_route": _("It was not in use"),
    "dropped": _("Thrown away"),
    "sent": "",
    "": "",
}


def newest(receiver: Receiver, most: int = 20) -> list:
    return [_told(one) for one in receiver.calls().order_by("-pk")[:most]]


def failed() -> list:
    """What nobody tries any more, newest first, and whose it was."""
    dead = Outgoing.objects.filter(state=OutgoingState.FAILED, to__startswith=CALLS)
    rows = list(dead.order_by("-settled_at", "-pk")[:MOST])
    whose = Receiver.objects.for_the_list().in_bulk([one.to.rpartition("/")[2] for one in rows])
    named = {str(pk): one for pk, one in whose.items()}
    told = [(_told(one), named.get(one.to.rpartition("/")[2])) for one in rows]
    return [{**one, "receiver": receiver} for one, receiver in told if receiver]


def _told(outgoing: Outgoing) -> dict:
    is_waiting = outgoing.state == OutgoingState.QUEUED
    return {
        "pk": outgoing.pk, "kind": KINDS.get(outgoing.notice, outgoing.notice),
        "at": outgoing.queued_at, "attempts": outgoing.attempts,
        "state": _state(outgoing), "is_failed": outgoing.state == OutgoingState.FAILED,
        "why": WHY.get(outgoing.reason) if outgoing.reason in WHY else _answered(outgoing.reason),
        "next_at": outgoing.due_at if is_waiting and outgoing.attempts else None,
    }  # fmt: skip


def _state(outgoing: Outgoing):
    taken = {OutgoingState.SENT: _("Taken"), OutgoingState.HELD: _("Not called")}
    return taken.get(outgoing.state, outgoing.get_state_display())


def _answered(reason: str) -> str:
    return _("It answered %(status)s") % {"status": reason.removeprefix("status_")}
