"""What an identity provider's signed answer must be before anybody is let in. It fails closed.

allauth fetches the token and then believes it: it checks neither signature, nonce nor level.
Here everything is checked that OpenID Connect Core 3.1.3.7 asks for, and Back-Channel Logout 2.6.
Nothing here asks a database or a network; whatever is missing, odd or unknown is refused.
"""

import time
from dataclasses import dataclass, replace

import jwt
from django.utils.crypto import constant_time_compare

from config.accounts.oidc_providers import KEY_TYPES, Provider

SKEW = 60  # seconds that two clocks may differ
FRESH = 600  # an answer is for the sign-in that asked for it, not for later
ENDED = "http://schemas.openid.net/event/backchannel-logout"
CODES = (
    (jwt.InvalidSignatureError, "signature"),
    (jwt.ExpiredSignatureError, "expired"),
    (jwt.ImmatureSignatureError, "early"),
    (jwt.InvalidAudienceError, "audience"),
    (jwt.InvalidIssuerError, "issuer"),
    (jwt.MissingRequiredClaimError, "incomplete"),
)


class Refused(Exception):
    """The code says why, for the trail, and *user* about whom. No claim ever stands in it."""

    def __init__(self, code: str, user=None):
        super().__init__(code)
        self.code, self.user = code, user


@dataclass(frozen=True)
class Identity:
    """What is believed, and all that is kept of the token: the rest is dropped here."""

    provider: Provider
    subject: str
    email: str = ""
    groups: frozenset[str] = frozenset()
    has_two_factors: bool = False


@dataclass(frozen=True)
class Ended:
    """The provider says that somebody's session there has ended."""

    provider: Provider
    subject: str
    once: str
    until: int


def verify(token, provider: Provider, keys: list[dict], *, nonce: str) -> Identity:
    """Who signed in, if the provider says so to us, now, and for this very sign-in."""
    claims = _opened(token, provider, keys, required=["exp", "iat", "iss", "aud", "sub"])
    if not nonce or not constant_time_compare(str(claims.get("nonce", "")), nonce):
        raise Refused("nonce")
    _require_recent(claims, provider)
    levels = _level(claims, provider)
    return Identity(
        provider, _subject(claims), _verified_email(claims), _groups(claims, provider),
        has_two_factors=bool(levels & provider.two_factor_levels),
    )  # fmt: skip


def with_userinfo(identity: Identity, userinfo) -> Identity:
    """Userinfo is not signed: it must speak of the same person (Core 5.3.2), and adds an e-mail."""
    if not isinstance(userinfo, dict) or userinfo.get("sub") != identity.subject:
        raise Refused("userinfo")
    return replace(identity, email=identity.email or _verified_email(userinfo))


def verify_ended(token, provider: Provider, keys: list[dict]) -> Ended:
    """A token that ends sessions is no token that lets somebody in, and the other way about."""
    claims = _opened(token, provider, keys, required=["exp", "iat", "iss", "aud", "jti"])
    events = claims.get("events")
    if "nonce" in claims or not isinstance(events, dict) or not isinstance(events.get(ENDED), dict):
        raise Refused("no_logout")
    if time.time() - claims["iat"] > FRESH:
        raise Refused("stale")
    return Ended(provider, _subject(claims), str(claims["jti"]), int(claims["exp"]))


def _opened(token, provider: Provider, keys: list[dict], *, required: list[str]) -> dict:
    """The claims, once signature, issuer, audience and times are as they must be."""
    try:
        header = jwt.get_unverified_header(token)
        algorithm = header.get("alg")
        if algorithm not in provider.algorithms:
            raise Refused("algorithm")
        claims = jwt.decode(
            token, _key(header, keys), algorithms=[algorithm], issuer=provider.issuer,
            audience=provider.client_id, leeway=SKEW,
            options={"require": required, "enforce_minimum_key_length": True},
        )  # fmt: skip
    except (jwt.PyJWTError, TypeError, ValueError, OverflowError) as error:
        raise Refused(_code_of(error)) from None
    if claims["aud"] not in (provider.client_id, [provider.client_id]):
        raise Refused("audience")  # meant for others as well, whom we do not know
    if claims.get("azp", provider.client_id) != provider.client_id:
        raise Refused("authorized_party")
    if not isinstance(claims["iat"], int | float):
        raise Refused("malformed")
    return claims


def _key(header: dict, keys: list[dict]):
    """The one key of the provider's that this token can have been signed with."""
    algorithm, kid = header["alg"], header.get("kid")
    fit = [
        key for key in keys
        if key.get("kid") == kid and key.get("kty") == KEY_TYPES[algorithm]
        and key.get("use", "sig") == "sig" and key.get("alg", algorithm) == algorithm
    ]  # fmt: skip
    if len(fit) != 1:
        raise Refused("key")
    return jwt.PyJWK(fit[0], algorithm=algorithm).key


def _code_of(error: Exception) -> str:
    return next((code for kind, code in CODES if isinstance(error, kind)), "malformed")


def _require_recent(claims: dict, provider: Provider) -> None:
    """The token was made just now, and the person was there not too long ago (Core 2, 3.1.2.1)."""
    now, was_there = time.time(), claims.get("auth_time")
    if now - claims["iat"] > FRESH:
        raise Refused("stale")
    if not isinstance(was_there, int) or isinstance(was_there, bool):
        raise Refused("auth_time")
    if was_there > now + SKEW or now - was_there > provider.max_age + SKEW:
        raise Refused("auth_time")


def _level(claims: dict, provider: Provider) -> set[str]:
    """The levels of assurance that are said and asked for. None: refused, whatever else holds."""
    met = _texts(claims.get(provider.level_claim)) & provider.levels
    if not met:
        raise Refused("level")
    return met


def _groups(claims: dict, provider: Provider) -> frozenset[str]:
    """In no group is an answer. A list kept elsewhere, as when there are too many, is none."""
    if not provider.groups_claim:
        return frozenset()
    if provider.groups_claim in _mapping(claims.get("_claim_names")):
        raise Refused("groups_elsewhere")
    return frozenset(_texts(claims.get(provider.groups_claim)))


def _subject(claims: dict) -> str:
    subject = claims.get("sub")
    if not isinstance(subject, str) or not 0 < len(subject) <= 255:
        raise Refused("subject")
    return subject


def _verified_email(claims: dict) -> str:
    """Only what the provider says it has verified; anybody may have typed the rest."""
    email = claims.get("email")
    is_verified = isinstance(email, str) and claims.get("email_verified") is True
    return email.strip().lower() if is_verified else ""


def _texts(said) -> set[str]:
    listed = said if isinstance(said, list) else [said]
    return {one for one in listed if isinstance(one, str) and one}


def _mapping(said) -> dict:
    return said if isinstance(said, dict) else {}
