"""The clock puts new receipt codes in force: where the private key is, and nobody is asked.

Each is one act: the person's letters open to the new code, the old one is gone, and the log
says so. Whoever is killed in between has changed nothing; the next round begins anew.
"""

from datetime import timedelta
from functools import partial
from operator import call

from django.utils import timezone

from audit import moves, trail
from audit.actors import CLOCK
from audit.models import OutgoingState
from audit.one_by_one import one_by_one
from audit.vault.readdressing import readdress
from intake.lifecycle import CALL_NEW_CODE_OFF, EXPIRE_DIGITS, REPLACE, NewCodeState
from intake.models import HelpRequest, NewCode
from intake.services import erasing, recoding
from intake.services.redeeming import delay, tell

AN_HOUR = timedelta(hours=1)  # a notice bears only the hour it left in


def sweep(now=None) -> int:
    """Called by the clock. One that cannot be opened waits, and holds up no other."""
    now = now or timezone.now()
    rows = NewCode.objects.filter(ended_at__isnull=True)
    late = rows.filter(status=NewCodeState.GIVEN, digits_until__lte=now)
    due = rows.filter(status=NewCodeState.WAITING, opens_at__lte=now)
    todo = [partial(expire, pk, now) for pk in late.values_list("pk", flat=True)]
    todo += [partial(replace, pk, now) for pk in due.values_list("pk", flat=True)]
    return one_by_one(call, todo)


@trail.act
def expire(pk, now) -> bool:
    """Digits that nobody has used in a week hold no longer."""
    row = _held(pk, NewCodeState.GIVEN)
    if row is None or row.digits_until > now:
        return False
    recoding.end(row, EXPIRE_DIGITS, by=CLOCK)
    return True


@trail.act
def replace(pk, now) -> bool:
    """The delay is over, and nobody has said no: the new code opens, the old one is destroyed."""
    row = _held(pk, NewCodeState.WAITING)
    if row is None or row.opens_at > now:
        return False
    if row.lacks_a_second_person or _was_not_sent(row):
        recoding.end(row, CALL_NEW_CODE_OFF, by=CLOCK)
        tell(row, by=CLOCK)
        return True
    if not _has_had_time(row, now):
        return False
    _exchange(row)
    return True


def _held(pk, status: str) -> NewCode | None:
    """The request is held first, as everywhere. None if somebody was quicker."""
    rows = HelpRequest.objects.select_for_update(of=("self",)).without_words()
    row = recoding.running_of(rows.get(new_codes=pk))
    return row if row and row.pk == pk and row.status == status else None


def _was_not_sent(row: NewCode) -> bool:
    """The person could not be told at the address they gave: the change of code is called off."""
    return bool(row.notice) and row.notice.state in (OutgoingState.HELD, OutgoingState.FAILED)


def _has_had_time(row: NewCode, now) -> bool:
    """The whole delay has passed since the notice really left. If not yet, it is put off."""
    notice = row.notice
    if notice is None:
        return True
    if notice.state == OutgoingState.QUEUED:
        return False
    row.opens_at = max(row.opens_at, notice.settled_at + AN_HOUR + delay())
    row.save(update_fields=["opens_at"])
    return row.opens_at <= now


def _exchange(row: NewCode) -> None:
    help_request, new = row.help_request, row.receipt
    old = help_request.receipt
    names = [name for kind in erasing.words_of(help_request).values() for name in kind]
    count = readdress(names, old=bytes(old.public), new=bytes(new.public))
    old.delete()
    help_request.ticket = None  # the form it came with would give the old code again
    help_request.save(update_fields=["ticket"])
    new.help_request = help_request
    new.save(update_fields=["help_request"])
    moves.make(REPLACE, row, by=CLOCK, letters=count)
