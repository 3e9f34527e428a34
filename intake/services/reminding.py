"""The clock looks at the concern reports: what is due soon or was missed, each said once."""

from django.db import connection
from django.db.models import Q
from django.utils import timezone

from audit import outbox, trail
from audit.actors import CLOCK
from audit.one_by_one import one_by_one
from intake import concern_times, rights
from intake.concern_times import Step
from intake.lifecycle import UNDECIDED, TellingStatus
from intake.models import ConcernLimit, ConcernReport
from intake.services import protecting
from intake.services.assessing import WORDS

NOTICES = {
    Step.ASSESS_TODAY: "intake.CONCERN_TODAY", Step.ASSESS_MISSED: "intake.CONCERN_LATE",
    Step.DECIDE_SOON: "intake.CONCERN_DUE", Step.DECIDE_MISSED: "intake.CONCERN_LATE",
    Step.TELL_SOON: "intake.CONCERN_DUE", Step.TELL_MISSED: "intake.CONCERN_LATE",
}  # fmt: skip


def sweep(now=None) -> int:
    """May run twice, or after a crash: what has been said is noted on the row, in the same act."""
    now = now or timezone.now()
    waiting = Q(status__in=UNDECIDED) | Q(telling__status=TellingStatus.ASKED)
    due = ConcernReport.objects.filter(waiting, due_on__isnull=False).order_by("due_on", "pk")
    return one_by_one(_remind, due.values_list("pk", flat=True), now)


@trail.act
def _remind(pk, now) -> bool:
    """What another worker holds is left to it."""
    skips = connection.features.has_select_for_update_skip_locked
    rows = ConcernReport.objects.defer(*WORDS).select_related("unit__team", "telling")
    held = rows.select_for_update(of=("self",), skip_locked=skips)
    report = held.filter(pk=pk).first()
    if report is None:
        return False
    telling = getattr(report, "telling", None)
    steps = concern_times.steps_due(
        report, now=now, limits=ConcernLimit.on(timezone.localdate(now)),
        tell_by=telling.due_on if telling and telling.is_waiting else None,
    )  # fmt: skip
    new = sorted(steps - set(report.rung))
    if not new:
        return False
    report.rung = [*report.rung, *(step.value for step in new)]
    report.save(update_fields=["rung"])
    for step in new:
        trail.record(CLOCK, "concernreport.remind", report, step=step.value)
    for notice in sorted({NOTICES[step] for step in new}):
        for somebody in _whom(report):
            outbox.post(somebody, notice, about=report, by=CLOCK)
    return True


def _whom(report: ConcernReport) -> list:
    """The reception and its leads; of a protected identity those who are named, and leads."""
    leads = protecting.leads_of(report.unit, rights.EXTEND)
    if not report.is_protected:
        return [report.unit.team, *leads]
    return list({one.pk: one for one in [*protecting.named(report), *leads]}.values()) or [
        report.unit.team
    ]
