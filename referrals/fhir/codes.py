"""The codes that are ours: each list has an address of its own, where it can be read."""

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from referrals.models import (
    ContestReason,
    DeclineReason,
    PauseReason,
    QuestionCode,
    Result,
    ResultReason,
    ReturnReason,
)

PLACE = "/api/fhir"


def base() -> str:
    return settings.SITE_URL.rstrip("/") + PLACE


def system(name: str) -> str:
    """Where a list of codes is read."""
    return f"{base()}/CodeSystem/{name}"


def coded(name: str, code: str) -> dict:
    return {"coding": [{"system": system(name), "code": str(code)}]}


def code_in(concept, name: str) -> str:
    """The code of our list *name* in a CodeableConcept that was sent; "" if there is none."""
    codings = concept.get("coding") if isinstance(concept, dict) else None
    for one in codings if isinstance(codings, list) else []:
        if isinstance(one, dict) and one.get("system") == system(name):
            return str(one.get("code", ""))
    return ""


def business() -> list[tuple[str, str]]:
    return [
        ("sent", _("Sent, not opened")),
        ("opened", _("Opened")),
        ("info-requested", _("The partner has asked something; we are to answer")),
        ("waitlist", _("Accepted for a later day")),
        ("reported", _("Reported; we are to confirm it")),
        ("contested", _("We have objected to the report")),
        ("closed", _("Closed")),
        ("declined", _("Declined")),
        ("returned", _("Handed back")),
        ("recalled", _("Recalled by us")),
        ("expired", _("Not answered in time")),
        ("withdrawn", _("Withdrawn by the person")),
    ]


def outputs() -> list[tuple[str, str]]:
    return [
        ("expected-start", _("The day on which the partner expects to begin")),
        ("review-date", _("The day until which it rests")),
        ("reservation", _("A private organisation accepts the reservation (OSL 10:14)")),
        ("suggested-service", _("The id of a service that could help instead")),
        ("result", _("How it went for one goal")),
    ]


LISTS = {
    "business-status": business,
    "output": outputs,
    "decline-reason": lambda: DeclineReason.choices,
    "return-reason": lambda: ReturnReason.choices,
    "question": lambda: QuestionCode.choices,
    "pause-reason": lambda: PauseReason.choices,
    "contest-reason": lambda: ContestReason.choices,
    "goal-result": lambda: Result.choices,
    "goal-reason": lambda: ResultReason.choices,
}


def code_system(name: str) -> dict:
    """One list as a CodeSystem, in English and Swedish."""
    with override("en"):
        shown = [(str(code), str(label)) for code, label in LISTS[name]()]
    with override("sv"):
        swedish = {str(code): str(label) for code, label in LISTS[name]()}
    return {
        "resourceType": "CodeSystem", "id": name, "url": system(name), "name": _title(name),
        "status": "active", "content": "complete", "caseSensitive": True, "count": len(shown),
        "concept": [
            {
                "code": code, "display": label,
                "designation": [{"language": "sv", "value": swedish[code]}],
            }
            for code, label in shown
        ],
    }  # fmt: skip


def _title(name: str) -> str:
    return "Lotsen" + name.title().replace("-", "")
