"""Does it look as if a machine had sent it? Steps; what is set aside is sifted by a person.

Nothing here knows an address: only how many came from one bucket this hour (slowing.py).
"""

import time
from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.utils import timezone

from audit import outbox
from audit.models import Outgoing
from audit.trail import name_of
from intake.models import HelpRequest, Suspicion

HOUR = timedelta(hours=1)
OPENED = signing.Signer(salt="lotsen opened")


def opened(ticket: str) -> str:
    """When a form was first shown, in seconds, signed together with its ticket."""
    return OPENED.sign(f"{ticket[:8]}.{int(time.time())}").partition(".")[2]


def suspicion_of(*, trap: str, ticket: str, opened_at: str, is_flood: bool) -> str:
    """The reason to set something aside, or “”. However old a form is, it is never too old."""
    if trap:
        return Suspicion.TRAP
    if _is_fast(ticket, opened_at):
        return Suspicion.FAST
    return Suspicion.FLOOD if is_flood else ""


def _is_fast(ticket: str, opened_at: str) -> bool:
    """Without a time of ours, it was never shown: a machine posted without looking."""
    if not settings.QUICKEST_SECONDS:
        return False
    try:
        signed = OPENED.unsign(f"{ticket[:8]}.{opened_at}")
    except signing.BadSignature:
        return True
    return time.time() - int(signed.partition(".")[2]) < settings.QUICKEST_SECONDS


def tell_once(team, help_request: HelpRequest, *, by) -> None:
    """One notice an hour says that something is set aside, however many come."""
    lately = Outgoing.objects.filter(
        notice="intake.SET_ASIDE", to=name_of(team), queued_at__gt=timezone.now() - HOUR
    )
    if not lately.exists():
        outbox.post(team, "intake.SET_ASIDE", about=help_request, by=by)
