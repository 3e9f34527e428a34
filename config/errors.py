"""A refusal without a form becomes a page that says why. One place for all of them."""

import logging
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.db import DatabaseError
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from audit.sealing.freshness import SealTooOld
from audit.trail import TrailUnwritable
from audit.vault import DoesNotOpen, Erased, NoPrivateKey, NoPublicKey
from config import keeping
from intake.services import greeting
from intake.services.routing import NoTeam
from partners.working_time import NeverOpen

CANNOT_WORK_SAFELY = (
    TrailUnwritable, NoPrivateKey, NoPublicKey, DoesNotOpen, DatabaseError, NoTeam, NeverOpen,
)  # fmt: skip

log = logging.getLogger("config.errors")


class RefusalMiddleware:
    """409 for what cannot be done now, 410 for what is erased, 503 when we cannot work safely."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.status_code == 405 and not request.path.startswith("/api/"):
            return _no_page(request, response)
        return response

    def process_exception(self, request, refusal):
        if request.path.startswith("/api/"):
            return None
        if isinstance(refusal, ValidationError):
            told = {"reasons": refusal.messages, "asked_from": _asked_from(request)}
            return render(request, "409.html", told, status=409)
        if isinstance(refusal, Erased):
            return render(request, "410.html", status=410)
        if isinstance(refusal, SealTooOld):
            phones = greeting.front().phones_at(timezone.now())
            return render(request, "unsealed.html", {"phones": phones}, status=503)
        if isinstance(refusal, CANNOT_WORK_SAFELY):
            log.error("cannot work safely", exc_info=refusal)  # kind and place, never its words
            return _not_now(request)
        return None


def _no_page(request, response):
    """What only takes a press has no page of its own: somebody who reloads it sees a way on."""
    if response.content:
        return response
    page = render(request, "404.html", status=405)
    page["Allow"] = response["Allow"]
    return page


def _asked_from(request) -> str:
    """The page of ours that had the button: there one sees how it is now. "" if it was this one."""
    page = request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(page, {request.get_host()})
    return page if is_ours and urlsplit(page).path != request.path else ""


def _not_now(request):
    """What somebody inside has written is shown, to be sent again; else a bare page."""
    user = getattr(request, "user", None)
    try:
        if request.method == "POST" and user is not None and user.is_authenticated:
            return keeping.keep(request, "not_saved", status=503)
    except DatabaseError:
        pass
    return render(request, "503.html", status=503)
