"""What silence leads to. The clock's own deeds: run twice, they do nothing new."""

from django.db import connection
from django.utils import timezone

from audit import outbox, trail
from audit.actors import CLOCK
from audit.one_by_one import one_by_one
from partners.models import calendars_beside
from referrals import deadlines
from referrals.deadlines import Step
from referrals.lifecycle import EXPIRE, Side
from referrals.models import Referral
from referrals.services.drafting import throw_away
from referrals.services.ending import end
from referrals.services.following_up import close
from referrals.services.holding import rows
from referrals.services.telling import tell_leads, tell_partner, tell_us


def sweep(now=None) -> int:
    """Do what is due by *now*; returns how many referrals were moved on or somebody told."""
    now = now or timezone.now()
    due = Referral.objects.filter(look_at__lte=now).order_by("look_at")
    return one_by_one(_chase, due.values_list("pk", flat=True), now)


@trail.act
def _chase(pk, now) -> bool:
    """What another worker holds is left to it."""
    skips = connection.features.has_select_for_update_skip_locked
    held = rows().select_for_update(of=("self",), skip_locked=skips)
    referral = held.filter(pk=pk, look_at__lte=now).first()
    if referral is None:
        return False
    calendar = referral.calendar()
    if deadlines.has_closed(referral.timer(), calendar):
        _count_anew(referral)
    steps = deadlines.steps_due(referral.timer(), now=now, calendar=calendar)
    last = next((step for step in steps if step in LAST), None)
    if last:
        LAST[last](referral, now)
    else:
        _prompt(referral, steps)
    return bool(steps)


def _count_anew(referral: Referral) -> None:
    """From when the ball came, in the hours as they are now; what was done about silence stands."""
    ours, theirs = calendars_beside(referral.to_id)
    mine, other = (theirs, ours) if referral.holder == Side.PARTNER else (ours, theirs)
    before, since = referral.due_at, referral.holder_since
    referral.due_at = deadlines.due(
        referral.timed_as(), referral.urgency, now=since, calendar=mine, other=other
    )
    trail.record(
        CLOCK, "referral.count_anew", referral, due_before=before.isoformat(timespec="minutes"),
        due=referral.due_at.isoformat(timespec="minutes"),
    )  # fmt: skip


def _expire(referral: Referral, now) -> None:
    end(referral, EXPIRE, by=CLOCK)
    tell_us(referral, "BACK", by=CLOCK)
    tell_partner(referral, "ENDED", by=CLOCK)


def _close(referral: Referral, now) -> None:
    close(referral, by=CLOCK, by_clock=True)
    tell_us(referral, "NEWS", by=CLOCK)


def _look(referral: Referral, now) -> None:
    """The day has come, or it is time to ask whether it still holds: both sides look."""
    referral.count(now)
    referral.save()
    trail.record(CLOCK, "referral.look", referral, status=referral.timed_as())
    tell_partner(referral, "WAITING", by=CLOCK)
    tell_us(referral, "LOOK", by=CLOCK)


def _take_back(referral: Referral, now) -> None:
    """We objected and heard nothing: the report stands, and it is ours to decide."""
    referral.holder = Side.US
    referral.count(now)
    referral.save()
    trail.record(CLOCK, "referral.take_back", referral)
    tell_us(referral, "WAITING_FOR_US", by=CLOCK)


def _throw_away(referral: Referral, now) -> None:
    """A draft that nobody sent does not lie for ever: its key is destroyed."""
    outbox.post(referral.author, "referrals.DRAFT_GONE", about=referral, by=CLOCK)
    throw_away(referral, by=CLOCK)


def _prompt(referral: Referral, steps: list[Step]) -> None:
    """Remind the holder, tell the lead, or lay it in the lead's hands: each once."""
    for step in steps:
        STEPS[step](referral)
        trail.record(CLOCK, f"referral.{step.value}", referral, status=referral.status)
    referral.silence = [*referral.silence, *(step.value for step in steps)]
    referral.plan_look()
    referral.save()


def _remind(referral: Referral) -> None:
    if referral.holder == Side.PARTNER:
        tell_partner(referral, "WAITING", by=CLOCK)
    elif referral.is_pending:
        tell_leads(referral, "TO_APPROVE", by=CLOCK)
    else:
        tell_us(referral, "WAITING_FOR_US", by=CLOCK)


def _escalate(referral: Referral) -> None:
    tell_leads(referral, "LATE", by=CLOCK)


def _warn(referral: Referral) -> None:
    outbox.post(referral.author, "referrals.DRAFT_ENDS", about=referral, by=CLOCK)


def _hand_to_lead(referral: Referral) -> None:
    referral.with_lead = True
    tell_leads(referral, "WITH_LEAD", by=CLOCK)


STEPS = {
    Step.REMIND: _remind, Step.ESCALATE: _escalate, Step.HAND_TO_LEAD: _hand_to_lead,
    Step.WARN: _warn,
}  # fmt: skip
LAST = {
    Step.EXPIRE: _expire, Step.CLOSE: _close, Step.LOOK: _look, Step.TAKE_BACK: _take_back,
    Step.THROW_AWAY: _throw_away,
}  # fmt: skip
