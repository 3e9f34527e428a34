"""The door that an identity provider opens: there, back, and out again."""

from hashlib import sha256
from time import time

import requests
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.views import OAuth2LoginView
from django.core.cache import cache
from django.http import Http404, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from audit.guard import open_to_all
from config.accounts import oidc, oidc_discovery, oidc_providers, refusing
from config.accounts.oidc_flow import ComeBack, Conversation
from config.accounts.services import arriving


@open_to_all
@require_POST
def begin(request, provider_id):
    """Lead somebody to the provider. It remembers, in their session only, what was asked."""
    return _converse(OAuth2LoginView, request, provider_id)


@open_to_all
@require_safe
def come_back(request, provider_id):
    """With the provider's answer in hand."""
    return _converse(ComeBack, request, provider_id)


def _converse(view, request, provider_id):
    try:
        return view.adapter_view(Conversation(request, provider_id))(request)
    except SocialApp.DoesNotExist:
        raise Http404 from None
    except oidc.Refused as refusal:
        return refusing.refuse(request, provider_id, refusal.code, refusal.user)
    except requests.RequestException:
        return refusing.refuse(request, provider_id, "unavailable")


@open_to_all
@csrf_exempt
@require_POST
def ended(request, provider_id):
    """The provider itself tells that somebody has signed out there (Back-Channel Logout 2.5)."""
    provider = oidc_providers.known(provider_id)
    if provider is None:
        raise Http404
    try:
        arriving.depart(_told(request.POST.get("logout_token"), provider))
    except (oidc.Refused, requests.RequestException) as refusal:
        if refusing.too_many(request):
            return HttpResponse(status=429)
        arriving.refuse(getattr(refusal, "code", "unavailable"), provider_id)
        return HttpResponse(status=400)
    return HttpResponse()


def _told(token, provider) -> oidc.Ended:
    """What the token says. One that was used is of no more use."""
    try:
        told = oidc.verify_ended(token, provider, oidc_discovery.keys(provider))
    except oidc.Refused as refusal:
        if refusal.code != "key":
            raise
        told = oidc.verify_ended(token, provider, oidc_discovery.newer_keys(provider))
    key = f"oidc:{provider.id}:{sha256(told.once.encode()).hexdigest()}"
    if not cache.add(key, True, max(told.until - time(), 0) + 2 * oidc.SKEW):
        raise oidc.Refused("replayed")
    return told
