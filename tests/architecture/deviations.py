"""Deviations for whoever knocks or looks: two under way, one that has ended."""

from django.utils import timezone

from config.deviations.services import keeping, reporting


def some(worker, lead) -> None:
    """The worker reports; the lead ends one of them."""
    for kind in ("lost", "recipient", "other"):
        row = reporting.report(
            what="Något blev fel.", kind=kind, happened_at=timezone.now(), by=worker
        )
    keeping.explain(row.pk, causes=["load"], follow_up_on=timezone.localdate(), by=lead)
    keeping.note(row.pk, text="En ny rutin.", by=lead)
    keeping.decide(row.pk, sarah="no", by=lead)
    keeping.close(row.pk, by=lead)
