"""Other systems are told that something happened: what kind of thing, to which row. No words.

They wait in the same table as mails and leave the same lines, but in a queue of their own: a
system that never answers holds up nobody's mail, and no other system.
"""

import json
from datetime import UTC, timedelta
from itertools import takewhile
from time import monotonic

from django.utils import timezone
from django.utils.crypto import salted_hmac

from audit import adding, trail
from audit.models import Outgoing, OutgoingState
from audit.one_by_one import one_by_one
from audit.outbox import hooks
from audit.outbox.doors import CALLS, CLAIMED, or_later, route_of, settle

AT_ONCE, SECONDS = 50, 20.0  # so many, and so long, in one round
LATER = [
    timedelta(seconds=5), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2),
    timedelta(hours=5), timedelta(hours=10), timedelta(hours=14), timedelta(hours=20),
    timedelta(hours=24),
]  # fmt: skip


def call(to, kind: str, *, about, by, at=None) -> Outgoing:
    """Queue a call in the transaction of the act that asks for it. *at*: when it happened."""
    at = at or timezone.now()
    outgoing = Outgoing(
        to=trail.name_of(to), notice=kind, about=trail.name_of(about), queued_at=at,
        due_at=timezone.now(),
    )  # fmt: skip
    adding.add(outgoing)
    trail.record(by, "outbox.post", about, notice=kind, to=outgoing.to)
    return outgoing


def deliver_calls(now=None, limit: int = AT_ONCE) -> int:
    """Call whoever is due. Returns how many were settled. Who fails is left alone for a while."""
    waiting = Outgoing.objects.filter(
        state=OutgoingState.QUEUED, to__startswith=CALLS, due_at__lte=now or timezone.now()
    )
    due = waiting.order_by("due_at", "pk").values_list("pk", flat=True)[:limit]
    until = monotonic() + SECONDS
    in_time = takewhile(lambda _pk: monotonic() <= until, due)
    return one_by_one(or_later, in_time, _deliver_one, now)


def _deliver_one(pk: int, now) -> bool:
    """Is it settled? No transaction is open while the other one takes its time."""
    claimed = _claim(pk, now)
    if isinstance(claimed, bool):
        return claimed
    hook, outgoing = claimed
    try:
        hooks.send(
            hook, message=_message(outgoing), moment=int(now.timestamp()), body=_body(outgoing)
        )
    except hooks.NotTaken as refusal:
        return _not_taken(pk, now, refusal.code)
    return _taken(pk, now)


@trail.act
def _claim(pk: int, now):
    queued = Outgoing.objects.filter(pk=pk, state=OutgoingState.QUEUED, due_at__lte=now)
    outgoing = queued.select_for_update().first()
    if outgoing is None:
        return False
    hook = route_of(outgoing.to)
    if hook is None:
        return settle(outgoing, OutgoingState.HELD, "no_route", now)
    outgoing.due_at = now + CLAIMED
    outgoing.save()
    return hook, outgoing


@trail.act
def _taken(pk: int, now) -> bool:
    outgoing = Outgoing.objects.select_for_update().get(pk=pk)
    return settle(outgoing, OutgoingState.SENT, "sent", now)


@trail.act
def _not_taken(pk: int, now, why: str) -> bool:
    """Again later, ever more seldom; after three days the failure is somebody's to see."""
    outgoing = Outgoing.objects.select_for_update().get(pk=pk)
    outgoing.attempts += 1
    if why == "gone" or outgoing.attempts > len(LATER):
        return settle(outgoing, OutgoingState.FAILED, why, now)
    outgoing.reason = why
    outgoing.due_at = now + LATER[outgoing.attempts - 1]
    outgoing.save()
    others = Outgoing.objects.filter(to=outgoing.to, state=OutgoingState.QUEUED)
    others.filter(due_at__lt=outgoing.due_at).update(due_at=outgoing.due_at)
    return False


def _message(outgoing: Outgoing) -> str:
    """The same each time it is tried, and no number that says how much is done here."""
    named = salted_hmac("audit.outbox.calls", str(outgoing.pk), algorithm="sha256")
    return f"msg_{named.hexdigest()[:32]}"


def _body(outgoing: Outgoing) -> bytes:
    told = {
        "type": outgoing.notice,
        "timestamp": outgoing.queued_at.astimezone(UTC).isoformat(timespec="seconds"),
        "data": {"id": outgoing.about.rpartition("/")[2]},
    }
    return json.dumps(told, separators=(",", ":")).encode()
