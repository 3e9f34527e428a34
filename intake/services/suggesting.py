"""What we often write and choose, offered to whoever answers and weighs.

Kept for a minute, as the public front is: these are the municipality's own texts, nobody's words.
"""

from django.core.cache import caches
from django.utils import timezone

from intake.models import HelpRequest, StandardAnswer
from intake.services import greeting
from partners.models import Topic

KEPT = 60
NAME, TOPICS = "standard-answers", "topics"


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


def topics() -> list[tuple[int, Topic]]:
    """What a request can be about."""
    in_use = _kept(TOPICS, Topic.objects.filter(is_active=True))
    return [(topic.pk, topic) for topic in in_use]


def areas() -> list[tuple[int, str]]:
    return [(pk, name) for pk, _code, name in greeting.front().places]


def forget() -> None:
    """Somebody has just written another."""
    caches["nearby"].delete(NAME)


def _known() -> list[StandardAnswer]:
    """Every version of each, the oldest first."""
    return _kept(NAME, StandardAnswer.objects.order_by("version"))


def _kept(name: str, rows) -> list:
    known = caches["nearby"].get(name)
    if known is None:
        known = list(rows)
        caches["nearby"].set(name, known, timeout=KEPT)
    return known
