"""What is told of a referral in FHIR: codes and days, never who it is about nor a word.

The package has no place here. It is read at its own address, where reading leaves a line.
"""

import json
from hashlib import sha256

from django.utils import timezone

from referrals.fhir import codes
from referrals.fhir.rows import state_of
from referrals.fhir.states import business_status, request_status, task_status
from referrals.lifecycle import PACKAGE_OPEN, Side, Status
from referrals.models import Tombstone
from referrals.services.disclosing import is_codes_only

MASKED = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"
FULFIL = {"system": "http://hl7.org/fhir/CodeSystem/task-code", "code": "fulfill"}
PRIORITY = {"emergency": "stat", "same_day": "asap", "priority": "urgent", "normal": "routine"}


def task(row) -> dict:
    """One organisation asked, once: a referral that is at the partner, or its tombstone."""
    told, state = _head("Task", row), state_of(row)
    told |= {"status": task_status(state), "intent": "order", "code": {"coding": [FULFIL]}}
    told["focus"] = {"reference": f"ServiceRequest/{told['id']}"}
    told["lastModified"] = _instant(_updated(row))
    business, reason = business_status(state), _reason(row)
    if business:
        told["businessStatus"] = codes.coded("business-status", business)
    if reason:
        told["statusReason"] = codes.coded(*reason)
    if not isinstance(row, Tombstone):
        told |= _under_way(row)
    return _versioned(told, row)


def service_request(row, envelope: dict | None = None) -> dict:
    """What one organisation is asked. *envelope* is what may be seen of it now; None: a line."""
    told = _head("ServiceRequest", row)
    told |= {
        "status": request_status(state_of(row)), "intent": "order",
        "subject": {"extension": [{"url": MASKED, "valueCode": "masked"}]},
        "code": {
            "coding": [
                {
                    "system": codes.system("service"), "code": str(row.service_id),
                    "display": str(row.service),
                }
            ]
        },
    }  # fmt: skip
    if envelope and "ground" in envelope:
        told["extension"] = [_envelope(envelope)]
    told = _versioned(told, row)
    if envelope is None:
        subsetted = "http://terminology.hl7.org/CodeSystem/v3-ObservationValue"
        told["meta"]["tag"] = [{"system": subsetted, "code": "SUBSETTED"}]
    return told


def etag(resource: dict) -> str:
    return f'W/"{resource["meta"]["versionId"]}"'


def _head(kind: str, row) -> dict:
    is_over = isinstance(row, Tombstone)
    told = {
        "resourceType": kind, "id": str(row.task if is_over else row.pk),
        "identifier": [{"system": codes.system("reference"), "value": row.reference}],
        "authoredOn": _instant(row.asked_at if is_over else row.sent_at),
    }  # fmt: skip
    theirs = {"display": str(row.service.organisation)}
    told |= {"owner": theirs} if kind == "Task" else {"performer": [theirs]}
    return told if is_over else told | {"priority": PRIORITY[row.urgency]}


def _under_way(row) -> dict:
    told, goals = {}, _goals(row)
    if row.holder == Side.PARTNER:
        told["restriction"] = {"period": {"end": _instant(row.due_at)}}
    if row.first_contact_on:
        told["executionPeriod"] = {"start": row.first_contact_on.isoformat()}
    if goals:
        told["input"] = [_input(goal) for goal in goals]
    output = [*_days(row), *(_result(goal) for goal in goals if goal.result)]
    return told | ({"output": output} if output else {})


def _goals(row) -> list:
    """Their keys, from accepting on; the words stay in the package, which may open later.

    Not with the package: a day that comes would change what is told, and nobody has done anything.
    """
    is_told = row.status in PACKAGE_OPEN and not is_codes_only(row)
    return list(row.goals.all()) if is_told else []


def _input(goal) -> dict:
    return {"type": codes.coded("input", "goal"), "valueId": str(goal.pk)}


def _days(row):
    if row.status == Status.ACCEPTED and row.expected_start:
        yield _output("expected-start", valueDate=row.expected_start.isoformat())
    if row.is_paused:
        yield _output("review-date", valueDate=row.review_at.isoformat())


def _result(goal) -> dict:
    how = codes.coded("goal-result", goal.result)
    if goal.reason:
        how["coding"] += codes.coded("goal-reason", goal.reason)["coding"]
    kind = codes.coded("output", "result")
    kind["coding"] += codes.coded("goal", goal.pk)["coding"]
    return {"type": kind, "valueCodeableConcept": how}


def _output(kind: str, **value) -> dict:
    return {"type": codes.coded("output", kind), **value}


def _reason(row) -> tuple[str, str] | None:
    """Why it stands so: the partner's own code, or what we have objected to."""
    if isinstance(row, Tombstone):
        lists = {Status.DECLINED: "decline-reason", Status.RETURNED: "return-reason"}
        name = lists.get(row.status)
        return (name, row.reason) if name and row.reason else None
    if row.is_paused:
        return "pause-reason", row.pause_reason
    if row.is_contested:
        return "contest-reason", row.contest_reason
    if row.status == Status.ASKED:
        waiting = [one for one in row.questions.all() if one.answered_at is None]
        return ("question", waiting[-1].code) if waiting else None
    return None


def _envelope(envelope: dict) -> dict:
    """The blind codes, as disclosing.envelope_of lets them be seen."""
    parts = [("area", "valueCode"), ("age_band", "valueCode"), ("language", "valueCode")]
    told = [_part(name, envelope[name], kind) for name, kind in parts if envelope.get(name)]
    told += [_part("access", one, "valueCode") for one in envelope.get("access", ())]
    if "contact_rules" in envelope:
        told.append(_part("contact_rules", envelope["contact_rules"], "valueBoolean"))
    if envelope["ground"]:
        told.append(_part("ground", envelope["ground"], "valueCode"))
    if envelope.get("protected"):
        told.append(_part("protected", True, "valueBoolean"))
    return {"url": f"{codes.base()}/StructureDefinition/envelope", "extension": told}


def _part(name: str, value, kind: str) -> dict:
    return {"url": name.replace("_", "-"), kind: value}


def _updated(row):
    """Since when it stands so."""
    return row.ended_at if isinstance(row, Tombstone) else row.holder_since


def _versioned(told: dict, row) -> dict:
    """The version is a digest of all that is told: it is another one when anything is."""
    written = json.dumps(told, sort_keys=True).encode()
    told["meta"] = {
        "versionId": sha256(written).hexdigest()[:32], "lastUpdated": _instant(_updated(row)),
    }  # fmt: skip
    return told


def _instant(moment) -> str:
    return timezone.localtime(moment).isoformat(timespec="milliseconds")
