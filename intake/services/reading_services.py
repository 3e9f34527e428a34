"""Read what is written about an open service: who it is, the talks, what guardians have said."""

from dataclasses import dataclass, field
from datetime import date

from audit import guard, trail, vault
from audit.vault import sealed_fields
from intake import circumstances, rights
from intake.models import HelpRequest, ServiceStart
from intake.services.carrying_out import find

IDENTITY = tuple(sealed_fields(ServiceStart))


@dataclass(frozen=True)
class Line:
    """One thing that was written, opened. *label*: whose yes or no it is about, for guardians."""

    when: date
    label: str
    text: str = field(repr=False)


@dataclass(frozen=True)
class Written:
    who: list[tuple] = field(repr=False)
    talks: list[Line]
    agreed: list[Line]

    @property
    def is_empty(self) -> bool:
        return not (self.who or self.talks or self.agreed)


@trail.act
def read(pk, *, by, purpose: str) -> Written:
    """For a stated purpose, and all under one line of the log, as the conversation is."""
    rows = circumstances.with_them(HelpRequest.objects.without_words(), by)
    help_request = guard.reach(rows, find(pk).help_request_id, by=by, right=rights.READ)
    start = help_request.service_starts.get(pk=pk)
    talks = list(start.talks.filter(note__isnull=False))
    agreed = help_request.agreements.filter(open_service=start.open_service_id, note__isnull=False)
    places = [(start, name) for name in IDENTITY]
    places += [(row, "note") for row in (*talks, *agreed)]
    facts = circumstances.of_request(help_request, by)
    texts = vault.unseal_all(help_request, places, by=by, purpose=purpose, **facts)
    who, notes = texts[: len(IDENTITY)], iter(texts[len(IDENTITY) :])
    labels = [start._meta.get_field(name).verbose_name for name in IDENTITY]
    return Written(
        who=[pair for pair in zip(labels, who, strict=True) if pair[1]],
        talks=[Line(row.held_on, "", next(notes)) for row in talks],
        agreed=[Line(row.said_on, row.get_who_display(), next(notes)) for row in agreed],
    )
