"""“I am related to this”: one's own way in is shut at once, and only a lead opens it again.

Nobody is asked why. A request and the concern report it became are about the same person.
"""

from audit import guard, outbox, trail
from intake import rights
from intake.models import ConcernReport, HelpRequest
from intake.services import following, standing_in

CONCERN = ("child", "concern", "reached_at")


@trail.act
def declare(pk, *, by) -> None:
    """From now on this request does not exist for them, nor what is joined to it. What they had
    of it goes back to the queue.
    """
    rows = HelpRequest.objects.without_words()
    help_request = guard.hold(rows, pk, by=by, right=rights.SEE_QUEUE)
    beside = following.together(help_request).select_for_update(of=("self",))
    for row in (help_request, *beside):
        guard.stand_aside(row, by=by)
        following.put_back(row, by.pk, by=by)
    _tell_leads(help_request, by=by)


@trail.act
def declare_concern(pk, *, by) -> None:
    """The report, and the request that it came from."""
    report = guard.hold(ConcernReport.objects.defer(*CONCERN), pk, by=by, right=rights.READ_CONCERN)
    for row in _same_person(report):
        guard.stand_aside(row, by=by)
    _tell_leads(report, by=by)


@trail.act
def lift(pk, *, user_pk, by) -> None:
    """A lead lets somebody back; never themselves, since whoever stands aside reaches nothing."""
    help_request = guard.hold(HelpRequest.objects.without_words(), pk, by=by, right=rights.LIFT)
    for row in (help_request, *following.together(help_request)):
        guard.let_back(row, user_pk, by=by)


@trail.act
def lift_concern(pk, *, user_pk, by) -> None:
    report = guard.hold(ConcernReport.objects.defer(*CONCERN), pk, by=by, right=rights.LIFT)
    for row in _same_person(report):
        guard.let_back(row, user_pk, by=by)


def aside(row) -> list:
    """Who has said that they are related, and when: for the lead's eyes."""
    found = {one.user_id: one for one in row.conflicts.select_related("user")}
    return list(found.values())


def aside_from_concern(report: ConcernReport) -> list:
    rows = [one for row in _same_person(report) for one in aside(row)]
    return list({one.user_id: one for one in rows}.values())


def _same_person(report: ConcernReport) -> list:
    if report.from_request_id is None:
        return [report]
    first = HelpRequest.objects.without_words().get(pk=report.from_request_id)
    return [report, first, *following.together(first)]


def _tell_leads(row, *, by) -> None:
    """Whoever may lift it, or steps in for them – but not whoever just said it. If nobody of them
    is there, the team's mailbox.
    """
    leads = standing_in.instead(row.unit.user_set.exclude(pk=by.pk), rights.LIFT)
    for reader in [one for one in leads if one != by] or [row.unit.team]:
        outbox.post(reader, "intake.RELATED", about=row, by=by)
