"""How long each side has, and what silence leads to. No Django, no database, no clock.

One due time per open referral, owned by whoever holds the ball and counted in that side's
working time. A reminder at half the time, due at the whole, the team lead at one and a
half, and at twice the time an unanswered referral comes back – but never an urgent one:
that goes on to a person.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum

from partners.working_time import Calendar

DAYS, HOURS = "days", "hours"

NORMAL = {
    "draft": (10, DAYS), "sent": (1, DAYS), "opened": (3, DAYS), "asked": (3, DAYS),
    "accepted": (5, DAYS), "active": (20, DAYS), "reported": (5, DAYS),
    "waiting": (10, DAYS), "review": (5, DAYS), "contested": (5, DAYS), "disputed": (5, DAYS),
    "approval": (5, DAYS), "in_line": (10, DAYS),
}  # fmt: skip
URGENT = {
    "draft": (1, DAYS), "sent": (2, HOURS), "opened": (1, DAYS), "asked": (4, HOURS),
    "accepted": (1, DAYS), "active": (5, DAYS), "reported": (1, DAYS),
    "waiting": (10, DAYS), "review": (1, DAYS), "contested": (1, DAYS), "disputed": (1, DAYS),
    "approval": (4, HOURS), "in_line": (10, DAYS),
}  # fmt: skip

QUIET = ("waiting", "paused")  # until a day; nobody is chased meanwhile
OPENS_BEFORE = 10  # working days before an expected start
DRAFT_LASTS, DRAFT_WARNED = timedelta(days=90), timedelta(days=76)

HALF_A_DAY = timedelta(hours=4)
MOST_DAYS_APART = 60  # two calendars that never meet must not keep each other waiting

MAY_EXPIRE = ("sent", "opened")
URGENCIES = ("emergency", "same_day")


class Step(Enum):
    REMIND = "remind"
    ESCALATE = "escalate"
    EXPIRE = "expire"
    CLOSE = "close"
    HAND_TO_LEAD = "hand_to_lead"
    LOOK = "look"  # a day has come, or ten working days of waiting for it
    TAKE_BACK = "take_back"  # we objected to a report and nobody said anything
    WARN = "warn"  # a draft will be thrown away
    THROW_AWAY = "throw_away"


@dataclass(frozen=True)
class Timer:
    """When the ball came to its holder, when it is due, and what has been done about silence.

    *status* is the state, or what goes on within it: a draft may wait for its second person
    (approval) or for another partner's answer (in_line), a yes for its day (waiting); help may
    rest (paused, review); and a report we have objected to is the partner's (contested), then
    ours alone to decide (disputed).
    """

    status: str
    is_urgent: bool
    since: datetime
    due: datetime
    done: frozenset[Step] = frozenset()
    written: datetime | None = None  # a draft's last change


def is_urgent(urgency: str) -> bool:
    return urgency in URGENCIES


def due(
    status: str, urgency: str, *, now: datetime, calendar: Calendar, other: Calendar | None = None
) -> datetime:
    """When the holder of the ball must have acted.

    Days are moved on until one on which the *other* side is at work too; an urgent referral
    waits for nobody's holiday.
    """
    urgent = is_urgent(urgency)
    amount, unit = (URGENT if urgent else NORMAL)[status]
    if unit == HOURS:
        return calendar.after(now, timedelta(hours=amount))
    found = calendar.after_days(now, amount)
    if urgent or other is None:
        return found
    return _common_day(found, calendar, other)


def _common_day(moment: datetime, calendar: Calendar, other: Calendar) -> datetime:
    candidate = moment
    for _ in range(MOST_DAYS_APART):
        if other.is_open_on(candidate.astimezone(other.zone).date()):
            return candidate
        candidate = calendar.after_days(candidate, 1)
    return moment


def go_on(left: timedelta, *, now: datetime, calendar: Calendar) -> datetime:
    """When a clock that stood still runs out: after what was left, at least half a day."""
    return calendar.after(now, max(left, HALF_A_DAY))


def due_on(day: date, status: str, *, now: datetime, calendar: Calendar) -> datetime:
    """When what waits for *day* is looked at: that morning; a start also every ten days before."""
    morning = calendar.next_open(datetime.combine(day, time(), calendar.zone))
    if status not in NORMAL:
        return morning
    return min(morning, calendar.after_days(now, NORMAL[status][0]))


def days_before(day: date, amount: int, *, calendar: Calendar) -> date:
    """The day that is *amount* working days before *day*."""
    for _ in range(MOST_DAYS_APART + amount * 7):
        if amount == 0:
            break
        day -= timedelta(days=1)
        amount -= calendar.is_open_on(day)
    return day


def has_closed(timer: Timer, calendar: Calendar) -> bool:
    """The holder has said since that it is closed that day: it gets its time when it is open.

    The urgent waits for nobody who closes at short notice: it goes on to a person.
    """
    if timer.is_urgent or timer.status in (*QUIET, "in_line"):
        return False
    return not calendar.is_open_on(timer.due.astimezone(calendar.zone).date())


def marks(timer: Timer, calendar: Calendar) -> dict[Step, datetime]:
    """When each step falls for this timer, in the holder's working time."""
    if timer.status in QUIET:
        return {Step.LOOK: timer.due}
    if timer.status == "in_line":  # the one before it has a time of its own
        return _of_a_draft(timer)
    whole = calendar.worked(timer.since, timer.due)
    if timer.status == "contested":
        half = calendar.after(timer.since, whole / 2)
        return {Step.REMIND: half, Step.TAKE_BACK: timer.due}
    return _chased(timer, calendar, whole) | _of_a_draft(timer)


def _of_a_draft(timer: Timer) -> dict[Step, datetime]:
    """What nobody sends is thrown away; its author is told a fortnight before."""
    if timer.written is None:
        return {}
    return {
        Step.WARN: timer.written + DRAFT_WARNED,
        Step.THROW_AWAY: timer.written + DRAFT_LASTS,
    }


def _chased(timer: Timer, calendar: Calendar, whole: timedelta) -> dict[Step, datetime]:
    found = {
        Step.REMIND: calendar.after(timer.since, whole / 2),
        Step.ESCALATE: calendar.after(timer.due, whole / 2),
    }
    if timer.is_urgent:
        found[Step.ESCALATE] = timer.due
    found[_last(timer)] = calendar.after(timer.due, whole)
    return found


def _last(timer: Timer) -> Step:
    """What happens at twice the time: silence always ends with a named person of ours."""
    if timer.is_urgent:
        return Step.HAND_TO_LEAD
    if timer.status in MAY_EXPIRE:
        return Step.EXPIRE
    return Step.CLOSE if timer.status == "reported" else Step.HAND_TO_LEAD


def steps_due(timer: Timer, *, now: datetime, calendar: Calendar) -> list[Step]:
    """What is to be done now and has not been done. Asked again, the answer is nothing new."""
    reached = [step for step, when in marks(timer, calendar).items() if when <= now]
    return [step for step in reached if step not in timer.done]


def next_look(timer: Timer, *, calendar: Calendar) -> datetime | None:
    """When there is next something to do about silence; never, once all is done."""
    left = [when for step, when in marks(timer, calendar).items() if step not in timer.done]
    return min(left, default=None)
