"""The evidence of a threat: opened, piece by piece, and destroyed by the entrusted alone."""

from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit import guard, trail, vault
from audit.vault import shredding
from config.threats import rights
from config.threats.codes import Why
from config.threats.models import Evidence, Status

GONE = _("This piece of evidence is destroyed. Nobody can open it.")
NO_FILE = _("There is no picture and no PDF here: only words.")
NO_REASON = _("Say why it is destroyed.")
RUNS = _("The threat is under way. End it first: then its evidence can be destroyed.")


@dataclass(frozen=True)
class Opened:
    evidence: Evidence
    text: str = field(repr=False)
    name: str = field(repr=False)


@dataclass(frozen=True)
class Seen:
    """A picture or a PDF, opened. It is nowhere but in the answer it is sent with."""

    row: Evidence
    contents: bytes = field(repr=False)


@trail.act
def open_words(pk, *, by) -> Opened:
    """One piece: the exact words, or what the file is called. The file is a reading of its own."""
    row = _reach(pk, by=by)
    places = [(row, "text"), (row, "name")]
    text, name = vault.unseal_all(row, places, by=by, purpose="threat", threat=row.threat_id)
    return Opened(row, text, name)


@trail.act
def open_file(pk, *, by) -> Seen:
    row = _reach(pk, by=by)
    if not row.kind:
        raise ValidationError(NO_FILE, code="no_file")
    contents = vault.unseal_file(row, row, by=by, purpose="threat", threat=row.threat_id)
    return Seen(row, contents)


@trail.act
def destroy(pk, *, why: str, by) -> Evidence:
    """Its key is destroyed: nobody can open it again. That it was there, and why it went, stays."""
    row = _reach(pk, by=by, lock=True)
    if why not in Why.values:
        raise ValidationError({"why": ValidationError(NO_REASON, code="no_reason")})
    if row.threat.status == Status.OPEN and why != Why.MISTAKE:
        raise ValidationError(RUNS, code="runs")
    commitments = shredding.shred([trail.name_of(row)])
    row.destroyed_at, row.destroyed_by, row.why = timezone.now(), by, why
    row.text = row.name = None
    row.save(update_fields=["destroyed_at", "destroyed_by", "why", "text", "name"])
    trail.record(
        by, "evidence.destroy", row, threat=row.threat_id, why=why, commitments=commitments
    )
    return row


# --- Steps: they expect to be inside a use case --------------------------------------------------


def _reach(pk, *, by, lock: bool = False) -> Evidence:
    rows = Evidence.objects.select_related("threat").defer("threat__what")
    rows = rows.select_for_update(of=("self",)) if lock else rows
    row = guard.reach(rows, pk, by=by, right=rights.EVIDENCE)
    if row.destroyed_at:
        raise ValidationError(GONE, code="destroyed")
    return row
