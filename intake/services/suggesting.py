"""What we often write, offered to whoever answers."""

from django.db.models import Q
from django.utils import timezone

from intake.models import HelpRequest, StandardAnswer


def standard_answers(help_request: HelpRequest) -> list[StandardAnswer]:
    """The newest version of each that is in force: those of the topic first, then the general."""
    today = timezone.localdate()
    fits = Q(topic__isnull=True) | Q(topic=help_request.topic_id)
    newest: dict[str, StandardAnswer] = {}
    begun = StandardAnswer.objects.filter(valid_from__lte=today)
    for one in begun.order_by("version"):
        newest[one.code] = one
    found = StandardAnswer.objects.filter(fits, pk__in=[one.pk for one in newest.values()])
    in_force = found.filter(Q(valid_until__isnull=True) | Q(valid_until__gte=today))
    return sorted(in_force, key=lambda one: (one.topic_id is None, str(one)))
