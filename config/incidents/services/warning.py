"""The clock looks: a report is due soon, or late. Each is said once, to those who keep it."""

from django.utils import timezone

from audit import outbox, trail
from audit.actors import CLOCK
from audit.one_by_one import one_by_one
from config.incidents.models import Clock
from config.incidents.services.reporting import keepers


def sweep(now=None) -> int:
    """May run twice, or after a crash: what has been said is noted beside the clock."""
    now = now or timezone.now()
    due = Clock.objects.running().filter(due_at__isnull=False, rung_at__isnull=True)
    return one_by_one(warn, due.values_list("pk", flat=True), now)


@trail.act
def warn(pk, now) -> bool:
    rows = Clock.objects.running().select_related("incident", "deadline").defer("incident__what")
    clock = rows.select_for_update(of=("self",)).filter(pk=pk).first()
    if clock is None or clock.due_at is None:
        return False
    if now >= clock.due_at and clock.rung_at is None:
        clock.rung_at, notice = now, "LATE"
    elif now >= clock.warns_from and clock.warned_at is None:
        clock.warned_at, notice = now, "NEARS"
    else:
        return False
    clock.save()
    trail.record(CLOCK, "incident.warn", clock.incident, clock=clock.deadline.code, state=notice)
    for keeper in keepers(clock.incident):
        outbox.post(keeper, f"config.incidents.{notice}", about=clock.incident, by=CLOCK)
    return True
