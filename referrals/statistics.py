"""What this room can count. Always from what the asker may see; never a word."""

from django.db.models import Count

from referrals.lifecycle import Status
from referrals.models import DeclineReason, Result


def by_state(referrals) -> dict[str, int]:
    """How many stand where; every state is named, also the empty ones."""
    return _counted(referrals, "status", Status)


def by_decline_reason(referrals) -> dict[str, int]:
    """Why partners could not help: the need that is not met."""
    return _counted(referrals.filter(status=Status.DECLINED), "decline_reason", DeclineReason)


def by_result(referrals) -> dict[str, int]:
    """How it went, goal by goal."""
    return _counted(referrals.filter(goals__result__gt=""), "goals__result", Result)


def _counted(rows, column: str, codes) -> dict[str, int]:
    found = rows.order_by().values_list(column).annotate(many=Count("pk"))
    return {**{str(code): 0 for code in codes}, **dict(found)}
