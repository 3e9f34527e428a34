"""What we often write, offered to whoever answers.

Kept for a minute, as the public front is: these are the municipality's own texts, nobody's words.
"""

from django.core.cache import caches
from django.utils import timezone

from intake.models import HelpRequest, StandardAnswer

KEPT = 60
NAME = "standard-answers"


def standard_answers(help_request: HelpRequest) -> list[StandardAnswer]:
    """The newest version of each that is in force: those of the topic first, then the general."""
    today, newest = timezone.localdate(), {}
    for one in _known():
        if one.valid_from <= today:
            newest[one.code] = one
    in_force = [
        one
        for one in newest.values()
        if one.topic_id in (None, help_request.topic_id)
        and (one.valid_until is None or one.valid_until >= today)
    ]
    return sorted(in_force, key=lambda one: (one.topic_id is None, str(one)))


def forget() -> None:
    """Somebody has just written another."""
    caches["nearby"].delete(NAME)


def _known() -> list[StandardAnswer]:
    """Every version of each, the oldest first."""
    known = caches["nearby"].get(NAME)
    if known is None:
        known = list(StandardAnswer.objects.order_by("version"))
        caches["nearby"].set(NAME, known, timeout=KEPT)
    return known
