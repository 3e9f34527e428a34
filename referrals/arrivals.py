"""How many got where they were shown the way. Always from what the asker may see."""

from dataclasses import dataclass

from django.db.models import Count

from referrals.models import Arrival, GuidanceKind, known_arrival


@dataclass(frozen=True)
class Arrivals:
    """Of one kind of guidance, how many got there. Nothing said, or “not yet”, is unknown."""

    label: str
    arrived: int
    not_arrived: int
    unknown: int

    @property
    def all(self) -> int:
        return self.arrived + self.not_arrived + self.unknown


def by_arrival(guidances) -> list[Arrivals]:
    """The person’s own word goes before ours."""
    said = ("kind", "persons_answer", "our_answer")
    rows = list(guidances.order_by().values_list(*said).annotate(many=Count("pk")))

    def counted(kind, *answers) -> int:
        return sum(
            many for of, theirs, ours, many in rows
            if of == kind and known_arrival(theirs, ours) in answers
        )  # fmt: skip

    return [
        Arrivals(
            str(kind.label), counted(kind, Arrival.ARRIVED), counted(kind, Arrival.NOT),
            counted(kind, Arrival.UNKNOWN),
        )
        for kind in GuidanceKind
    ]  # fmt: skip
