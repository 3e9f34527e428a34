"""Keeping the register: how bad it was, which reports were made when, who was told, what was done.

Nothing here is taken back: what was noted stays, and what has ended can be taken up again.
"""

from dataclasses import dataclass, field
from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit import erased, guard, moves, trail, vault
from config.incidents import drafts, rights
from config.incidents.codes import Covers, LateReason, Recipient, Risk, WhyNot
from config.incidents.models import CLOSE, REOPEN, Clock, Incident, Measure, Told
from config.incidents.services.reporting import NO_KIND, NOT_YET, start_clocks
from intake import words
from intake.services import saving_drafts

NO_REASON = _("It is late. Say why: the authority asks for it.")
WAITS = _("This report counts from another one, which has not been made.")
DONE = _("This report has been made, or need not be.")
BEFORE = _("This is before it was noticed.")
RUNNING = _("A report is still due. Make it, or say why it need not be made.")
UNJUDGED = _("Judge the risk first: it decides who must be told.")
NOT_TOLD = _("The risk is high. Those concerned must be told before it ends (GDPR 34).")


@dataclass(frozen=True)
class Read:
    """An incident with its words."""

    incident: Incident
    text: str = field(repr=False)
    measures: list[tuple[Measure, str]] = field(repr=False)


@trail.act
def look(pk, *, by) -> Incident:
    """Codes and clocks; no words."""
    incident = _reach(pk, by=by)
    trail.record(by, "incident.seen", incident)
    return incident


@trail.act
def read(pk, *, by) -> Read:
    """What happened and what was done, in words."""
    incident = _reach(pk, by=by)
    measures = list(incident.measures.select_related("by"))
    places = [(incident, "what"), *((row, "text") for row in measures)]
    first, *rest = vault.unseal_all(incident, places, by=by, purpose="incident")
    return Read(incident, first, list(zip(measures, rest, strict=True)))


@trail.act
def judge(pk, *, risk: str, affected: int | None, covers: list[str], by) -> Incident:
    """How bad it is, for how many, and which rules it falls under. New clocks start."""
    incident = _hold(pk, by=by)
    if risk not in Risk.values or not covers or set(covers) - set(Covers.values):
        raise ValidationError({"covers": ValidationError(NO_KIND, code="no_kind")})
    incident.risk, incident.affected = risk, affected
    incident.is_breach, incident.is_cyber = Covers.BREACH in covers, Covers.CYBER in covers
    incident.save()
    start_clocks(incident)
    trail.record(by, "incident.judge", incident, risk=risk, affected=affected, covers=covers)
    return incident


@trail.act
def meet(pk, clock_pk, *, at: datetime, late_reason: str = "", by) -> Clock:
    """A report was made. A late one says why (GDPR 33.1)."""
    incident = _hold(pk, by=by)
    clock = _running(incident, clock_pk)
    if clock.due_at is None:
        raise ValidationError(WAITS, code="waits")
    _require_moment(incident, at)
    if at > clock.due_at and late_reason not in LateReason.values:
        raise ValidationError({"late_reason": ValidationError(NO_REASON, code="no_reason")})
    clock.met_at, clock.met_by = at, by
    clock.late_reason = late_reason if at > clock.due_at else ""
    clock.save()
    Told.objects.create(incident=incident, recipient=clock.deadline.recipient, at=at, by=by)
    _start_followers(incident, clock)
    trail.record(
        by, "incident.meet", incident, clock=clock.deadline.code, late=clock.is_late,
        reason=clock.late_reason or None,
    )  # fmt: skip
    return clock


@trail.act
def waive(pk, clock_pk, *, why_not: str, by) -> Clock:
    """A report need not be made, and it is noted why: the register must show it (GDPR 33.5)."""
    incident = _hold(pk, by=by)
    clock = _running(incident, clock_pk)
    if why_not not in WhyNot.values:
        raise ValidationError(_("Say why it need not be made."), code="no_reason")
    clock.why_not = why_not
    clock.save()
    trail.record(by, "incident.waive", incident, clock=clock.deadline.code, reason=why_not)
    return clock


@trail.act
def tell(pk, *, recipient: str, at: datetime, by) -> Told:
    """Somebody else was told: those concerned, the police, a partner, the management."""
    incident = _hold(pk, by=by)
    if recipient not in Recipient.values:
        raise ValidationError(_("Say who was told."), code="no_recipient")
    _require_moment(incident, at)
    told = Told.objects.create(incident=incident, recipient=recipient, at=at, by=by)
    trail.record(by, "incident.tell", incident, recipient=recipient)
    return told


@trail.act
def note(pk, *, text: str, by) -> Measure:
    """What was done or found out. What is written stays."""
    incident = _hold(pk, by=by)
    measure = Measure(incident=incident, by=by)
    vault.seal(measure, text=words.required(text))
    measure.save()
    trail.record(by, "incident.note", incident)
    saving_drafts.drop(drafts.NOTE, incident, {"text": text}, by=by)
    return measure


@trail.act
def close(pk, *, by) -> Incident:
    """Nothing is due any more, the risk is judged, and whoever had to be told was told."""
    incident = _hold(pk, by=by)
    if incident.clocks.running().exists():
        raise ValidationError(RUNNING, code="running")
    if incident.is_breach and incident.risk == Risk.UNKNOWN:
        raise ValidationError(UNJUDGED, code="unjudged")
    is_told = incident.told.filter(recipient=Recipient.PERSONS).exists()
    if incident.is_breach and incident.risk == Risk.HIGH and not is_told:
        raise ValidationError(NOT_TOLD, code="not_told")
    moves.make(CLOSE, incident, by=by)
    return incident


@trail.act
def reopen(pk, *, by) -> Incident:
    incident = _reach(pk, by=by, lock=True)
    erased.require_not(incident)
    moves.make(REOPEN, incident, by=by)
    return incident


@trail.act
def note_list(shown: int, *, by) -> None:
    guard.require(by, rights.KEEP)
    trail.record(by, "incident.list", "incidents.incident/list", count=shown)


# --- Steps: they expect to be inside a use case --------------------------------------------------


def _start_followers(incident: Incident, met: Clock) -> None:
    waiting = incident.clocks.filter(due_at__isnull=True, deadline__after=met.deadline.code)
    for clock in waiting.select_related("deadline"):
        clock.due_at = clock.deadline.due(met.met_at)
        clock.save()


def _reach(pk, *, by, lock: bool = False) -> Incident:
    rows = Incident.objects.select_related("reported_by")
    rows = rows.select_for_update(of=("self",)) if lock else rows
    return guard.reach(rows, pk, by=by, right=rights.KEEP)


def _hold(pk, *, by) -> Incident:
    """To go on with it: what has ended is taken up again first."""
    incident = _reach(pk, by=by, lock=True)
    erased.require_not(incident)
    moves.require(CLOSE, incident)
    return incident


def _running(incident: Incident, clock_pk) -> Clock:
    clock = incident.clocks.select_related("deadline").filter(pk=clock_pk).first()
    if clock is None:
        raise guard.OutOfReach
    if not clock.is_running:
        raise ValidationError(DONE, code="done")
    return clock


def _require_moment(incident: Incident, at: datetime) -> None:
    if at > timezone.now():
        raise ValidationError({"at": ValidationError(NOT_YET, code="future")})
    if at < incident.noticed_at:
        raise ValidationError({"at": ValidationError(BEFORE, code="before")})
