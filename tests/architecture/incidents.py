"""Incidents for whoever knocks or looks: two under way, one that has ended."""

from datetime import timedelta

from django.utils import timezone

from config.incidents.services import keeping, reporting


def some(worker, reviewer) -> None:
    """The worker reports; the reviewer keeps the register and ends one of them."""
    noticed = timezone.now() - timedelta(hours=1)
    for covers in (["breach"], ["cyber"], ["cyber"]):
        row = reporting.report(what="Något gick fel.", covers=covers, noticed_at=noticed, by=worker)
    for clock in row.clocks.all():
        keeping.waive(row.pk, clock.pk, why_not="not_serious", by=reviewer)
    keeping.close(row.pk, by=reviewer)
