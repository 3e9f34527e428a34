"""The clock reads on in the log: whatever happened to a referral, its partner's system is told.

The log is written in the transaction of each act and numbered without a gap. So nothing is missed
and nothing told twice, and no deed need know that other systems exist.
"""

from django.db.models import Max
from django.utils import timezone

from audit import outbox, trail
from audit.actors import CLOCK
from audit.models import Link, OutgoingState
from config.accounts.models import User
from config.accounts.roles import Role
from config.webhooks.events import KINDS
from config.webhooks.models import HeardUntil, Receiver
from referrals.models import Referral

AT_ONCE = 1_000  # lines in one round


def sweep() -> int:
    """Returns how many calls were queued."""
    _tell_of_failures()
    return hear()


@trail.act
def hear() -> int:
    """Queue the calls and note how far we have come: both, or neither."""
    last = Link.objects.aggregate(last=Max("number"))["last"] or 0
    mark = HeardUntil.objects.select_for_update().first()
    receivers = _receivers()
    if mark is None or not receivers:
        if mark is None or mark.number != last:
            HeardUntil.objects.update_or_create(pk=1, defaults={"number": last})
        return 0
    until = min(last, mark.number + AT_ONCE)
    queued = _call(_lines(mark.number, until), receivers)
    mark.number = until
    mark.save()
    return queued


def _receivers() -> dict:
    found = {}
    for one in Receiver.objects.told():
        found.setdefault(one.organisation_id, []).append(one)
    return found


def _lines(after: int, until: int):
    lines = Link.objects.filter(number__gt=after, number__lte=until, event__deed__in=KINDS)
    return list(lines.order_by("number").values_list("event__deed", "event__about", "event__at"))


def _call(lines, receivers: dict) -> int:
    pks = {about.rpartition("/")[2] for _deed, about, _at in lines}
    sent = Referral.objects.filter(pk__in=pks, sent_at__isnull=False, to__in=receivers)
    theirs = {f"referrals.referral/{pk}": to for pk, to in sent.values_list("pk", "to")}
    due = [
        (one, KINDS[deed], about, at)
        for deed, about, at in lines
        for one in receivers.get(theirs.get(about), ())
    ]
    for one, kind, about, at in due:
        outbox.call(one, kind, about=about, by=CLOCK, at=at)
    return len(due)


@trail.act
def _tell_of_failures() -> None:
    """As long as something stands on the list, whoever answers for it hears so once a day."""
    today = timezone.localdate()
    for one in Receiver.objects.exclude(failure_told_on=today).select_for_update(of=("self",)):
        if one.calls().filter(state=OutgoingState.FAILED).exists():
            one.failure_told_on = today
            one.save(update_fields=["failure_told_on"])
            for person in User.objects.filter(role=Role.ADMINISTRATOR, is_active=True):
                outbox.post(person, "config.webhooks.NOT_TAKEN", about=one, by=CLOCK)
