"""Two lists of disposal for whoever knocks or looks: one of each ground, one gone through."""

from datetime import timedelta

from django.utils import timezone

from config.retention.models import Disposal, RetentionPlan
from config.retention.services import deciding, proposing, telling
from intake.models import HelpRequest
from intake.services import triaging

LONG_AGO = timedelta(days=7 * 366)


def some(rows: list[HelpRequest], worker, lead) -> None:
    """The worker closed them long ago: one had come twice, the other was an ordinary request."""
    RetentionPlan.objects.create(county="AB")
    for row, reason in zip(rows, ("duplicate", "advised"), strict=True):
        triaging.take(row.pk, by=worker)
        triaging.close(row.pk, reason=reason, by=worker)
        telling.say_of_request(row.pk, birth_day="other", birth_year=None, kept_for="", by=worker)
        then = timezone.now() - LONG_AGO
        HelpRequest.objects.filter(pk=row.pk).update(received_at=then, closed_at=then)
    proposing.run_nightly()
    gone_through = Disposal.objects.get(ground__code="disposal_plan")
    deciding.prepare(gone_through.pk, seen=gone_through.digest, by=lead)
