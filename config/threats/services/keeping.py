"""Handling a threat: the risk and the measures, the police, when it is looked at again, the end.

Nothing here is taken back: what was noted stays, and what has ended can be taken up again.
"""

import re
from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit import erased, guard, moves, trail, vault
from config.threats import drafts, rights
from config.threats.codes import Measure, Police, Risk
from config.threats.models import CLOSE, REOPEN, Step, Threat
from intake import personal_numbers, words
from intake.services import saving_drafts

NUMBER = re.compile(r"[A-Za-zÅÄÖåäö0-9][A-Za-zÅÄÖåäö0-9./:-]{0,39}")

NO_RISK = _("Say how dangerous it is held to be.")
NO_MEASURE = _("Choose at least one measure, or note below why none is needed.")
PAST = _("This day has passed. Choose a later one.")
NO_POLICE = _("Say whether it is reported to the police.")
NO_DAY = _("Say on which day it was reported.")
TO_COME = _("This day has not come yet.")
NO_NUMBER = _("Letters, digits and . / - : at most 40 signs.")
IS_PERSONAL = _("This is a personal number. Write the police’s number instead.")
NOT_FOLLOWED_UP = _("The day on which it is looked at again has not come yet.")
ONES_OWN = _("A threat against oneself is ended by somebody else.")


@dataclass(frozen=True)
class Read:
    """A threat with its words. Its evidence is not among them."""

    threat: Threat
    text: str = field(repr=False)
    steps: list[tuple[Step, str]] = field(repr=False)


@trail.act
def look(pk, *, by) -> Threat:
    """Codes and dates; no words."""
    row = _reach(pk, by=by)
    trail.record(by, "threat.seen", row)
    return row


@trail.act
def read(pk, *, by) -> Read:
    """What happened and what was done, in words; the evidence stays shut."""
    row = _reach(pk, by=by)
    steps = list(row.steps.select_related("by"))
    places = [(row, "what"), *((step, "text") for step in steps)]
    text, *texts = vault.unseal_all(row, places, by=by, purpose="threat")
    return Read(row, text, list(zip(steps, texts, strict=True)))


@trail.act
def plan(pk, *, risk: str, measures: list[str], follow_up_on: date, by) -> Threat:
    """How dangerous it is, what is done about it, and when somebody looks again."""
    row = _hold(pk, by=by)
    if not risk or risk not in Risk.values:
        raise ValidationError({"risk": ValidationError(NO_RISK, code="no_risk")})
    if set(measures) - set(Measure.values):
        raise ValidationError({"measures": ValidationError(NO_MEASURE, code="no_measure")})
    if follow_up_on < timezone.localdate():
        raise ValidationError({"follow_up_on": ValidationError(PAST, code="past")})
    row.risk, row.measures, row.follow_up_on = risk, sorted(measures), follow_up_on
    row.save()
    trail.record(
        by, "threat.plan", row, risk=risk, measures=row.measures, on=follow_up_on.isoformat()
    )
    return row


@trail.act
def note(pk, *, text: str, by) -> Step:
    """What was done or found out. What is written stays."""
    row = _hold(pk, by=by)
    step = Step(threat=row, by=by)
    vault.seal(step, text=words.required(text))
    step.save()
    trail.record(by, "threat.step", row)
    saving_drafts.drop(drafts.NOTE, row, {"text": text}, by=by)
    return step


@trail.act
def tell_police(pk, *, police: str, by, police_on: date | None = None, number="") -> Threat:
    """Whether the police know of it: since which day, and under which number of theirs."""
    row = _hold(pk, by=by)
    if not police or police not in Police.values:
        raise ValidationError({"police": ValidationError(NO_POLICE, code="no_police")})
    row.police, row.police_on, row.police_number = police, None, ""
    if police == Police.REPORTED:
        row.police_on, row.police_number = _day(police_on), _checked(number)
    row.save()
    trail.record(by, "threat.police", row, police=police)
    return row


@trail.act
def close(pk, *, by) -> Threat:
    """Judged, something done, the police decided on, and looked at again – by somebody else."""
    row = _hold(pk, by=by)
    if row.against_id == by.pk:
        raise ValidationError(ONES_OWN, code="ones_own")
    if not row.risk:
        raise ValidationError(NO_RISK, code="no_risk")
    if not row.measures and not row.steps.exists():
        raise ValidationError(NO_MEASURE, code="no_measure")
    if not row.police:
        raise ValidationError(NO_POLICE, code="no_police")
    if row.follow_up_on > timezone.localdate():
        raise ValidationError(NOT_FOLLOWED_UP, code="not_followed_up")
    row.closed_at, row.closed_by = timezone.now(), by
    moves.make(CLOSE, row, by=by)
    return row


@trail.act
def reopen(pk, *, by) -> Threat:
    row = _reach(pk, by=by, right=rights.KEEP, lock=True)
    erased.require_not(row)
    moves.make(REOPEN, row, by=by)
    return row


@trail.act
def note_list(shown: int, *, by) -> None:
    guard.require(by, rights.REPORT)
    trail.record(by, "threat.list", "threats.threat/list", count=shown)


# --- Steps: they expect to be inside a use case --------------------------------------------------


def _reach(pk, *, by, right: str = rights.REPORT, lock: bool = False) -> Threat:
    rows = Threat.objects.select_related("against", "reported_by", "closed_by", "unit__team")
    rows = rows.select_for_update(of=("self",)) if lock else rows
    return guard.reach(rows, pk, by=by, right=right)


def _hold(pk, *, by) -> Threat:
    """To go on with it: what has ended is taken up again first."""
    row = _reach(pk, by=by, right=rights.KEEP, lock=True)
    erased.require_not(row)
    moves.require(CLOSE, row)
    return row


def _day(day: date | None) -> date:
    if day is None:
        raise ValidationError({"police_on": ValidationError(NO_DAY, code="no_day")})
    if day > timezone.localdate():
        raise ValidationError({"police_on": ValidationError(TO_COME, code="future")})
    return day


def _checked(number: str) -> str:
    number = number.strip()
    if number and not NUMBER.fullmatch(number):
        raise ValidationError({"number": ValidationError(NO_NUMBER, code="no_number")})
    if personal_numbers.found_in(number):
        raise ValidationError({"number": ValidationError(IS_PERSONAL, code="is_personal")})
    return number
