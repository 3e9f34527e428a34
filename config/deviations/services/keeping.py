"""Keeping deviations: why it could happen, what was done, whether it was misconduct, and the end.

Nothing here is taken back: what was noted stays, and what has ended can be taken up again.
"""

from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit import erased, guard, moves, trail, vault
from config.deviations import drafts, rights
from config.deviations.codes import Cause, Sarah
from config.deviations.models import CLOSE, REOPEN, Deviation, Step
from intake import words
from intake.services import saving_drafts

NO_CAUSE = _("Say why it could happen: at least one cause.")
PAST = _("This day has passed. Choose a later one.")
NO_DECISION = _("Say whether it was misconduct, or a tangible risk of it (SoL 27:2).")
NO_STEP = _("Note what was done before it ends.")
NOT_FOLLOWED_UP = _("The day on which it is looked at again has not come yet.")


@dataclass(frozen=True)
class Read:
    """A deviation with its words."""

    deviation: Deviation
    text: str = field(repr=False)
    steps: list[tuple[Step, str]] = field(repr=False)


@trail.act
def look(pk, *, by) -> Deviation:
    """Codes and dates; no words."""
    row = _reach(pk, by=by)
    trail.record(by, "deviation.seen", row)
    return row


@trail.act
def read(pk, *, by) -> Read:
    """What happened and what was done, in words."""
    row = _reach(pk, by=by)
    steps = list(row.steps.select_related("by"))
    places = [(row, "what")] if row.what is not None else []
    texts = vault.unseal_all(
        row, [*places, *((step, "text") for step in steps)], by=by, purpose="deviation"
    )
    text = texts.pop(0) if places else ""
    return Read(row, text, list(zip(steps, texts, strict=True)))


@trail.act
def explain(pk, *, causes: list[str], follow_up_on: date, by) -> Deviation:
    """Why it could happen – the system, not a person – and when somebody looks again."""
    row = _hold(pk, by=by)
    if not causes or set(causes) - set(Cause.values):
        raise ValidationError({"causes": ValidationError(NO_CAUSE, code="no_cause")})
    if follow_up_on < timezone.localdate():
        raise ValidationError({"follow_up_on": ValidationError(PAST, code="past")})
    row.causes, row.follow_up_on = sorted(causes), follow_up_on
    row.save()
    trail.record(by, "deviation.explain", row, causes=row.causes, on=follow_up_on.isoformat())
    return row


@trail.act
def note(pk, *, text: str, by) -> Step:
    """What was done or found out. What is written stays."""
    row = _hold(pk, by=by)
    step = Step(deviation=row, by=by)
    vault.seal(step, text=words.required(text))
    step.save()
    trail.record(by, "deviation.step", row)
    saving_drafts.drop(drafts.NOTE, row, {"text": text}, by=by)
    return step


@trail.act
def decide(pk, *, sarah: str, by) -> Deviation:
    """Lex Sarah: misconduct, a tangible risk of it, or neither; and who decided that."""
    row = _hold(pk, by=by)
    if not sarah or sarah not in Sarah.values:
        raise ValidationError({"sarah": ValidationError(NO_DECISION, code="no_decision")})
    row.sarah, row.sarah_at, row.sarah_by = sarah, timezone.now(), by
    row.save()
    trail.record(by, "deviation.decide", row, sarah=sarah)
    return row


@trail.act
def close(pk, *, by) -> Deviation:
    """Its causes are said, something was done, lex Sarah is decided, and it was looked at again."""
    row = _hold(pk, by=by)
    if not row.causes or row.follow_up_on is None:
        raise ValidationError(NO_CAUSE, code="no_cause")
    if not row.sarah:
        raise ValidationError(NO_DECISION, code="no_decision")
    if not row.steps.exists():
        raise ValidationError(NO_STEP, code="no_step")
    if row.follow_up_on > timezone.localdate():
        raise ValidationError(NOT_FOLLOWED_UP, code="not_followed_up")
    row.closed_at, row.closed_by = timezone.now(), by
    moves.make(CLOSE, row, by=by)
    return row


@trail.act
def reopen(pk, *, by) -> Deviation:
    row = _reach(pk, by=by, lock=True)
    erased.require_not(row)
    moves.make(REOPEN, row, by=by)
    return row


@trail.act
def note_list(shown: int, *, by) -> None:
    guard.require(by, rights.KEEP)
    trail.record(by, "deviation.list", "deviations.deviation/list", count=shown)


# --- Steps: they expect to be inside a use case --------------------------------------------------


def _reach(pk, *, by, lock: bool = False) -> Deviation:
    rows = Deviation.objects.select_related("reported_by", "sarah_by", "closed_by", "unit__team")
    rows = rows.select_for_update(of=("self",)) if lock else rows
    return guard.reach(rows, pk, by=by, right=rights.KEEP)


def _hold(pk, *, by) -> Deviation:
    """To go on with it: what has ended is taken up again first."""
    row = _reach(pk, by=by, lock=True)
    erased.require_not(row)
    moves.require(CLOSE, row)
    return row
