"""A refusal as JSON: {"code", "detail"}, for a bad input also {"fields"}. As the pages answer."""

from django.core.exceptions import RequestDataTooBig, ValidationError
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import exception_handler, set_rollback

from audit.sealing.freshness import SealTooOld
from audit.vault import Erased
from config.errors import CANNOT_WORK_SAFELY


def answer(refusal, context) -> Response | None:
    """409 for what cannot be done now, 410 for what is erased, 503 when we cannot work safely."""
    if isinstance(refusal, ValidationError):
        return _say(409, _first(refusal).code or "refused", " ".join(refusal.messages))
    if isinstance(refusal, Erased):
        return _say(410, "erased", _("What was written here is erased."))
    if isinstance(refusal, (*CANNOT_WORK_SAFELY, SealTooOld)):
        return _say(503, "cannot_work_safely", _("This cannot be done safely now. Try again."))
    if isinstance(refusal, RequestDataTooBig):
        return _say(413, "too_large", _("That is more than we can take at a time."))
    if isinstance(refusal, exceptions.ValidationError):
        return _say(400, "invalid", _("Something in what was sent is wrong."), refusal.detail)
    response = exception_handler(refusal, context)
    if response is not None:
        response.data = {"code": _code(refusal, response), "detail": _detail(response)}
    return response


def _first(refusal: ValidationError) -> ValidationError:
    """A use case may say which of its fields is meant; here they are told together."""
    if hasattr(refusal, "error_dict"):
        return next(iter(refusal.error_dict.values()))[0]
    return refusal.error_list[0]


def _say(status: int, code: str, detail: str, fields=None) -> Response:
    set_rollback()
    body = {"code": code, "detail": detail}
    if fields is not None:
        body["fields"] = fields if isinstance(fields, dict) else {"non_field_errors": fields}
    return Response(body, status=status)


def _code(refusal, response) -> str:
    names = {403: "permission_denied", 404: "not_found"}
    return getattr(refusal, "default_code", None) or names.get(response.status_code, "refused")


def _detail(response) -> str:
    return str(response.data.get("detail", ""))
