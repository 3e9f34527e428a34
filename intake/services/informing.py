"""Feedback to whoever was bound to report a concern (SoL 19:6; OSL 26:9 a).

They may learn one of three things: an inquiry was opened, was not, or runs already. Nothing else.
They may be told once it is decided; if they ask they must be, within a week, unless it is
unsuitable. From the portal they read it there; everybody else is called.
"""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit import guard, moves, trail
from intake import drafts, rights
from intake.lifecycle import ASK_TO_BE_TOLD, TELL, WITHHOLD
from intake.models import ConcernReport, Judgement, Registration, Telling
from intake.services import assessing, saving_drafts

NOT_BOUND = _("Feedback may be given only to whoever was bound by law to report (OSL 26:9 a).")
NOT_DECIDED = _("There is nothing to tell before it is decided (SoL 19:6).")


@trail.act
def ask(pk, *, by) -> Registration:
    """The reporter asks in the portal. Asked twice, it counts from the first time."""
    row = guard.hold(Registration.objects, pk, by=by, right=rights.REGISTER)
    if not row.may_ask:
        raise ValidationError(NOT_BOUND, code="not_bound")
    report = _rows().select_for_update().get(reference=row.reference)
    telling = _of(report)
    if row.asked_at is None:
        row.asked_at = timezone.now()
        row.save(update_fields=["asked_at"])
        trail.record(by, "registration.ask", row)
        if telling.status in ASK_TO_BE_TOLD.sources:  # else they have asked by phone
            _ask(report, telling, by=by)
    return row


@trail.act
def note_asked(pk, *, by) -> ConcernReport:
    """The reporter has called and asks to be told. From now on it is due."""
    report = assessing.hold(pk, by=by, right=TELL.right)
    _ask(report, _of(report), by=by)
    return report


@trail.act
def tell(pk, *, by) -> ConcernReport:
    """They are told: in the portal at this moment, or they have just been called."""
    report = assessing.hold(pk, by=by, right=TELL.right)
    telling = _of(report)
    _require_decided(report)
    registered = Registration.objects.filter(reference=report.reference, is_concern=True).first()
    telling.how = Telling.How.PORTAL if registered else Telling.How.PHONE
    _end(TELL, telling, by=by, how=telling.how, told=report.decision)
    if registered:
        registered.told, registered.told_at = report.decision, timezone.now()
        registered.save(update_fields=["told", "told_at"])
        trail.record(by, "registration.tell", registered, told=report.decision)
    assessing.plan(report)
    return report


@trail.act
def withhold(pk, *, reasons: str, by) -> ConcernReport:
    """They are not told, because it would be unsuitable as things are; with reasons."""
    report = assessing.hold(pk, by=by, right=WITHHOLD.right)
    telling = _of(report)
    _require_decided(report)
    _end(WITHHOLD, telling, by=by)
    assessing.judge(report, Judgement.Kind.NOT_TOLD, reasons, by=by)
    saving_drafts.drop(drafts.WITHHOLD, report, {"reasons": reasons}, by=by)
    assessing.plan(report)
    return report


# --- Steps: they expect to be inside a use case --------------------------------------------------


def _rows():
    return ConcernReport.objects.defer(*assessing.WORDS)


def _of(report: ConcernReport) -> Telling:
    """What there is to tell about this report; a report of our own has nobody to tell."""
    if not report.must_report or report.from_request_id is not None:
        raise ValidationError(NOT_BOUND, code="not_bound")
    return Telling.objects.select_for_update().get_or_create(report=report)[0]


def _ask(report: ConcernReport, telling: Telling, *, by) -> None:
    telling.asked_at = timezone.now()
    moves.make(ASK_TO_BE_TOLD, telling, by=by, report=report.pk)
    assessing.plan(report)


def _require_decided(report: ConcernReport) -> None:
    if not report.decision:
        raise ValidationError(NOT_DECIDED, code="not_decided")


def _end(move, telling: Telling, *, by, **facts) -> None:
    telling.ended_at, telling.ended_by, telling.due_on = timezone.now(), by, None
    moves.make(move, telling, by=by, report=telling.report_id, **facts)
