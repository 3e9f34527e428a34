"""POST: nothing leaves the house unrecorded. A notice says “log in and look”, never what about."""

from dataclasses import dataclass
from datetime import timedelta
from importlib import import_module

from django.conf import settings
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.module_loading import import_string

from audit import trail
from audit.actors import CLOCK
from audit.models import Outgoing, OutgoingState
from audit.outbox import carriers, safe_contact

TRIES = 8


@dataclass(frozen=True)
class Notice:
    """A short, empty-handed message. *body* may only name {link}."""

    subject: Promise
    body: Promise
    link: str


@dataclass(frozen=True)
class Route:
    """Where and how somebody is reached, asked for at the moment of sending.

    A *link* of their own takes the place of the notice's: it may hold a token that is
    nowhere stored.
    """

    address: str
    language: str
    wishes: safe_contact.Wishes
    link: str = ""


def post(to, notice: str, *, about, by) -> Outgoing:
    """Queue a notice in the transaction of the act it tells of. It is sent after commit.

    *to* is a row whose route settings.OUTBOX_ROUTES knows; *notice* is "room.NAME", for
    example "intake.ANSWERED" or "config.accounts.INVITED".
    """
    find(notice)
    now = timezone.now()
    outgoing = Outgoing.objects.create(
        to=trail.name_of(to), notice=notice, about=trail.name_of(about), queued_at=now, due_at=now
    )
    trail.record(by, "outbox.post", about, notice=notice, to=outgoing.to)
    return outgoing


def find(notice: str) -> Notice:
    room, name = notice.rsplit(".", 1)
    return getattr(import_module(f"{room}.notices"), name)


def deliver(now=None, limit: int = 50) -> int:
    """Send what is due. Returns how many were settled. One transaction a notice."""
    now = now or timezone.now()
    waiting = Outgoing.objects.filter(state=OutgoingState.QUEUED, due_at__lte=now)
    due = list(waiting.order_by("due_at").values_list("pk", flat=True)[:limit])
    return sum(_deliver_one(pk, now) for pk in due)


@trail.act
def _deliver_one(pk: int, now) -> bool:
    """Ask for the route now, weigh the person's wishes now, then send or hold."""
    queued = Outgoing.objects.filter(pk=pk, state=OutgoingState.QUEUED)
    outgoing = queued.select_for_update().first()
    if outgoing is None:
        return False
    route = _route(outgoing.to)
    if route is None:
        return _settle(outgoing, OutgoingState.HELD, "no_route", now)
    verdict = safe_contact.weigh(route.wishes, timezone.localtime(now))
    if verdict.wait_until:
        outgoing.due_at = verdict.wait_until
        outgoing.save()
        return False
    if not verdict.may:
        return _settle(outgoing, OutgoingState.HELD, verdict.reason, now)
    try:
        carriers.send(route.address, *_written(find(outgoing.notice), route))
    except OSError:  # smtplib's errors are among them; what they say may hold an address
        return _try_again(outgoing, now)
    return _settle(outgoing, OutgoingState.SENT, "sent", now)


def _route(to: str) -> Route | None:
    kind, pk = to.split("/", 1)
    return import_string(settings.OUTBOX_ROUTES[kind])(pk)


def _written(notice: Notice, route: Route) -> tuple[str, str]:
    with translation.override(route.language):
        link = settings.SITE_URL.rstrip("/") + (route.link or notice.link)
        return str(notice.subject), str(notice.body).format(link=link)


def _settle(outgoing: Outgoing, state: str, reason: str, now) -> bool:
    outgoing.state, outgoing.reason, outgoing.settled_at = state, reason, now
    outgoing.save()
    trail.record(
        CLOCK, f"outbox.{state}", outgoing.about, notice=outgoing.notice, to=outgoing.to,
        reason=reason,
    )  # fmt: skip
    return True


def _try_again(outgoing: Outgoing, now) -> bool:
    """Wait twice as long each time; after the last, the failure is somebody's to see."""
    outgoing.attempts += 1
    if outgoing.attempts >= TRIES:
        return _settle(outgoing, OutgoingState.FAILED, "undeliverable", now)
    outgoing.due_at = now + timedelta(minutes=2**outgoing.attempts)
    outgoing.save()
    return False
