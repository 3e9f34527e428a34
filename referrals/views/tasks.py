"""What referrals ask of one of ours today. Asked for by intake, which knows no referral
(settings.TASKS_ELSEWHERE)."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from intake.services import greeting, standing_in
from referrals import rights
from referrals.forms.filters import awaiting_approval
from referrals.lifecycle import ENDED, PACKAGE_OPEN, Side, Status
from referrals.services import digesting
from referrals.views import next_steps, rows

MOST = 50
ASKS = {
    Status.DRAFT: _("Finish your question to the partner"),
    Status.ASKED: _("Answer the partner’s question"),
    Status.REPORTED: _("Read the partner’s report"),
}
READ = _("Read what the partner has written")
APPROVE = _("Look at it as the second person")
NEXT = _("Say what happens next: a partner could not help")


@dataclass(frozen=True)
class Task:
    """One line of somebody's day: what, where it is done, and by when."""

    reference: str
    label: str | Promise
    url: str
    due_at: datetime


def tasks_of(user) -> list[Task]:
    """Those about what they have or hold, or step in for; their own drafts; and what waits for a
    second person.
    """
    if not user.has_perm(rights.SEND):
        return []
    reached, absent = rows.ours(user), standing_in.principal_keys(user)
    theirs = Q(help_request__assigned_to=user) | Q(held_by=user)
    theirs |= Q(help_request__assigned_to__in=absent) | Q(held_by__in=absent)
    mine = reached.waiting_for(Side.US).filter(
        Q(status=Status.DRAFT, author=user, submitted_at__isnull=True)
        | theirs & ~Q(status=Status.DRAFT)
    )
    found = _soonest(mine, next_steps.due(reached.filter(theirs)))
    found += _to_read(user, reached.filter(theirs, status__in=PACKAGE_OPEN))
    if user.has_perm(rights.APPROVE):
        waiting = awaiting_approval(rows.ours(user), user)
        found += [_task(one, "desk:approval", APPROVE) for one in waiting[:MOST]]
    return sorted(found, key=lambda task: task.due_at)


def _soonest(mine, back) -> list[Task]:
    """What waits for us, and what came back and is to be decided about: one question for both."""
    told = ("pk", "reference", "status", "due")
    mine = mine.order_by().annotate(due=F("due_at")).values_list(*told)
    back = back.order_by().annotate(due=F("next_step__due_at")).values_list(*told)
    return [_of_ours(*row) for row in mine.union(back, all=True).order_by("due")[:MOST]]


def _of_ours(pk, reference: str, status: str, due_at) -> Task:
    is_back = status in ENDED
    label = NEXT if is_back else ASKS.get(status, Status(status).label)
    door = "desk:referral_step" if is_back else "desk:referral"
    return Task(reference, label, reverse(door, args=[pk]), due_at)


def _to_read(user, referrals) -> list[Task]:
    """What a partner has written is read before the next working day is over."""
    written = list(referrals.filter(messages__isnull=False).distinct()[:MOST])
    unread, url = digesting.unread_by(user, written), "desk:referral_conversation"
    return [
        Task(one.reference, READ, reverse(url, args=[one.pk]), _day_after(unread[one.pk].first))
        for one in written if one.pk in unread
    ]  # fmt: skip


def _day_after(moment: datetime) -> datetime:
    return greeting.front().calendar.after_days(moment, 1)


def _task(referral, door: str, label) -> Task:
    return Task(referral.reference, label, reverse(door, args=[referral.pk]), referral.due_at)
