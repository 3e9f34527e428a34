"""When something about a concern report is due: days on the wall's calendar, and nothing else.

The law counts calendar days, weekends and holidays with them. A day ends at midnight where we are.
"""

from datetime import date, datetime, timedelta

from django.db.models import TextChoices
from django.utils import timezone

from intake.lifecycle import UNDECIDED, ConcernStatus
from intake.models.concern_limit import Limit

# So long after it came, the notice that it came has been enough.
QUIET = timedelta(hours=2)


class Step(TextChoices):
    """What the clock says about a report. Each is said once."""

    ASSESS_TODAY = "assess_today"
    ASSESS_MISSED = "assess_missed"
    DECIDE_SOON = "decide_soon"
    DECIDE_MISSED = "decide_missed"
    TELL_SOON = "tell_soon"
    TELL_MISSED = "tell_missed"


ABOUT_DECISION = {Step.DECIDE_SOON, Step.DECIDE_MISSED}


def assess_on(received: datetime, limits: dict) -> date:
    """At once is the same day; for what comes late in the day, the next (SoL 20:1)."""
    local = timezone.localtime(received)
    is_late = local.hour >= limits[Limit.LATE_FROM]
    return local.date() + timedelta(days=int(is_late))


def decide_on(received: datetime, limits: dict) -> date:
    """The last day for the decision. The day it came is not counted (SoL 20:2)."""
    return timezone.localdate(received) + timedelta(days=limits[Limit.DECISION])


def tell_on(decided: datetime, asked: datetime, *, is_running: bool, limits: dict) -> date:
    """Within a week of the decision; asked for later, or if an inquiry runs, at once (SoL 19:6)."""
    asked_on, decided_on = timezone.localdate(asked), timezone.localdate(decided)
    last = decided_on + timedelta(days=limits[Limit.FEEDBACK])
    return max(asked_on, decided_on) if is_running or asked_on > decided_on else last


def next_due(report, tell_by: date | None = None) -> date | None:
    """What falls due next for *report*, by which the list is sorted."""
    if report.status == ConcernStatus.RECEIVED:
        return report.assess_on
    if report.status == ConcernStatus.ASSESSED:
        return report.decide_on
    return tell_by


def steps_due(report, *, now: datetime, limits: dict, tell_by: date | None = None) -> set[Step]:
    """All that the clock has to say by *now*, said already or not."""
    today, found = timezone.localdate(now), set()
    if report.status == ConcernStatus.RECEIVED:
        if today > report.assess_on:
            found.add(Step.ASSESS_MISSED)
        elif today == report.assess_on and now >= report.received_at + QUIET:
            found.add(Step.ASSESS_TODAY)
    if report.status in UNDECIDED:
        if today > report.decide_on:
            found.add(Step.DECIDE_MISSED)
        elif today >= report.decide_on - timedelta(days=limits[Limit.REMIND]):
            found.add(Step.DECIDE_SOON)
    if tell_by is not None and today >= tell_by - timedelta(days=1):
        found.add(Step.TELL_MISSED if today > tell_by else Step.TELL_SOON)
    return found
