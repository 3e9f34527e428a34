"""What is attached waits, sealed, until the virus scanner has looked at it.

Where people write, no private key lies, so it is scanned here, where staff work. Opening it for
that leaves its line like every other opening. Without a scanner in the settings everything is
marked as not scanned: staff are told so before they open it. A scanner that does not answer
changes nothing: what waits goes on waiting, and an alarm rings.
"""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from audit import trail, vault
from audit.actors import CLOCK
from audit.one_by_one import one_by_one
from audit.sealing import alarms
from intake import clamd
from intake.models import Attachment, Scan

PURPOSE = "scan"
ALARM = "scanner"
LATE = timedelta(minutes=70)  # a scanner needs ten; what a resident sends bears the hour alone


def sweep() -> int:
    """Called by the clock. Each file by itself: what one of them does, the next is not told."""
    waiting = _waiting()
    if settings.CLAMD and waiting.exists() and not clamd.answers(settings.CLAMD):
        alarms.ring(ALARM)
        return 0
    done = one_by_one(_look_at, waiting.values_list("pk", flat=True))
    if not _waiting().exists():
        alarms.end(ALARM)
    return done


def is_late() -> bool:
    """Something has waited for longer than a scanner needs."""
    return _waiting().filter(added_at__lt=timezone.now() - LATE).exists()


def _waiting():
    return Attachment.objects.filter(scan=Scan.WAITING).order_by("added_at")


def _look_at(pk) -> bool:
    """Opened in one act and judged in another: no lock is held while the scanner thinks."""
    if not settings.CLAMD:
        return judge(pk, Scan.NOT_SCANNED)
    try:
        contents = open_to_scan(pk)
        if contents is None:
            return False
        found = clamd.finds_virus(contents, settings.CLAMD)
    except clamd.Away:
        alarms.ring(ALARM)
        return False
    except vault.Erased:
        return False
    return judge(pk, Scan.REFUSED if found else Scan.CLEAN)


@trail.act
def open_to_scan(pk) -> bytes | None:
    """The bytes, for the scanner alone. None if somebody else was quicker."""
    rows = _waiting().select_related("help_request").defer("help_request__story", "name")
    row = rows.filter(pk=pk).first()
    if row is None:
        return None
    return vault.unseal_file(row.help_request, row, by=CLOCK, purpose=PURPOSE)


@trail.act
def judge(pk, scan: Scan) -> bool:
    """What is known of it now. It is said once."""
    rows = _waiting().select_related("help_request").defer("help_request__story", "name")
    row = rows.select_for_update(of=("self",)).filter(pk=pk).first()
    if row is None:
        return False
    row.scan = scan
    row.save(update_fields=["scan"])
    trail.record(CLOCK, "attachment.scan", row.help_request, attachment=row.pk, scan=row.scan)
    return True
