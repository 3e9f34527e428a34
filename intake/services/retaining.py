"""Steps: what decides how long something is kept. As much of a birth date as the law asks for."""

from collections.abc import Collection

from django.utils import timezone

from intake.models import BirthDay, ConcernReport, HelpRequest, Keeping

RESEARCH_DAYS = {5, 15, 25}  # SoF 13:1
CO_ORDINATION = 60  # what a co-ordination number adds to the day of birth


def of(row: HelpRequest | ConcernReport) -> dict:
    """How a keeping is asked for that belongs to *row*."""
    return {"concern_report" if isinstance(row, ConcernReport) else "help_request": row}


def note_births(row: HelpRequest | ConcernReport, numbers: Collection[str]) -> None:
    """Personal numbers of twelve digits were registered: the row is kept as they say.

    Where there are several, it is kept for the one that keeps it longest. What one of us has
    said is not changed.
    """
    if not numbers or row.erased_at:
        return
    days = {int(number[6:8]) % CO_ORDINATION for number in numbers}
    told = {
        "birth_day": BirthDay.RESEARCH if days & RESEARCH_DAYS else BirthDay.OTHER,
        "birth_year": max(int(number[:4]) for number in numbers),
        "recorded_at": timezone.now(),
    }
    Keeping.objects.get_or_create(**of(row), defaults=told)


def forget(row: HelpRequest | ConcernReport) -> None:
    """The words are gone, and so is what pointed at somebody's birth.

    A request and the concern report that it became may go on different days: what is known then
    stays with the other.
    """
    own, other = Keeping.objects.filter(**of(row)), _beside(row)
    if other is None or other.erased_at or Keeping.objects.filter(**of(other)).exists():
        own.delete()
    else:
        own.update(**{"help_request": None, "concern_report": None} | of(other))


def _beside(row: HelpRequest | ConcernReport) -> HelpRequest | ConcernReport | None:
    if isinstance(row, ConcernReport):
        return HelpRequest.objects.without_words().filter(concern_report=row).first()
    return ConcernReport.objects.only("pk", "erased_at").filter(from_request=row).first()
