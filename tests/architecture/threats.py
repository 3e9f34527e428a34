"""Threats for whoever knocks or looks: two under way, with evidence, and one that has ended."""

from django.utils import timezone

from config.threats.services import entrusting, keeping, reporting
from intake.cleaning import File, clean
from tests.intake.papers import picture

ENTRUSTED = ("lena", "rut")


def some(worker, other, lead, administrator) -> None:
    """Two workers report; the lead, who is entrusted, ends one of them."""
    entrusting.appoint(user_pk=lead.pk, task="lead", by=administrator)
    told = {"kind": "threat", "way": "phone", "what": "Hot.", "happened_at": timezone.now()}
    for by, against in ((worker, worker), (other, None), (worker, worker)):
        row = reporting.report(**told, against_pk=against and against.pk, by=by)
        reporting.add_evidence(row.pk, files=[File("skärmbild.png", clean(picture()))], by=by)
    today = timezone.localdate()
    keeping.plan(row.pk, risk="low", measures=["talk"], follow_up_on=today, by=lead)
    keeping.tell_police(row.pk, police="not", by=lead)
    keeping.close(row.pk, by=lead)
