"""POST: nothing leaves the house unrecorded. A notice says “log in and look”, never what about."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib import import_module

from django.conf import settings
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.module_loading import import_string

from audit import adding, coarse, trail
from audit.actors import CLOCK
from audit.models import Outgoing, OutgoingState
from audit.one_by_one import one_by_one
from audit.outbox import carriers, safe_contact

TRIES = 8
CLAIMED = timedelta(minutes=10)  # longer than any mail server is waited for
PUT_OFF = timedelta(minutes=5)
ONE_ACT = timedelta(minutes=1)  # the longest in which something is written and a notice queued
CALLS = "webhooks.receiver/"  # they wait in this table too, in a queue of their own: calls.py


@dataclass(frozen=True)
class Notice:
    """A short, empty-handed message. *body* may only name {link}, and a digest's {count}.

    *to_one* is the address of the one row it is about, for whoever has no list to find it in.
    """

    subject: Promise
    body: Promise
    link: str
    to_one: str = ""


@dataclass(frozen=True)
class Route:
    """Where and how somebody is reached, asked for at the moment of sending.

    A sealed *address* comes as what opens it: it is opened once the wishes have said yes. A
    *link* of their own takes the place of the notice's: it may hold a token that is nowhere
    stored. Who *has_no_list* is led to the one row that it is about.
    """

    address: str | Callable[[], str]
    language: str
    wishes: safe_contact.Wishes
    link: str = ""
    has_no_list: bool = False

    def opened(self) -> str:
        return self.address() if callable(self.address) else self.address


def post(to, notice: str, *, about, by, count: int | None = None) -> Outgoing:
    """Queue a notice in the transaction of the act it tells of. It is sent after commit.

    *to* is a row whose route settings.OUTBOX_ROUTES knows; *notice* is "room.NAME", for
    example "intake.ANSWERED" or "config.accounts.INVITED".
    """
    find(notice)
    now = coarse.now_for(by)
    outgoing = Outgoing(
        to=trail.name_of(to), notice=notice, about=trail.name_of(about), count=count,
        queued_at=now, due_at=now,
    )  # fmt: skip
    adding.add(outgoing)
    trail.record(by, "outbox.post", about, notice=notice, to=outgoing.to, count=count)
    return outgoing


def call_back(to, notice: str, *, about, since: datetime, by) -> bool:
    """What it told of is no more: what was queued about it at *since* does not leave.

    What has left, or is leaving at this very moment, cannot be called back, and stands as sent.
    """
    same = Outgoing.objects.filter(to=trail.name_of(to), notice=notice, about=trail.name_of(about))
    waiting = same.filter(queued_at__range=(since, since + ONE_ACT), state=OutgoingState.QUEUED)
    outgoing = waiting.select_for_update().order_by("pk").first()
    if outgoing is None:
        return False
    return settle(outgoing, OutgoingState.HELD, "taken_back", timezone.now(), by=by)


def find(notice: str) -> Notice:
    room, name = notice.rsplit(".", 1)
    return getattr(import_module(f"{room}.notices"), name)


def deliver(now=None, limit: int = 50) -> int:
    """Send what is due. Returns how many were settled."""
    waiting = Outgoing.objects.filter(
        state=OutgoingState.QUEUED, due_at__lte=now or timezone.now()
    ).exclude(to__startswith=CALLS)
    due = waiting.order_by("due_at", "pk").values_list("pk", flat=True)[:limit]
    return one_by_one(or_later, due, _deliver_one, now)


def or_later(pk: int, deed: Callable, now) -> bool:
    """What cannot even be weighed – its key is away, its address does not open – waits, so that it
    stands in nobody's way.
    """
    moment = now or timezone.now()
    try:
        return deed(pk, moment)
    except Exception:
        Outgoing.objects.filter(pk=pk).update(due_at=moment + PUT_OFF)
        raise


def _deliver_one(pk: int, now) -> bool:
    """Claim, send, settle. No transaction is open while a mail server takes its time.

    Whoever is killed in between sends it once more, when the claim has run out.
    """
    claimed = _claim(pk, now)
    if isinstance(claimed, bool):
        return claimed
    try:
        carriers.send(*claimed)
    except OSError:  # smtplib's errors are among them; what they say may hold an address
        return _end(pk, now, is_sent=False)
    return _end(pk, now, is_sent=True)


@trail.act
def _claim(pk: int, now) -> tuple[str, str, str] | bool:
    """Ask for the route now, weigh the person's wishes now. A bool: nothing is to be sent."""
    queued = Outgoing.objects.filter(pk=pk, state=OutgoingState.QUEUED, due_at__lte=now)
    outgoing = queued.select_for_update().first()
    if outgoing is None:
        return False
    route = route_of(outgoing.to)
    if route is None:
        return settle(outgoing, OutgoingState.HELD, "no_route", now)
    verdict = safe_contact.weigh(route.wishes, timezone.localtime(now))
    if verdict.wait_until:
        outgoing.due_at = verdict.wait_until
        outgoing.save()
        return False
    if not verdict.may:
        return settle(outgoing, OutgoingState.HELD, verdict.reason, now)
    outgoing.due_at = now + CLAIMED
    outgoing.save()
    return route.opened(), *_written(find(outgoing.notice), route, outgoing)


@trail.act
def _end(pk: int, now, *, is_sent: bool) -> bool:
    outgoing = Outgoing.objects.select_for_update().get(pk=pk)
    if is_sent:
        return settle(outgoing, OutgoingState.SENT, "sent", now)
    return _try_again(outgoing, now)


def route_of(to: str) -> Route | None:
    kind, pk = to.split("/", 1)
    return import_string(settings.OUTBOX_ROUTES[kind])(pk)


def _written(notice: Notice, route: Route, outgoing: Outgoing) -> tuple[str, str]:
    count, own = outgoing.count, route.link
    if route.has_no_list and notice.to_one:
        own = notice.to_one.format(pk=outgoing.about.rpartition("/")[2])
    with translation.override(route.language):
        link = settings.SITE_URL.rstrip("/") + (own or notice.link)
        return str(notice.subject), str(notice.body).format(link=link, count=count)


def settle(outgoing: Outgoing, state: str, reason: str, now, *, by=CLOCK) -> bool:
    outgoing.state, outgoing.reason = state, reason
    outgoing.settled_at = outgoing.due_at = coarse.hour(now)  # it tells when somebody wrote
    outgoing.save()
    trail.record(
        by, f"outbox.{state}", outgoing.about, notice=outgoing.notice, to=outgoing.to,
        reason=reason,
    )  # fmt: skip
    return True


def _try_again(outgoing: Outgoing, now) -> bool:
    """Wait twice as long each time; after the last, the failure is somebody's to see."""
    outgoing.attempts += 1
    if outgoing.attempts >= TRIES:
        return settle(outgoing, OutgoingState.FAILED, "undeliverable", now)
    outgoing.due_at = now + timedelta(minutes=2**outgoing.attempts)
    outgoing.save()
    return False
