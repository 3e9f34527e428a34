"""Out again by the door one came: the provider's own page for signing out."""

from urllib.parse import urlencode

import requests
from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.urls import reverse

from config.accounts import oidc, oidc_discovery, oidc_providers


def door(request) -> str:
    """Where the provider ends its session and leads back here (RP-Initiated Logout 2); or "".

    No token goes along as a hint: it would put somebody's claims into an address. So a provider
    may ask first, and who only leaves Lotsen stays signed in at everything else.
    """
    provider = oidc_providers.known(_came_by(request))
    if provider is None:
        return ""
    try:
        door = oidc_discovery.metadata(provider).get("end_session_endpoint")
    except (oidc.Refused, requests.RequestException):
        return ""
    if not door or oidc_providers.origin_of(door) not in provider.origins:
        return ""
    back = settings.SITE_URL.rstrip("/") + reverse("account_login")
    told = {"client_id": provider.client_id, "post_logout_redirect_uri": back}
    return f"{door}{'&' if '?' in door else '?'}{urlencode(told)}"


def _came_by(request) -> str:
    records = get_authentication_records(request, request.user)
    return next((record["provider"] for record in records[::-1] if "provider" in record), "")
