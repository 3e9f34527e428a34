"""Put a request off until a day. It comes back by itself; a word from the person brings it back."""

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from audit import guard, trail
from audit.actors import CLOCK
from audit.one_by_one import one_by_one
from intake import rights
from intake.lifecycle import IN_HAND, may_release
from intake.models import HelpRequest, Message, Reason, Urgency
from intake.services import (
    breaking_glass,
    calling_for_inquiry,
    choosing_reasons,
    greeting,
    standing_in,
    telling,
)

LONGEST = timedelta(days=90)
URGENT_ONES = (Urgency.NOW, Urgency.SAME_DAY)

NOT_YOURS = _("Only whoever has the request, or leads the team, can put it off.")
UNREAD = _("The person has written something that nobody has read. Read it before you put it off.")
URGENT = _("What is urgent today is not put off. Weigh it anew first, if it is less urgent now.")
NOT_THEN = _("Choose a day after today, and within 90 days.")
CLOSED = _("We are closed on that day. The next working day is %(day)s.")
NOT_PUT_OFF = _("It is not put off any more. Nothing was changed.")


@trail.act
def put_off(pk, *, until: date, why: str, by) -> HelpRequest:
    """It waits at the end of the day's list. Neither what is unread, nor what is urgent."""
    help_request = _hold(pk, by=by)
    if help_request.first_read_at is None or _has_unread(help_request):
        raise ValidationError(UNREAD, code="unread")
    if help_request.urgency in URGENT_ONES:
        raise ValidationError(URGENT, code="urgent")
    calling_for_inquiry.require_settled(help_request)
    _require_a_day(until)
    choosing_reasons.require(Reason.Of.PUT_OFF, why, field="why")
    help_request.put_off_until, help_request.put_off_for = until, why
    help_request.save(update_fields=["put_off_until", "put_off_for"])
    trail.record(by, "helprequest.put_off", help_request, until=until.isoformat(), why=why)
    return help_request


@trail.act
def bring_back(pk, *, by) -> HelpRequest:
    """It is on the day's list again."""
    help_request = _hold(pk, by=by)
    if not wake(help_request, by=by):
        raise ValidationError(NOT_PUT_OFF, code="not_put_off")
    return help_request


def sweep(today: date | None = None) -> int:
    """Bring back what was put off until today, and tell whoever has it. Twice does nothing new."""
    today = today or timezone.localdate()
    due = HelpRequest.objects.filter(put_off_until__lte=today).order_by("pk")
    return one_by_one(_bring_back_today, due.values_list("pk", flat=True), today)


@trail.act
def _bring_back_today(pk, today: date) -> bool:
    rows = HelpRequest.objects.without_words().select_for_update(of=("self",))
    help_request = rows.filter(pk=pk, put_off_until__lte=today).first()
    if help_request is None:
        return False
    wake(help_request, by=CLOCK)
    telling.tell(help_request, "BACK_AGAIN", by=CLOCK)
    return True


# --- Steps: they expect to be inside a use case ---------------------------------------------------


def wake(help_request: HelpRequest, *, by) -> bool:
    """Put off no more, if it was."""
    if help_request.put_off_until is None:
        return False
    help_request.put_off_until, help_request.put_off_for = None, ""
    help_request.save(update_fields=["put_off_until", "put_off_for"])
    trail.record(by, "helprequest.bring_back", help_request)
    return True


def _hold(pk, *, by) -> HelpRequest:
    rows = HelpRequest.objects.without_words()
    help_request = guard.hold(rows, pk, by=by, right=rights.TRIAGE)
    breaking_glass.require_not_through(help_request, by=by)
    is_theirs = may_release(by, help_request) or standing_in.has(by, help_request)
    if help_request.status not in IN_HAND or not is_theirs:
        raise ValidationError(NOT_YOURS, code="not_yours")
    return help_request


def _has_unread(help_request: HelpRequest) -> bool:
    unread = help_request.messages.filter(writer=Message.Writer.PERSON, read_at__isnull=True)
    return unread.exists()


def _require_a_day(until: date) -> None:
    today = timezone.localdate()
    if not today < until <= today + LONGEST:
        raise ValidationError({"until": ValidationError(NOT_THEN, code="not_then")})
    calendar, day = greeting.front().calendar, until
    if calendar.is_open_on(day):
        return
    while not calendar.is_open_on(day) and day <= today + LONGEST:
        day += timedelta(days=1)
    params = {"day": date_format(day, "DATE_FORMAT")}
    raise ValidationError({"until": ValidationError(CLOSED, code="closed", params=params)})
