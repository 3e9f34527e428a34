"""“Who has opened my request, and why?” – the lines of the trail that a person is told."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from audit.deeds import TOLD, is_read
from audit.models import Event


@dataclass(frozen=True)
class Line:
    """One act about a person's request, in codes. Who acted is a role and an organisation.

    *organisation* is the key of the organisation that acted; *to* of the partner that was
    asked, where the act asks one.
    """

    at: datetime
    deed: str
    role: str
    organisation: str
    purpose: str
    about: str
    decision: str
    to: str = ""

    @property
    def is_read(self) -> bool:
        """Were somebody's words opened?"""
        return is_read(self.deed)


def what_happened(subject: UUID) -> list[Line]:
    """Everything a person is told about their own request, newest first."""
    events = Event.objects.filter(TOLD, subject=subject).order_by("-at", "-pk")
    return [_line(event) for event in events.defer("header", "salt")]


def count_withheld(subject: UUID) -> int:
    """How many lines about the request are not shown one by one: notices, drafts and the like."""
    return Event.objects.filter(subject=subject).exclude(TOLD).count()


def _line(event: Event) -> Line:
    return Line(
        at=event.at, deed=event.deed, role=event.role, organisation=event.organisation,
        purpose=event.purpose, about=event.about, decision=event.decision,
        to=str(event.facts.get("partner", "")),
    )  # fmt: skip
