"""What a machine shows at the door: “Authorization: Bearer lotsen_<prefix>_<secret>”.

The secret is 256 random bits, so one fast digest is enough to keep of it: there is nothing
that could be guessed, and a slow hash would only slow down every call.
"""

import hmac
import secrets
from hashlib import sha256

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed

from audit import trail
from audit.models import Decision
from config.api.models import MachineToken

SCHEME = "Bearer"
MARK = "lotsen"
NOBODYS = sha256(b"nobody's").digest()


def new_prefix() -> str:
    return secrets.token_hex(4)


def new_secret() -> str:
    return secrets.token_hex(32)


def written(prefix: str, secret: str) -> str:
    return f"{MARK}_{prefix}_{secret}"


def digest_of(secret: str) -> bytes:
    return sha256(secret.encode()).digest()


class TokenAuthentication(BaseAuthentication):
    """Unknown, expired, revoked or from a foreign address: the same 401."""

    def authenticate(self, request):
        shown = _shown(request)
        if not shown or shown[0].lower() != SCHEME.lower():
            return None
        token = _token(shown[1]) if len(shown) == 2 else None
        if token is None:
            raise AuthenticationFailed
        reason = token.why_not(request.META.get("REMOTE_ADDR", ""))
        if reason:
            refuse(token, reason)
            raise AuthenticationFailed
        return token.account, token

    def authenticate_header(self, request) -> str:
        return SCHEME


def shown_by(request) -> MachineToken | None:
    """The key that opens something for this caller now, for whoever asks before the endpoint."""
    shown = _shown(request)
    is_ours = len(shown) == 2 and shown[0].lower() == SCHEME.lower()
    token = _token(shown[1]) if is_ours else None
    return token if token and not token.why_not(request.META.get("REMOTE_ADDR", "")) else None


@trail.act
def refuse(token: MachineToken, reason: str) -> None:
    """Somebody holds a real key that opens nothing any more: that is worth a line."""
    trail.record(token.account, "token.refuse", token, decision=Decision.REFUSED, reason=reason)


def _shown(request) -> list[str]:
    return request.META.get("HTTP_AUTHORIZATION", "").split()


def _token(shown: str) -> MachineToken | None:
    """The key it belongs to. A digest is compared whether or not the prefix is known."""
    mark, _, rest = shown.partition("_")
    prefix, _, secret = rest.partition("_")
    rows = MachineToken.objects.select_related("account")
    token = rows.filter(prefix=prefix).first() if mark == MARK and prefix.isalnum() else None
    kept = bytes(token.digest) if token else NOBODYS
    return token if hmac.compare_digest(kept, digest_of(secret)) and token else None


class TokenScheme(OpenApiAuthenticationExtension):
    target_class = TokenAuthentication
    name = "machineKey"

    def get_security_definition(self, auto_schema):
        return {
            "type": "http",
            "scheme": "bearer",
            "description": "A key for a machine, issued under Settings → Keys for machines.",
        }
