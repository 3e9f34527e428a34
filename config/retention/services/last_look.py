"""Steps: a row of an approved list is asked about once more, before anything is done to it."""

from django.db.models import Model
from django.utils import timezone

from audit import trail
from audit.trail import name_of
from config.police.lifecycle import OPEN
from config.police.models import ContactRequest
from config.retention.codes import Dropped
from config.retention.models import DisposalItem
from config.retention.services import knowing
from intake.models import HelpRequest
from intake.services import following
from referrals.services import erasing as of_requests


def drops_out(item: DisposalItem, row: Model, *, by) -> bool:
    """It is not due any more: the list says why, and the rules may let it go another day."""
    why = _why_not(item, row)
    if why:
        item.state, item.dropped_for = DisposalItem.State.DROPPED, why
        item.save()
        trail.record(by, "disposal.drop", item.disposal, row=item.about, why=why)
    return bool(why)


def joined_with(row: Model) -> list[str]:
    """What else is one to work with it, and is not erased yet: the trail's names."""
    return [name_of(one) for one in _together(row)] if isinstance(row, HelpRequest) else []


def _together(row: HelpRequest) -> list[HelpRequest]:
    return list(following.together(row).filter(erased_at__isnull=True))


def _why_not(item: DisposalItem, row: Model) -> str:
    """Of what is joined, what keeps one of them keeps them all."""
    if row.erased_at:
        return Dropped.GONE
    beside = joined_with(row)
    if item.disposal.items.filter(about__in=beside).count() < len(beside):
        return Dropped.NOT_DUE  # not all of them are on this list
    known = knowing.known(timezone.localdate())
    verdict = known.judge(knowing.facts_of(row, known.day))
    if not verdict.is_due(known.day):
        return Dropped.NOT_DUE
    if isinstance(row, HelpRequest) and any(map(_is_in_the_way, (row, *_together(row)))):
        return Dropped.IN_THE_WAY
    return ""


def _is_in_the_way(row: HelpRequest) -> bool:
    """What it was asked for is given, or refused, before there is nothing to give."""
    is_asked_for = ContactRequest.objects.filter(help_request=row, status__in=OPEN).exists()
    proposed = of_requests.erasure_of(row) is not None
    return is_asked_for or proposed or bool(of_requests.in_the_way(row))
