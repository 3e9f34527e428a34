"""When a resident did something is kept by the hour. What order things came in, is no clock's.

Whoever has a copy of this house and the records of the network somebody wrote from could lay
the two side by side, moment by moment. So no row and no line says more than the hour.
"""

from datetime import datetime, timedelta

from django.utils import timezone

from audit.actors import ANYBODY, CLOCK, Actor, Resident

A_STEP = timedelta(microseconds=1)
OF_RESIDENTS = ("outbox.", "attachment.", "safecontact.")  # what the clock does right after them


def hour(moment: datetime) -> datetime:
    """The hour it lies in, from its beginning. Down: no deadline gets longer by it."""
    return moment.replace(minute=0, second=0, microsecond=0)


def after(moment: datetime, earlier: datetime | None) -> datetime:
    """*moment*, or a step after *earlier* if that is later: so that the order is kept.

    What comes from a resident's hour but after something with a time of its own, stands right
    behind that. It says that it came later, and not how much.
    """
    return moment if earlier is None or moment > earlier else earlier + A_STEP


def now_for(by) -> datetime:
    """Now, as it may be stored of an act by *by*: of somebody without an account, the hour."""
    now = timezone.now()
    is_resident = isinstance(by, Resident) or by is ANYBODY
    return hour(now) if is_resident else now


def of_line(actor: Actor, deed: str, channel: str) -> datetime:
    """Now, as a line of the log says it. Who tries to sign in is no resident, and is watched."""
    now = timezone.now()
    if actor is CLOCK:
        return hour(now) if deed.startswith(OF_RESIDENTS) else now
    is_visitor = actor is ANYBODY and channel != "accounts"
    is_resident = isinstance(actor, Resident) or actor.role == "e_service" or is_visitor
    return hour(now) if is_resident else now
