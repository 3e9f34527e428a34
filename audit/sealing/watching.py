"""The clock's look at the sealer: it cannot ring for itself when it is gone."""

from audit.models import Alarm
from audit.sealing import alarms, freshness, witnessing


def watch() -> None:
    """An old seal, a missing witness: ring, or end what is over; then tell the reviewers."""
    (alarms.ring if freshness.is_late() else alarms.end)(Alarm.Code.STALE)
    witnessing.watch()
    alarms.tell()
