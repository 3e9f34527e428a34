"""Lists of disposal for whoever knocks or looks: one of each ground, one gone through, and two
approved ones of what the archive takes over first: one package is made, the other one is not.
"""

from datetime import timedelta

from django.utils import timezone

from config.retention.models import Disposal, RetentionPlan, RetentionRule
from config.retention.services import deciding, delivering, proposing, telling
from intake.models import HelpRequest
from intake.services import triaging

LONG_AGO = timedelta(days=7 * 366)


def to_the_archive(rows: list[HelpRequest], worker, lead, second) -> None:
    RetentionPlan.objects.create(county="AB")
    RetentionRule.objects.filter(kind="minor").update(export_first=True)
    for row in rows:
        _closed_long_ago(row, "duplicate", worker)
        proposing.run_nightly()
        listed = Disposal.objects.get(status="proposed")
        deciding.prepare(listed.pk, seen=listed.digest, by=lead)
        deciding.approve(listed.pk, seen=listed.digest, by=second)
    delivering.make(listed.pk, by=lead)


def some(rows: list[HelpRequest], worker, lead) -> None:
    """The worker closed them long ago: one had come twice, the other was an ordinary request."""
    for row, reason in zip(rows, ("duplicate", "advised"), strict=True):
        _closed_long_ago(row, reason, worker)
    proposing.run_nightly()
    gone_through = Disposal.objects.get(ground__code="disposal_plan", status="proposed")
    deciding.prepare(gone_through.pk, seen=gone_through.digest, by=lead)


def _closed_long_ago(row: HelpRequest, reason: str, worker) -> None:
    triaging.take(row.pk, by=worker)
    triaging.close(row.pk, reason=reason, children="none", by=worker)
    telling.say_of_request(row.pk, birth_day="other", birth_year=None, kept_for="", by=worker)
    then = timezone.now() - LONG_AGO
    HelpRequest.objects.filter(pk=row.pk).update(received_at=then, closed_at=then)
