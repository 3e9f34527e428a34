"""The clock looks: a threat is to be looked at again. It is said once for each day that is set."""

from django.db.models import F, Q
from django.utils import timezone

from audit import outbox, trail
from audit.actors import CLOCK
from audit.one_by_one import one_by_one
from config.threats.models import Status, Threat
from config.threats.services.reporting import told


def sweep() -> int:
    """May run twice, or after a crash: what has been said is noted on the row."""
    return one_by_one(remind, _due().values_list("pk", flat=True))


@trail.act
def remind(pk) -> bool:
    row = _due().select_for_update(of=("self",)).filter(pk=pk).first()
    if row is None:
        return False
    row.reminded_for = row.follow_up_on
    row.save(update_fields=["reminded_for"])
    trail.record(CLOCK, "threat.remind", row)
    for one in told(row):
        outbox.post(one, "config.threats.LOOK_AGAIN", about=row, by=CLOCK)
    return True


def _due():
    told_before = Q(reminded_for=F("follow_up_on"))
    rows = Threat.objects.filter(status=Status.OPEN, follow_up_on__lte=timezone.localdate())
    return rows.exclude(told_before & Q(reminded_for__isnull=False)).defer("what")
