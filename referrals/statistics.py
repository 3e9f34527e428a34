"""What this room can count. Always from what the asker may see; never a word."""

from dataclasses import dataclass
from math import ceil
from statistics import median

from django.db.models import Count
from django.utils import timezone

from referrals.lifecycle import Status
from referrals.models import DeclineReason, Result


@dataclass(frozen=True)
class Days:
    """So many days, in the middle and for the slowest tenth; *unknown* are not in the figures."""

    known: int
    unknown: int
    median: float | None
    ninetieth: int | None


def by_state(referrals) -> dict[str, int]:
    """How many stand where; every state is named, also the empty ones."""
    return _counted(referrals, "status", Status)


def by_decline_reason(referrals) -> dict[str, int]:
    """Why partners could not help: the need that is not met."""
    return _counted(referrals.filter(status=Status.DECLINED), "decline_reason", DeclineReason)


def by_result(referrals) -> dict[str, int]:
    """How it went, goal by goal."""
    return _counted(referrals.filter(goals__result__gt=""), "goals__result", Result)


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


def _counted(rows, column: str, codes) -> dict[str, int]:
    found = rows.order_by().values_list(column).annotate(many=Count("pk"))
    return {**{str(code): 0 for code in codes}, **dict(found)}
