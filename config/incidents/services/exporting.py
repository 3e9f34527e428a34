"""One incident as a file or on paper: for the authority, and for whoever supervises us (33.5)."""

from django.utils.timezone import localtime

from config.incidents.models import Clock, Incident
from config.incidents.services.keeping import Read


def as_values(read: Read) -> dict:
    """Everything that is kept about one incident, words included. Who acted is a role."""
    incident = read.incident
    return {
        "format": "lotsen-incident-1",
        "reference": incident.reference,
        "covers": [str(kind) for kind in incident.covers()],
        "status": incident.status,
        "source": incident.source,
        "noticed_at": _moment(incident.noticed_at),
        "reported_at": _moment(incident.reported_at),
        "reported_as": incident.reported_by.role,
        "risk": incident.risk,
        "affected": incident.affected,
        "closed_at": _moment(incident.closed_at),
        "what": read.text,
        "reports": [_clock(one) for one in clocks_of(incident)],
        "told": [
            {"recipient": one.recipient, "at": _moment(one.at)} for one in incident.told.all()
        ],
        "measures": [
            {"at": _moment(row.at), "role": row.by.role, "text": text}
            for row, text in read.measures
        ],
    }


def clocks_of(incident: Incident) -> list[Clock]:
    return list(incident.clocks.select_related("deadline"))


def _clock(clock: Clock) -> dict:
    return {
        "code": clock.deadline.code, "version": clock.deadline.version,
        "recipient": clock.deadline.recipient, "paragraph": clock.deadline.paragraph,
        "due_at": _moment(clock.due_at), "met_at": _moment(clock.met_at),
        "late_because": clock.late_reason, "not_needed_because": clock.why_not,
    }  # fmt: skip


def _moment(at) -> str | None:
    return localtime(at).isoformat(timespec="seconds") if at else None
