"""Several partners are asked at once, and one is enough: the first yes takes the others back."""

import uuid

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from audit import guard, trail
from audit.actors import CLOCK
from audit.moves import MoveNotAllowed
from referrals.lifecycle import ACCEPT, RECALL, TOGETHER
from referrals.models import RecallReason, Referral
from referrals.services.ending import end
from referrals.services.holding import asked_together, require, rows
from referrals.services.telling import tell_partner

AT_THE_PARTNER = TOGETHER.sources - {"draft"}


@trail.act
def put_together(pk, *, with_pks, by) -> Referral:
    """Only one of these is to say yes. With nobody chosen, it stands alone again."""
    asked = guard.reach(rows(), pk, by=by, right=TOGETHER.right)
    require(TOGETHER, asked)
    found = {str(one.pk): one for one in _candidates(asked, by=by)}
    wanted = {str(one) for one in with_pks} | {str(asked.pk)}
    if not wanted <= found.keys():
        raise ValidationError(_("One of them has moved on. Look again."), code="moved_on")
    group = uuid.uuid4() if len(wanted) > 1 else None
    for key in sorted(wanted):
        found[key].parallel_group = group
        found[key].save(update_fields=["parallel_group"])
        trail.record(by, "referral.together", found[key], many=len(wanted))
    return found[str(asked.pk)]


def _candidates(asked: Referral, *, by) -> list[Referral]:
    """Held in one order, as a yes holds them: nobody waits for somebody who waits."""
    mine = rows().visible_to(by).filter(help_request=asked.help_request_id)
    open_ones = mine.filter(status__in=TOGETHER.sources)
    return list(open_ones.select_for_update(of=("self",)).order_by("pk"))


def wait_for_the_others(pk, *, by):
    """Step: before a yes. Two that say yes in the same moment come one after the other."""
    asked = guard.reach(rows(), pk, by=by, right=ACCEPT.right)
    group = asked.parallel_group
    if group:
        held = asked_together(asked).select_for_update().order_by("pk")
        list(held.values_list("pk", flat=True))
    return group


def take_back_the_others(referral: Referral, group) -> None:
    """Step: after a yes. *group* is what was waited for; if it has changed, look again."""
    if referral.parallel_group != group:
        raise MoveNotAllowed(ACCEPT, referral)
    if group is None:
        return
    others = asked_together(referral).exclude(pk=referral.pk).values("pk")
    for other in rows().filter(pk__in=others, status__in=AT_THE_PARTNER).order_by("pk"):
        other.recall_reason = RecallReason.OTHER_YES
        end(other, RECALL, by=CLOCK, reason=other.recall_reason, why=other.recall_reason)
        tell_partner(other, "ENDED", by=CLOCK)
