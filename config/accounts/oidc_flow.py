"""allauth's way to a provider and back, with our own checks in the middle of it.

allauth keeps state and PKCE's secret in the session, each for one use and ten minutes, and
fetches the token. What it may not decide stands here: who the providers are (only those of the
settings), what is asked of them, and whether what comes back is believed (oidc.py).
"""

import json
import secrets

import requests
from allauth.account.utils import get_next_redirect_url
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialLogin, SocialToken
from allauth.socialaccount.providers.base import AuthError, AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings

from config.accounts import oidc, oidc_discovery, oidc_providers, refusing, second_factor
from config.accounts.services import arriving

CODES = {AuthError.CANCELLED: "cancelled", AuthError.DENIED: "denied"}


class ProviderAdapter(DefaultSocialAccountAdapter):
    """No provider but the settings', no sign-up, and no failure without a line in the log."""

    def is_open_for_signup(self, request, sociallogin) -> bool:
        return False

    def list_apps(self, request, provider=None, client_id=None) -> list[SocialApp]:
        """allauth would also read rows of a table: nobody becomes a provider by a row."""
        return [
            _app(each) for each in settings.OIDC_PROVIDERS
            if provider in (None, each.id) and client_id in (None, each.client_id)
        ]  # fmt: skip

    def get_provider(self, request, provider, client_id=None) -> "Municipality":
        return Municipality(request, app=self.get_app(request, provider, client_id))

    def on_authentication_error(self, request, provider, error=None, exception=None, **kwargs):
        """Where allauth itself says no: an unknown state, a refused code, a server that is gone."""
        code = CODES.get(error, "state" if exception is None else "exchange")
        if exception is None and "error" in request.GET and error not in CODES:
            code = "denied"
        if isinstance(exception, requests.RequestException):
            code = "unavailable"
        raise ImmediateHttpResponse(refusing.refuse(request, provider.app.provider_id, code))


def _app(provider: oidc_providers.Provider) -> SocialApp:
    return SocialApp(
        provider="openid_connect", provider_id=provider.id, name=provider.name,
        client_id=provider.client_id, secret=provider.secret,
        settings={"server_url": provider.issuer, "oauth_pkce_enabled": True},
    )  # fmt: skip


def _trusted(name: str) -> oidc_providers.Provider:
    found = oidc_providers.known(name)
    if found is None:
        raise SocialApp.DoesNotExist
    return found


class Conversation(OpenIDConnectOAuth2Adapter):
    """One sign-in: what the provider says, and what was asked when it began (*state*)."""

    state: dict

    @property
    def trusted(self) -> oidc_providers.Provider:
        return _trusted(self.provider_id)

    @property
    def openid_config(self) -> dict:
        return oidc_discovery.metadata(self.trusted)

    def get_access_token_data(self, *args, **kwargs) -> dict:
        try:
            return super().get_access_token_data(*args, **kwargs)
        except (AttributeError, KeyError, TypeError, ValueError) as odd:  # no JSON, no object
            raise OAuth2Error("The token's answer makes no sense.") from odd

    def parse_token(self, data: dict) -> SocialToken:
        """It is used once and never stored: how long it would work need not be read."""
        return SocialToken(token=str(data["access_token"]))

    def complete_login(self, request, app, token, **kwargs) -> SocialLogin:
        """Believe nothing that is not checked; then let them in as whom they are here."""
        identity = self._identity(kwargs["response"].get("id_token"), token)
        account = arriving.arrive(identity, invitation=self.state.get("invitation", ""))
        if not account.user.role:
            raise oidc.Refused("no_group", account.user)
        if identity.has_two_factors:
            second_factor.note_elsewhere(request, account.user)
        plain = SocialAccount(
            provider=account.provider, uid=account.uid, extra_data=account.extra_data
        )
        return SocialLogin(account=plain, provider=self.get_provider())

    def _identity(self, id_token, token: SocialToken) -> oidc.Identity:
        """Once more with newer keys: a provider may have begun to sign with another one."""
        trusted, nonce = self.trusted, self.state.get("nonce", "")
        try:
            identity = oidc.verify(id_token, trusted, oidc_discovery.keys(trusted), nonce=nonce)
        except oidc.Refused as refusal:
            if refusal.code != "key":
                raise
            newer = oidc_discovery.newer_keys(trusted)
            identity = oidc.verify(id_token, trusted, newer, nonce=nonce)
        told = oidc_discovery.userinfo(trusted, token.token)
        return identity if told is None else oidc.with_userinfo(identity, told)


class Municipality(OpenIDConnectProvider):
    """What is asked of the provider. Nothing of it can be said in the address by a visitor."""

    oauth2_adapter_class = Conversation

    def get_redirect_from_request_kwargs(self, request) -> dict:
        nonce = secrets.token_urlsafe(32)
        return {
            "process": AuthProcess.LOGIN,
            "next_url": get_next_redirect_url(request),
            "scope": ["openid", "email"],
            "nonce": nonce,
            "invitation": request.POST.get("invitation", "")[:100],
            "auth_params": _asked(_trusted(self.app.provider_id), nonce),
        }


def _asked(provider: oidc_providers.Provider, nonce: str) -> dict[str, str]:
    """The level is asked for, and checked when the answer comes: a provider may ignore it."""
    asked = {"nonce": nonce, "max_age": str(provider.max_age)}
    if provider.level_claim == "acr":
        return asked | {"acr_values": " ".join(sorted(provider.levels))}
    wanted = {"essential": True, "values": sorted(provider.levels)}
    return asked | {"claims": json.dumps({"id_token": {provider.level_claim: wanted}})}


class ComeBack(OAuth2CallbackView):
    """The state is used up here; what it says is needed to judge the answer."""

    def _get_state(self, request, provider):
        state, refusal = super()._get_state(request, provider)
        self.adapter.state = state or {}
        return state, refusal
