"""What stands on every page of ours: nobody keeps the time, or something waits unread.

A timer that has died says nothing by itself, and nothing else would be told any more. So whoever
works here sees it, whatever page they are on.
"""

from datetime import timedelta

from django.conf import settings
from django.core.cache import caches
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from audit.sealing import freshness
from config.access.alarms import Alarm
from config.clock import worker
from config.incidents import rights
from intake.services import guarding

NAME, KEPT = "silent-clocks", 20  # seconds: two questions a process, not two a page


def ringing(user) -> list[Alarm]:
    """Everybody who works here may report an incident; partners may not, and see none of this."""
    if not user.has_perm(rights.REPORT):
        return []
    return [Alarm(code, TEXTS[code]()) for code in silent()] + _unread(user)


def silent() -> list[str]:
    """Which processes have said nothing for too long. Kept for a moment."""
    if not settings.TIMER_SILENT_MINUTES:
        return []
    known = caches["nearby"].get(NAME)
    if known is None:
        known = _ask(timedelta(minutes=settings.TIMER_SILENT_MINUTES))
        caches["nearby"].set(NAME, known, timeout=KEPT)
    return known


def _ask(limit: timedelta) -> list[str]:
    asked = [
        ("worker_silent", not worker.is_alive(within=limit)),
        ("guard_failing", worker.has_failed("nobody unread")),
        ("sealer_silent", freshness.age() > limit),
    ]
    return [code for code, is_so in asked if is_so]


TEXTS = {
    "worker_silent": lambda: _(
        "The timer has stopped: nobody is told when something waits unread, and no message is "
        "sent. Tell whoever runs Lotsen at once, and look through the queue yourselves."
    ),
    "guard_failing": lambda: _(
        "What waits unread cannot be watched just now. Look through the queue yourselves, and "
        "tell whoever runs Lotsen."
    ),
    "sealer_silent": lambda: _(
        "The log is not being sealed. Soon nothing more can be opened. Tell whoever runs Lotsen "
        "at once."
    ),
}


def _unread(user) -> list[Alarm]:
    count = guarding.count_for(user)
    if not count:
        return []
    text = ngettext(
        "%(count)d has waited unread too long.", "%(count)d have waited unread too long.", count
    )
    return [Alarm("unread", text % {"count": count}, reverse("desk:unread"))]
