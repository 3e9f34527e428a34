"""The header Idempotency-Key (draft-ietf-httpapi-idempotency-key-header), on every POST of ours.

Whoever does not know whether a call has come through sends it again with the same key, and it
is done once: the same answer for the same call, 422 for another call with a used key, 409 while
the first is still at work. What was refused has changed nothing, so its key is free again.
"""

import logging

from django.core.exceptions import RequestDataTooBig
from django.db import DatabaseError
from django.http import HttpResponse, JsonResponse
from django.http.request import UnreadablePostError
from django.utils.translation import gettext as _

from config.api import repeating, tokens
from config.api.rights import may, right_for
from intake.api import KEY, LONGEST, SHORTEST

AGAIN = "Idempotency-Replayed"

# Done anew each time it is sent, and why that is right.
ANEW = {
    "api-requests": "the ticket made of the key gives the same request and code",
    "referral-package": "reading asks each time whether it may, and leaves a line",
    "enclosure-open": "reading asks each time whether it may, and leaves a line",
    "referral-conversation": "reading asks each time whether it may, and leaves a line",
    "api-cosign": "what was followed already is not followed twice",
}

log = logging.getLogger("config.api.idempotency")


class IdempotencyMiddleware:
    """Outside the endpoints, so that none can be forgotten; they know nothing of it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.claimed = None
        response = self.get_response(request)
        if request.claimed is not None:
            _settle(request, response)
        return response

    def process_view(self, request, view, args, kwargs):
        shown = request.headers.get(KEY)
        if request.method != "POST" or shown is None or not hasattr(view, "cls"):
            return None
        token = tokens.shown_by(request)
        if token is None or not may(token, right_for(view)):
            return None  # the endpoint itself refuses whoever may not come in
        key = _bare(shown)
        if not SHORTEST <= len(key) <= LONGEST:
            return _say(400, "invalid", UNFIT(), fields={KEY: [UNFIT()]})
        try:
            sent = _what_was_sent(request)
        except (RequestDataTooBig, UnreadablePostError):
            return None  # the endpoint says so
        return _first_or_again(request, token.account, key, sent)


def _first_or_again(request, account, key: str, sent: bytes):
    row, is_new = repeating.claim(account, key, sent)
    does_anew = request.resolver_match.url_name in ANEW
    if not is_new and not repeating.is_same(row, key, sent):
        return _say(422, "key_reused", _("This key was used for something else. Take a new one."))
    if not is_new and row.status is None:
        if not repeating.is_broken_off(row):
            return _say(409, "under_way", _("The first call with this key is still at work."))
        if not does_anew:
            return _say(409, "broken_off", BROKEN_OFF())
    if not is_new and row.status is not None and not does_anew:
        return _answered(row, key)
    request.claimed = (row, key, does_anew)
    return None


def _answered(row, key: str) -> HttpResponse:
    body = repeating.answer_of(row, key)
    kind = {"content_type": "application/json"} if body else {}
    return HttpResponse(body, status=row.status, headers={AGAIN: "true"}, **kind)


def _settle(request, response) -> None:
    """Done is kept. Refused is forgotten. Of what broke nobody knows how far it came: it stays."""
    row, key, does_anew = request.claimed
    try:
        if 200 <= response.status_code < 300:
            body = None if does_anew else response.content
            repeating.settle(row, key, response.status_code, body)
        elif response.status_code != 500:
            row.delete()
    except DatabaseError:
        log.exception("a key stays unsettled")


def _bare(shown: str) -> str:
    """The draft writes it as a quoted string; most write it bare."""
    is_quoted = len(shown) > 1 and shown.startswith('"') and shown.endswith('"')
    return shown[1:-1] if is_quoted else shown


def _what_was_sent(request) -> bytes:
    return repeating.digest("call", request.get_full_path().encode(), request.body)


def _say(status: int, code: str, detail: str, **more) -> JsonResponse:
    return JsonResponse({"code": code, "detail": detail, **more}, status=status)


def UNFIT() -> str:
    return _("A header of 16 to 200 characters is needed.")


def BROKEN_OFF() -> str:
    return _(
        "The first call with this key was broken off. See how it stands now; to do it again, "
        "take a new key."
    )
