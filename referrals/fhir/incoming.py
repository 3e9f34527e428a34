"""A Task that comes back changed: which of the partner's deeds it asks for, if any.

Only what the table says is done. Words have no way in here: an element that is ours, or that
nobody knows, must come back as it was told, or not at all.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError

from referrals import rights
from referrals.fhir.codes import code_in
from referrals.fhir.outcomes import NotDoneThisWay
from referrals.lifecycle import Status
from referrals.serializers import (
    AcceptInput,
    AskInput,
    DeclineInput,
    GiveBackInput,
    PauseInput,
    ReportInput,
    RescheduleInput,
    StartInput,
)
from referrals.services import answering, following_up, pausing, reporting, starting

# What a partner's system may say; the rest is as it was told.
SAYS = {"status", "statusReason", "businessStatus", "executionPeriod", "output"}
IGNORED = {"meta", "text"}  # a version stands in If-Match; a narrative is anybody's
NOT_SO = _("This cannot be asked for from where the Task stands.")


@dataclass(frozen=True)
class Deed:
    """A use case of the ordinary API, what it is told, and the right it takes."""

    call: Callable
    given: dict
    right: str = rights.RESPOND


def deed_of(row, now: dict, told: dict) -> Deed | None:
    """What the change from *now* to *told* asks for. None: nothing is different."""
    _require_ours_untouched(now, told)
    if not any(told.get(name) != now.get(name) for name in SAYS if name in told):
        return None
    wanted = str(told.get("status"))
    make = DEEDS.get((_stands(row), wanted))
    if make is None:
        raise NotDoneThisWay(_("This cannot be asked for from where the Task stands."))
    return make(told)


def _require_ours_untouched(now: dict, told: dict) -> None:
    for name in told.keys() - SAYS - IGNORED:
        if told[name] != now.get(name):
            said = _("This part of a Task is not changed from here.")
            raise NotDoneThisWay(said, f"Task.{name}")
    for name in ("statusReason", "businessStatus"):
        if isinstance(told.get(name), dict) and "text" in told[name]:
            raise NotDoneThisWay(_("No words come in this way: send a code."), f"Task.{name}.text")


def _stands(row) -> str:
    return "resting" if row.is_paused else str(row.status)


# --- What is said beside the status -----------------------------------------------------------


def _outputs(told: dict) -> list[dict]:
    found = told.get("output", [])
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise ValidationError({"Task.output": [_("This value is not understood.")]})
    return found


def _output(told: dict, kind: str, value: str):
    found = [one for one in _outputs(told) if code_in(one.get("type"), "output") == kind]
    if found and found[-1].get(value) is None:
        # Said in another way it would be as if it had not been said: a yes for a later day would
        # be a yes for today, and open the package.
        raise ValidationError({"Task.output": [_("This value is not understood.")]})
    return found[-1][value] if found else None


def _reason(told: dict, name: str) -> str:
    return code_in(told.get("statusReason"), name)


def _suggested(told: dict) -> dict:
    found = _output(told, "suggested-service", "valueInteger")
    return {} if found is None else {"suggested": found}


def _results(told: dict) -> dict:
    how = [
        {
            "goal": code_in(one.get("type"), "goal"),
            "result": code_in(one.get("valueCodeableConcept"), "goal-result"),
            "reason": code_in(one.get("valueCodeableConcept"), "goal-reason"),
        }
        for one in _outputs(told)
        if code_in(one.get("type"), "output") == "result"
    ]
    results = [{name: code for name, code in one.items() if code} for one in how]
    return {"results": results, "not_reached": _reason(told, "return-reason") == "not_reached"}


def understood(taken, given: dict) -> dict:
    bound = taken(data=given)
    bound.is_valid(raise_exception=True)
    return bound.validated_data


# --- One for each line of the table -------------------------------------------------------------


def _open_or_ask(told: dict) -> Deed:
    said = code_in(told.get("businessStatus"), "business-status")
    if said == "info-requested":
        return _ask(told)
    if said != "opened":
        raise NotDoneThisWay(NOT_SO, "Task.businessStatus")
    return Deed(answering.open_envelope, {})


def _ask(told: dict) -> Deed:
    if code_in(told.get("businessStatus"), "business-status") != "info-requested":
        raise NotDoneThisWay(NOT_SO, "Task.businessStatus")
    return Deed(answering.ask, understood(AskInput, {"code": _reason(told, "question")}))


def _accept(told: dict) -> Deed:
    day = _output(told, "expected-start", "valueDate")
    given = {"reservation": _output(told, "reservation", "valueBoolean") is True}
    given |= {} if day is None else {"expected_start": day}
    return Deed(answering.accept, understood(AcceptInput, given))


def _decline(told: dict) -> Deed:
    given = {"reason": _reason(told, "decline-reason"), **_suggested(told)}
    return Deed(answering.decline, understood(DeclineInput, given))


def _reschedule(told: dict) -> Deed:
    given = {"expected_start": _output(told, "expected-start", "valueDate")}
    return Deed(starting.reschedule, understood(RescheduleInput, given))


def _start(told: dict) -> Deed:
    period = told.get("executionPeriod")
    day = period.get("start") if isinstance(period, dict) else None
    given = {} if day is None else {"first_contact": _day_here(str(day))}
    return Deed(following_up.start, understood(StartInput, given))


def _day_here(value: str) -> str:
    """Late in the evening in UTC it is the next day here."""
    try:
        moment = parse_datetime(value)
        if moment is not None and timezone.is_aware(moment):
            return timezone.localdate(moment).isoformat()
    except (ValueError, OverflowError):
        pass  # whoever looks for a day in it says so
    return value[:10]


def _pause(told: dict) -> Deed:
    given = {
        "reason": _reason(told, "pause-reason"),
        "review_at": _output(told, "review-date", "valueDate"),
    }
    return Deed(pausing.pause, understood(PauseInput, given))


def _resume(told: dict) -> Deed:
    return Deed(pausing.resume, {})


def _report(told: dict) -> Deed:
    return Deed(reporting.report, _reported(told))


def _amend(told: dict) -> Deed:
    return Deed(reporting.amend, _reported(told))


def _reported(told: dict) -> dict:
    """completed says that something came of it, failed that nothing did: the goals must agree."""
    given = understood(ReportInput, _results(told))
    helped = any(one["result"] in ("met", "partly") for one in given["results"])
    if helped != (told["status"] == "completed") or (helped and given["not_reached"]):
        said = _("“completed” takes a goal that was met, at least in part; “failed” takes none.")
        raise NotDoneThisWay(said)
    results = {one["goal"]: (one["result"], one.get("reason", "")) for one in given["results"]}
    return {"results": results, "not_reached": given["not_reached"]}


def _give_back(told: dict) -> Deed:
    given = {"reason": _reason(told, "return-reason"), **_suggested(told)}
    return Deed(following_up.give_back, understood(GiveBackInput, given), rights.RETURN)


DEEDS = {
    (Status.SENT, "requested"): _open_or_ask,
    (Status.OPENED, "requested"): _ask,
    (Status.SENT, "accepted"): _accept,
    (Status.OPENED, "accepted"): _accept,
    (Status.SENT, "rejected"): _decline,
    (Status.OPENED, "rejected"): _decline,
    (Status.ASKED, "rejected"): _decline,
    (Status.ACCEPTED, "accepted"): _reschedule,
    (Status.ACCEPTED, "in-progress"): _start,
    (Status.ACCEPTED, "failed"): _report,
    (Status.ACCEPTED, "cancelled"): _give_back,
    (Status.ACTIVE, "on-hold"): _pause,
    (Status.ACTIVE, "completed"): _report,
    (Status.ACTIVE, "failed"): _report,
    (Status.ACTIVE, "cancelled"): _give_back,
    ("resting", "in-progress"): _resume,
    ("resting", "cancelled"): _give_back,
    (Status.REPORTED, "completed"): _amend,
    (Status.REPORTED, "failed"): _amend,
}
