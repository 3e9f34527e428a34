"""A concern report as a case system takes it in: one JSON document, the same for every system.

`format` and `version` say what it is. Moments are ISO 8601 with their offset, days are dates,
codes are those of this room's models, and texts are as they were written. *received_at* is when
the words first reached us, from which the law's fourteen days are counted (SoL 20:2).
"""

import re

from django.utils.timezone import localtime

from intake.models import ConcernReport

FORMAT, VERSION = "lotsen.concern-report", 1
CASE_NUMBER = re.compile(r"[A-Za-zÅÄÖåäö0-9][A-Za-zÅÄÖåäö0-9./:-]{0,39}")

TEXT = {"type": "string"}
CODE = {"type": "string", "pattern": "^[a-z_]+$"}
MOMENT = {"type": "string", "format": "date-time"}
DAY = {"type": "string", "format": "date"}

PERSON = {
    "type": "object",
    "required": ["name", "role"],
    "properties": {"name": TEXT, "role": TEXT},
    "additionalProperties": False,
}
JUDGEMENT = {
    "type": "object",
    "required": ["kind", "outcome", "made_at", "made_by", "reasons"],
    "properties": {
        "kind": {"enum": ["protection", "decision", "extension", "not_told"]},
        "outcome": {"type": ["string", "null"]},
        "made_at": MOMENT,
        "made_by": PERSON,
        "reasons": TEXT,
    },
    "additionalProperties": False,
}
SCHEMA = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "A concern report handed over to a case system",
    "type": "object",
    "required": [
        "format", "version", "reference", "received_at", "channel", "language", "must_report",
        "is_protected", "reported_by", "child", "concern", "reporter_reached_at", "signs",
        "assess_on", "decide_on", "decision", "decided_at", "judgements",
    ],
    "properties": {
        "format": {"const": FORMAT},
        "version": {"const": VERSION},
        "reference": TEXT,
        "request_reference": {"type": ["string", "null"]},
        "received_at": MOMENT,
        "channel": CODE,
        "language": TEXT,
        "must_report": {"type": "boolean"},
        "is_protected": {"type": "boolean"},
        "reported_by": {"type": ["string", "null"]},
        "child": TEXT,
        "concern": TEXT,
        "reporter_reached_at": TEXT,
        "signs": {"type": "array", "items": CODE},
        "assess_on": DAY,
        "decide_on": DAY,
        "decision": {"enum": ["opened", "not_opened", "already_runs"]},
        "decided_at": MOMENT,
        "judgements": {"type": "array", "items": JUDGEMENT},
    },
    "additionalProperties": False,
}  # fmt: skip


def made_of(report: ConcernReport, words: dict[str, str], judgements: list) -> dict:
    """The document. *judgements* are opened ones, the first made first."""
    return {
        "format": FORMAT,
        "version": VERSION,
        "reference": report.reference,
        "request_reference": report.from_request.reference if report.from_request else None,
        "received_at": _moment(report.received_at),
        "channel": report.channel,
        "language": report.language,
        "must_report": report.must_report,
        "is_protected": report.is_protected,
        "reported_by": report.organisation.name if report.organisation else None,
        "child": words["child"],
        "concern": words["concern"],
        "reporter_reached_at": words["reached_at"],
        "signs": report.signs,
        "assess_on": report.assess_on.isoformat(),
        "decide_on": report.decide_on.isoformat(),
        "decision": report.decision,
        "decided_at": _moment(report.decided_at),
        "judgements": [_judgement(one) for one in judgements],
    }


def _judgement(one) -> dict:
    row = one.row
    return {
        "kind": row.kind,
        "outcome": row.outcome or None,
        "made_at": _moment(row.made_at),
        "made_by": {"name": row.made_by.name, "role": row.made_by.role},
        "reasons": one.reasons,
    }


def _moment(when) -> str:
    return localtime(when).isoformat(timespec="seconds")
