"""What the law asks of the reception when a concern for a child has come (SoL 20:1–2, 25:1).

First, at once: does the child need protection now? Then, within fourteen days: is an inquiry
opened? Both by somebody qualified, with reasons that lie sealed beside the report.
"""

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit import guard, moves, trail, vault
from intake import concern_times, drafts, rights, words
from intake.concern_times import ABOUT_DECISION
from intake.lifecycle import ASSESS, DECIDE, UNDECIDED
from intake.models import ConcernLimit, ConcernReport, Judgement, Limit, Telling
from intake.services import qualifying, saving_drafts

WORDS = ("child", "concern", "reached_at")

DECIDED = _("It is decided already. Nothing was changed.")
WHICH = _("Say which of the three it is.")
NEEDS = _("Say whether the child needs protection at once.")
NOT_LATER = _("Choose a day after %(day)s, when it is due now.")
TOO_LONG = _("At most %(days)s days at a time: choose %(day)s or earlier.")


@trail.act
def assess(pk, *, outcome: str, reasons: str, by) -> ConcernReport:
    """Does the child need protection now? Due the day it came, or the next if it came late."""
    report = hold(pk, by=by, right=ASSESS.right)
    qualifying.require(by)
    if outcome not in Judgement.Outcome.values:
        raise ValidationError({"outcome": ValidationError(NEEDS, code="no_outcome")})
    is_late = timezone.localdate() > report.assess_on
    moves.make(ASSESS, report, by=by, outcome=outcome, late=is_late)
    judge(report, Judgement.Kind.PROTECTION, reasons, outcome=outcome, by=by)
    saving_drafts.drop(drafts.ASSESS, report, {"reasons": reasons}, by=by)
    plan(report)
    return report


@trail.act
def decide(pk, *, decision: str, reasons: str, by) -> ConcernReport:
    """An inquiry is opened, is not opened, or runs already and takes the report in."""
    report = hold(pk, by=by, right=rights.ASSESS)
    qualifying.require(by)
    if decision not in DECIDE:
        raise ValidationError({"decision": ValidationError(WHICH, code="no_decision")})
    is_late = timezone.localdate() > report.decide_on
    report.decision, report.decided_at = decision, timezone.now()
    moves.make(DECIDE[decision], report, by=by, late=is_late)
    judge(report, Judgement.Kind.DECISION, reasons, by=by)
    saving_drafts.drop(drafts.DECIDE, report, {"reasons": reasons}, by=by)
    plan(report)
    return report


@trail.act
def extend(pk, *, until: date, reasons: str, by) -> ConcernReport:
    """More time for the decision, for exceptional reasons alone; the lead says so (SoL 20:2)."""
    report = hold(pk, by=by, right=rights.EXTEND)
    if report.status not in UNDECIDED:
        raise ValidationError(DECIDED, code="decided")
    before, most = report.decide_on, ConcernLimit.on()[Limit.EXTENSION]
    last = before + timedelta(days=most)
    if until <= before:
        raise _until(NOT_LATER, "not_later", day=before)
    if until > last:
        raise _until(TOO_LONG, "too_long", day=last, days=most)
    report.decide_on = until
    report.rung = [one for one in report.rung if one not in ABOUT_DECISION]
    trail.record(
        by, "concernreport.extend", report, until=until.isoformat(), before=before.isoformat()
    )
    judge(report, Judgement.Kind.EXTENSION, reasons, by=by)
    saving_drafts.drop(drafts.EXTEND, report, {"reasons": reasons}, by=by)
    plan(report)
    return report


def most_until(report: ConcernReport) -> date:
    """The last day that may be chosen when the decision is put off."""
    return report.decide_on + timedelta(days=ConcernLimit.on()[Limit.EXTENSION])


# --- Steps: they expect to be inside a use case --------------------------------------------------


def hold(pk, *, by, right: str) -> ConcernReport:
    """One report to change, without its words."""
    return guard.hold(ConcernReport.objects.defer(*WORDS), pk, by=by, right=right)


def judge(report: ConcernReport, kind: str, reasons: str, *, by, outcome: str = "") -> None:
    """Who judged what, when and why. The reasons have a key of their own."""
    row = Judgement(report=report, kind=kind, outcome=outcome, made_at=timezone.now(), made_by=by)
    try:
        reasons = words.required(reasons)
    except ValidationError as refusal:
        raise ValidationError({"reasons": refusal}) from None
    vault.seal(row, reasons=reasons)
    row.save(force_insert=True)
    trail.record(by, "judgement.write", report, judgement=row.pk, kind=kind)


def begin(report: ConcernReport) -> None:
    """The clocks of a new report, from when its words first reached us."""
    limits = ConcernLimit.on(timezone.localdate(report.received_at))
    report.assess_on = concern_times.assess_on(report.received_at, limits)
    report.decide_on = concern_times.decide_on(report.received_at, limits)
    report.due_on = concern_times.next_due(report)


def plan(report: ConcernReport) -> None:
    """What is due next; and who asked to be told gets a last day, once it is decided."""
    telling = Telling.objects.select_for_update().filter(report=report).first()
    tell_by = None
    if telling is not None and telling.is_waiting and report.decided_at:
        telling.due_on = tell_by = telling.due_on or concern_times.tell_on(
            report.decided_at, telling.asked_at, limits=ConcernLimit.on(),
            is_running=report.decision == "already_runs",
        )  # fmt: skip
        telling.save()
    report.due_on = concern_times.next_due(report, tell_by)
    report.save(update_fields=["due_on", "decide_on", "rung"])


def _until(text, code: str, **params) -> ValidationError:
    params["day"] = params["day"].isoformat()
    return ValidationError({"until": ValidationError(text, code=code, params=params)})
