"""What a provider publishes about itself: where its doors are, and the keys it signs with."""

import requests
from django.core.cache import caches

from config.accounts.oidc import Refused
from config.accounts.oidc_providers import Provider, is_safe

WELL_KNOWN = "/.well-known/openid-configuration"
NEEDED = ("authorization_endpoint", "token_endpoint", "jwks_uri")
MAY_BE = ("userinfo_endpoint", "end_session_endpoint")
SECONDS = 5  # nobody waits longer for somebody else's server
KEPT, KEYS_KEPT, ASKED_AGAIN = 600, 3600, 60


def metadata(provider: Provider) -> dict:
    """Its doors. Whoever answers must be the issuer that we trust (Discovery 4.3)."""
    found = caches["nearby"].get(f"oidc:{provider.issuer}:doors")
    if found is None:
        found = fetch(provider.issuer.rstrip("/") + WELL_KNOWN)
        if found.get("issuer") != provider.issuer:
            raise Refused("metadata")
        doors = [found.get(name) for name in NEEDED]
        doors += [found[name] for name in MAY_BE if name in found]
        if not all(is_safe(door) for door in doors):
            raise Refused("metadata")
        caches["nearby"].set(f"oidc:{provider.issuer}:doors", found, KEPT)
    return found


def keys(provider: Provider) -> list[dict]:
    """Its public keys, kept for an hour – or asked for again when it signs with a new one."""
    found = caches["nearby"].get(f"oidc:{provider.issuer}:keys")
    return found if found is not None else _fetch_keys(provider)


def newer_keys(provider: Provider) -> list[dict]:
    """For a token whose key is not among those we know. At most once a minute: anybody can
    send such a token."""
    if not caches["nearby"].add(f"oidc:{provider.issuer}:asked", True, ASKED_AGAIN):
        return keys(provider)
    return _fetch_keys(provider)


def _fetch_keys(provider: Provider) -> list[dict]:
    listed = fetch(metadata(provider)["jwks_uri"]).get("keys")
    if not isinstance(listed, list):
        raise Refused("metadata")
    found = [key for key in listed if isinstance(key, dict)]
    caches["nearby"].set(f"oidc:{provider.issuer}:keys", found, KEYS_KEPT)
    return found


def userinfo(provider: Provider, access_token: str) -> dict | None:
    """What it tells to whoever holds the access token; not every provider has such a door."""
    door = metadata(provider).get("userinfo_endpoint")
    return fetch(door, headers={"Authorization": f"Bearer {access_token}"}) if door else None


def fetch(url: str, **told) -> dict:
    """One JSON object. A server that leads elsewhere is not the one that was asked."""
    answer = requests.get(url, timeout=SECONDS, allow_redirects=False, **told)
    if answer.status_code != requests.codes.ok:
        raise Refused("unavailable")
    said = answer.json()
    if not isinstance(said, dict):
        raise Refused("metadata")
    return said
