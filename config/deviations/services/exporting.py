"""One deviation as a file: the report of lex Sarah (SoL 27:2), for whoever investigates it."""

from django.utils.timezone import localtime

from audit import naming
from config.deviations.models import Deviation
from config.deviations.services.keeping import Read


def as_values(read: Read) -> dict:
    """Everything that is kept about it, words included; of a resident, a reference alone."""
    row = read.deviation
    return {
        "format": "lotsen-deviation-1",
        "reference": row.reference,
        "kind": row.kind,
        "concerns": concerns(row),
        "team": row.unit.team.name if row.unit_id else None,
        "status": row.status,
        "happened_at": _moment(row.happened_at),
        "reported_at": _moment(row.reported_at),
        "reported_as": row.reported_by.role if row.reported_by_id else "clock",
        "what": read.text,
        "causes": row.causes,
        "measures": [
            {"at": _moment(step.at), "role": step.by.role, "text": text}
            for step, text in read.steps
        ],
        "follow_up_on": row.follow_up_on.isoformat() if row.follow_up_on else None,
        "lex_sarah": {
            "paragraph": "SoL 27:2",
            "decision": row.sarah or None,
            "is_misconduct_or_tangible_risk": row.sarah in ("misconduct", "risk"),
            "decided_at": _moment(row.sarah_at),
            "decided_by": row.sarah_by.name if row.sarah_by_id else None,
        },
        "closed_at": _moment(row.closed_at),
    }


def concerns(row: Deviation) -> str:
    """What it is about, as a kind of row and its reference; never whom."""
    about = "/".join(row.about.split("/")[:2])
    return naming.rows([about]).get(about, "") if about else ""


def _moment(at) -> str | None:
    return localtime(at).isoformat(timespec="seconds") if at else None
