"""A refusal as an OperationOutcome: what the ordinary API says, in the words of FHIR."""

from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.settings import api_settings

from referrals.fhir import codes
from referrals.services.holding import ChangedSince

ISSUES = {
    400: "invalid", 401: "login", 403: "forbidden", 404: "not-found", 405: "not-supported",
    406: "not-supported", 409: "conflict", 410: "deleted", 412: "conflict", 413: "too-long",
    415: "not-supported", 422: "business-rule", 429: "throttled", 503: "transient",
}  # fmt: skip


class NotDoneThisWay(exceptions.APIException):
    """A change of a Task that we do not make, or not like this. Nothing was changed."""

    status_code = 422
    default_code = "not_supported"

    def __init__(self, detail, element: str = "Task.status"):
        super().__init__(detail)
        self.element = element


def answer(refusal, context) -> Response | None:
    response = api_settings.EXCEPTION_HANDLER(refusal, context)
    if response is None:
        return None
    if isinstance(refusal, ChangedSince):
        response.status_code = 412
    said, fields = response.data, response.data.get("fields")
    where = {getattr(refusal, "element", ""): ""} if fields is None else fields
    response.data = {
        "resourceType": "OperationOutcome",
        "issue": [_issue(response.status_code, said, element) for element in where],
    }
    return response


def _issue(status: int, said: dict, element: str) -> dict:
    issue = {
        "severity": "error", "code": ISSUES.get(status, "processing"),
        "details": {**codes.coded("refusal", said["code"]), "text": said["detail"]},
    }  # fmt: skip
    return issue | ({"expression": [element]} if element else {})
