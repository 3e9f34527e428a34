"""What people have answered, in numbers that point at nobody.

Counted by whole quarters that have ended: a number never changes afterwards, and no two of them
overlap, so nobody finds an answer by taking one table from the next. Where one of the four
answers was given by fewer than five, they are shown two and two; where that is too few as well,
only how many answered; and below five not even that.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from intake.models import Feedback
from intake.survey import QUESTIONS, Question

SMALL = 5


@dataclass(frozen=True)
class Result:
    """One question in one quarter: how many answered, and what, as far as it may be shown."""

    question: Question
    answered: int | None
    counts: tuple[int, ...]

    @property
    def rows(self) -> list[tuple[str, int]]:
        labels = [str(answer) for answer in self.question.answers]
        if len(self.counts) < len(labels):
            labels = [" / ".join(labels[:2]), " / ".join(labels[2:])]
        return list(zip(labels, self.counts, strict=False))


def suppress(counts: list[int]) -> tuple[int | None, tuple[int, ...]]:
    """The sum, and all four numbers, or two, or none."""
    total, halves = sum(counts), (sum(counts[:2]), sum(counts[2:]))
    if total < SMALL:
        return None, ()
    for parts in (tuple(counts), halves):
        if not any(0 < part < SMALL for part in parts):
            return total, parts
    return total, ()


def quarters(today: date, most: int = 4) -> list[date]:
    """The first days of the latest quarters that have ended, newest first."""
    first = date(today.year, 3 * ((today.month - 1) // 3) + 1, 1)
    found = []
    for _number in range(most):
        last = first - timedelta(days=1)
        first = date(last.year, last.month - 2, 1)
        found.append(first)
    return found


def results(quarter: date) -> list[Result]:
    """One query: the answers of three months, question by question."""
    months = [date(quarter.year, quarter.month + nth, 1) for nth in range(3)]
    names = [question.name for question in QUESTIONS]
    rows = list(Feedback.objects.filter(month__in=months).values_list(*names))
    found = []
    for nth, question in enumerate(QUESTIONS):
        given = [row[nth] for row in rows]
        answered, counts = suppress([given.count(value) for value, _text in question.choices])
        found.append(Result(question, answered, counts))
    return found
