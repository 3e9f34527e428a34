"""Who is at work when. The room above knows, and says so once, when it is ready."""

from collections.abc import Callable
from datetime import datetime

_told: dict[str, Callable] = {}


def ask(calendars: Callable) -> None:
    """From now on *calendars()* is asked: a calendar by organisation, each with is_open()."""
    _told["calendars"] = calendars


def known() -> Callable[[str, datetime], bool]:
    """Whether an organisation is at work at a moment. One that nobody knows never is."""
    calendars, answers = _told["calendars"](), {}

    def is_at_work(organisation: str, at: datetime) -> bool:
        key = organisation, at.replace(second=0, microsecond=0)
        if key not in answers:
            calendar = calendars.get(organisation)
            answers[key] = calendar is not None and calendar.is_open(key[1])
        return answers[key]

    return is_at_work
