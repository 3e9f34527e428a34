"""What this room can count. Always from what the asker may see; never a word."""

from dataclasses import dataclass
from math import ceil
from statistics import median

from django.db.models import Case, CharField, Count, F, Q, Value, When
from django.utils import timezone

from referrals.lifecycle import Status
from referrals.models import HOW, KNOWN_VIEWS, Ended, WhyBack


@dataclass(frozen=True)
class Days:
    """So many days, in the middle and for the slowest tenth; *unknown* are not in the figures."""

    known: int
    unknown: int
    median: float | None
    ninetieth: int | None

    @property
    def asked(self) -> int:
        """Of how many: those we know, and those we do not."""
        return self.known + self.unknown


CAME_BACK = (Status.DECLINED, Status.RETURNED, Status.EXPIRED)

_SAID = (
    Q(outcome__view__in=KNOWN_VIEWS)  # the person, with their own code
    | Q(closed_by_clock=False, our_view__in=KNOWN_VIEWS)
    | Q(closed_by_clock=False, persons_view__in=KNOWN_VIEWS)
)
HOW_IT_ENDED = Case(
    When(_SAID, status=Status.CLOSED, then=Value(Ended.VERIFIED)),
    When(status=Status.CLOSED, closed_by_clock=True, then=Value(Ended.BY_ITSELF)),
    When(status=Status.CLOSED, then=Value(Ended.NOT_KNOWN)),
    When(status=Status.DECLINED, then=F("decline_reason")),
    When(status=Status.RETURNED, then=F("return_reason")),
    When(status=Status.EXPIRED, then=Value(WhyBack.UNANSWERED)),
    When(status=Status.RECALLED, then=Value(Ended.RECALLED)),
    When(status=Status.WITHDRAWN, then=Value(Ended.WITHDRAWN)),
    default=Value(Ended.UNDER_WAY), output_field=CharField(),
)  # fmt: skip


def by_ending(referrals) -> dict[str, int]:
    """How each ended, or that it has not: every one is counted once, under one code."""
    rows = referrals.order_by().annotate(how=HOW_IT_ENDED)
    found = rows.values_list("how").annotate(many=Count("pk"))
    return dict.fromkeys(HOW, 0) | dict(found)


def to_answer(referrals) -> Days:
    """From our asking to the partner's yes or no.

    Unknown is what has no answer: not yet, not in time, or taken back before.
    """
    return _answered([row for _to, *row in _asked(referrals)])


def to_answer_each(referrals) -> dict[object, Days]:
    """The same of each partner, by its key: one question, however many they are."""
    found: dict = {}
    for to, *row in _asked(referrals):
        found.setdefault(to, []).append(row)
    return {to: _answered(rows) for to, rows in found.items()}


def _asked(referrals) -> list[tuple]:
    told = referrals.filter(sent_at__isnull=False).order_by()
    return list(told.values_list("to", "sent_at", "accepted_at", "ended_at", "status"))


def _answered(rows: list) -> Days:
    days = [
        _days(sent, yes or ended) for sent, yes, ended, status in rows
        if yes or status == Status.DECLINED
    ]  # fmt: skip
    return spread(days, unknown=len(rows) - len(days))


def to_first_contact(referrals) -> Days:
    """From our asking to the day the partner was first in touch with the person, as it tells.

    Unknown is what was accepted and has no such day: not yet, never, or from before it was asked.
    """
    told = referrals.filter(accepted_at__isnull=False).order_by()
    pairs = list(told.values_list("sent_at", "first_contact_on"))
    days = [(met - timezone.localdate(sent)).days for sent, met in pairs if met]
    return spread(days, unknown=len(pairs) - len(days))


def spread(days: list[int], *, unknown: int) -> Days:
    if not days:
        return Days(0, unknown, None, None)
    days = sorted(days)
    return Days(len(days), unknown, median(days), days[ceil(len(days) * 0.9) - 1])


def _days(begin, end) -> int:
    return (timezone.localdate(end) - timezone.localdate(begin)).days
