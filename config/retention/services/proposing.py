"""Once a night: what the rules let go is put on a list. Nothing is erased by that."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from audit import trail
from audit.actors import CLOCK
from config.retention.models import Disposal, Status
from config.retention.services import knowing, listing


@trail.act
def run_nightly() -> None:
    """One list for each ground. One that nobody has gone through yet is written anew.

    It may run twice, or at once in two places: the database takes one list at a time.
    """
    known = knowing.known(timezone.localdate())
    found, grounds = listing.found_due(known), listing.grounds(known.day)
    for code, ground in grounds.items():
        _propose(ground, listing.of_ground(found, code, known.rules), known)


def _propose(ground, found: list, known: knowing.Known) -> None:
    running = Disposal.objects.select_for_update().filter(
        ground__code=ground.code, status__in=(Status.PROPOSED, Status.PREPARED)
    ).first()  # fmt: skip
    if running is None and found:
        running = _begin(ground, known)
    if running is None or running.status == Status.PREPARED:
        return
    before = running.digest
    if not found:
        trail.record(CLOCK, "disposal.nothing", running)
        running.delete()
        return
    listing.fill(running, found, known)
    if running.digest != before:
        trail.record(
            CLOCK, "disposal.propose", running, count=len(found), digest=running.digest,
            ground=ground.code,
        )  # fmt: skip


def _begin(ground, known: knowing.Known) -> Disposal | None:
    """None: somebody was first."""
    try:
        with transaction.atomic():
            return Disposal.objects.create(ground=ground, day=known.day)
    except IntegrityError:
        return None
