"""What referrals ask of one of ours today. Asked for by intake, which knows no referral
(settings.TASKS_ELSEWHERE)."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Max, Q, Value
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from audit.guard import Place
from intake.services import greeting, standing_in
from referrals import rights
from referrals.forms.filters import awaiting_approval
from referrals.lifecycle import PACKAGE_OPEN, WITH_US, Side, Status
from referrals.models import Referral
from referrals.services import digesting, guiding
from referrals.views import next_steps, rows

MOST = 50
ASKS = {
    Status.DRAFT: _("Finish your question to the partner"),
    Status.ASKED: _("Answer the partner’s question"),
    Status.REPORTED: _("Read the partner’s report"),
}
APPROVE = _("Look at it as the second person")
BACK, WAY, TALK = "back", "way", "talk"
ALSO = {  # what is not a referral's own state, and where it is done
    BACK: (_("Say what happens next: a partner could not help"), "desk:referral_step"),
    WAY: (_("Ask whether the person got there"), "desk:arrival"),
    TALK: (_("Read what the partner has written"), "desk:referral_conversation"),
}


@dataclass(frozen=True)
class Task:
    """One line of somebody's day: what, where it is done, and by when."""

    reference: str
    label: str | Promise
    url: str
    due_at: datetime


def tasks_of(place: Place) -> list[Task]:
    """Those about what they have or hold, or step in for; their own drafts, but for what is sent by
    itself; and what waits for a second person.
    """
    user = place.user
    if not user.has_perm(rights.SEND):
        return []
    absent, every = standing_in.principal_keys(user), Referral.objects.all()
    theirs = Q(help_request__assigned_to=user) | Q(held_by=user)
    theirs |= Q(help_request__assigned_to__in=absent) | Q(held_by__in=absent)
    mine = every.waiting_for(Side.US).filter(
        Q(status=Status.DRAFT, author=user, submitted_at__isnull=True, after__isnull=True)
        | theirs & ~Q(status=Status.DRAFT), status__in=WITH_US,
    )  # fmt: skip
    talks = rows.listed(place, every.filter(theirs, status__in=PACKAGE_OPEN))
    found = _soonest(
        user, mine=rows.listed(place, mine), ways=guiding.due_for(place, absent),
        back=next_steps.due(next_steps.came_back(place, every.filter(theirs))),
        talks=talks.filter(messages__writer=Side.PARTNER),
    )  # fmt: skip
    if user.has_perm(rights.APPROVE):
        waiting = rows.listed(place, awaiting_approval(every.order_by("due_at", "pk"), user))
        found += [_task(one, "desk:approval", APPROVE) for one in waiting[:MOST]]
    return sorted(found, key=lambda task: task.due_at)


def _soonest(user, *, mine, back, ways, talks) -> list[Task]:
    """What waits for us, what came back and is to be decided about, whom to ask whether they got
    there, and what partners have written: one question for all, and two more if they have.
    """
    asked = _asked(mine, F("due_at"), F("status")).union(
        _asked(back, F("next_step__due_at"), Value(BACK)),
        _asked(ways, F("asked_at"), Value(WAY), reference="help_request__reference"),
        _asked(talks, Max("messages__written_at"), Value(TALK), rank=1), all=True,
    )  # fmt: skip
    found = list(asked.order_by("rank", "due")[: 2 * MOST])
    unread = digesting.unread_by(user, [pk for pk, *_rest, what, _rank in found if what == TALK])
    return [
        _of_ours(pk, reference, what, _day_after(unread[pk].first) if what == TALK else due)
        for pk, reference, due, what, _rank in found if what != TALK or pk in unread
    ]  # fmt: skip


def _asked(rows, due, what, *, reference="reference", rank=0):
    """*what*: a referral's own state, or one of the words above."""
    found = rows.order_by().annotate(due=due, what=what, rank=Value(rank))
    return found.values_list("pk", reference, "due", "what", "rank")


def _of_ours(pk, reference: str, what: str, due_at) -> Task:
    label, door = ALSO.get(what) or (ASKS.get(what) or Status(what).label, "desk:referral")
    return Task(reference, label, reverse(door, args=[pk]), due_at)


def _day_after(moment: datetime) -> datetime:
    """What a partner has written is read before the next working day is over."""
    return greeting.front().calendar.after_days(moment, 1)


def _task(referral, door: str, label) -> Task:
    return Task(referral.reference, label, reverse(door, args=[referral.pk]), referral.due_at)
