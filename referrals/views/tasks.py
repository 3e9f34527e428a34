"""What referrals ask of one of ours today. Asked for by intake, which knows no referral
(settings.TASKS_ELSEWHERE)."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from intake.services import standing_in
from referrals import rights
from referrals.forms.filters import awaiting_approval
from referrals.lifecycle import Side, Status
from referrals.views import rows

MOST = 50
ASKS = {
    Status.DRAFT: _("Finish your question to the partner"),
    Status.ASKED: _("Answer the partner’s question"),
    Status.REPORTED: _("Read the partner’s report"),
}
APPROVE = _("Look at it as the second person")


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
    ours, absent = rows.ours(user).waiting_for(Side.US), standing_in.principal_keys(user)
    theirs = Q(help_request__assigned_to=user) | Q(held_by=user)
    theirs |= Q(help_request__assigned_to__in=absent) | Q(held_by__in=absent)
    mine = ours.filter(
        Q(status=Status.DRAFT, author=user, submitted_at__isnull=True)
        | theirs & ~Q(status=Status.DRAFT)
    )
    found = [_task(one, "desk:referral", ASKS.get(one.status)) for one in mine[:MOST]]
    if user.has_perm(rights.APPROVE):
        waiting = awaiting_approval(rows.ours(user), user)
        found += [_task(one, "desk:approval", APPROVE) for one in waiting[:MOST]]
    return sorted(found, key=lambda task: task.due_at)


def _task(referral, door: str, label) -> Task:
    url = reverse(door, args=[referral.pk])
    return Task(referral.reference, label or referral.get_status_display(), url, referral.due_at)
