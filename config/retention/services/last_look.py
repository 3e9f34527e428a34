"""Steps: a row of an approved list is asked about once more, before anything is done to it."""

from django.utils import timezone

from audit import trail
from config.retention.codes import Dropped
from config.retention.models import DisposalItem
from config.retention.services import knowing
from intake.models import ConcernReport, HelpRequest
from intake.services import erasing as of_intake
from referrals.services import erasing as of_requests


def held(about: str) -> HelpRequest | ConcernReport:
    is_report = about.startswith(f"{ConcernReport._meta.label_lower}/")
    return of_intake.held_report(about) if is_report else of_requests.held(about)


def drops_out(item: DisposalItem, row: HelpRequest | ConcernReport, *, by) -> bool:
    """It is not due any more: the list says why, and the rules may let it go another day."""
    why = _why_not(row)
    if why:
        item.state, item.dropped_for = DisposalItem.State.DROPPED, why
        item.save()
        trail.record(by, "disposal.drop", item.disposal, row=item.about, why=why)
    return bool(why)


def _why_not(row: HelpRequest | ConcernReport) -> str:
    if row.erased_at:
        return Dropped.GONE
    known = knowing.known(timezone.localdate())
    verdict = known.judge(knowing.facts_of(row, known.day))
    if not verdict.is_due(known.day):
        return Dropped.NOT_DUE
    if isinstance(row, HelpRequest):
        is_proposed = of_requests.erasure_of(row) is not None
        if is_proposed or of_requests.in_the_way(row):
            return Dropped.IN_THE_WAY
    return ""
