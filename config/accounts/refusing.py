"""What somebody sees who came by an identity provider and is not let in: a line, and a page."""

from allauth.core.internal.ratelimit import consume, handler429
from django.http import HttpResponse
from django.shortcuts import render

from config.accounts import oidc_providers
from config.accounts.services import arriving

# What helps, for the few reasons that somebody can do something about. The rest: try again.
ASK = {"unknown", "no_group", "ended", "not_by_this_door", "last_administrator", "groups_elsewhere",
       "contradiction"}  # fmt: skip
WHY = {"level": "level", "cancelled": "cancelled", "unavailable": "unavailable",
       "invitation": "invitation"}  # fmt: skip


def refuse(request, provider: str, code: str, user=None) -> HttpResponse:
    """Trace it and say so. Whether there is such an account is not told."""
    if too_many(request):
        return handler429(request)
    arriving.refuse(code, provider, user)
    why = "ask" if code in ASK else WHY.get(code, "again")
    shown = {"why": why, "provider": oidc_providers.known(provider)}
    return render(
        request, "socialaccount/refused.html", shown, status=503 if why == "unavailable" else 403
    )


def too_many(request) -> bool:
    """Anybody can send a made-up answer: nobody fills the log with them."""
    limit = {"app": "allauth.account", "action": "provider_failed", "limit_get": True}
    return not consume(request, **limit)
