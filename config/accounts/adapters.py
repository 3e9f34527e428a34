"""What we tighten about django-allauth: methods that it calls by name. There are no signals."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.usersessions.adapter import DefaultUserSessionsAdapter
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit.vault import locker
from config.accounts import leaving_by, second_factor
from config.accounts.services import arriving, signing_in

FACTORS = "accounts.factors"
NEWCOMER_AT = "newcomer_at"
JUST_NOW = 600


class AccountAdapter(DefaultAccountAdapter):
    """No sign-up, no mail past the outbox, no way in without a trace."""

    def is_open_for_signup(self, request) -> bool:
        return False

    def send_mail(self, template_prefix, email, context) -> None:
        raise ImproperlyConfigured(f"{template_prefix}: mail leaves by the outbox only.")

    def get_client_ip(self, request) -> str:
        """Decided once, in config.proxies. Unknown callers share one allowance."""
        return request.META.get("REMOTE_ADDR") or "0.0.0.0"  # noqa: S104

    def pre_login(self, request, user, *, signal_kwargs, **kwargs):
        """Also after a passkey, which never asked the backend."""
        if not user.may_sign_in:
            signing_in.turn_away(user, step="ended")
            return self.respond_user_inactive(request, user)
        came_by_provider = "sociallogin" in (signal_kwargs or {})
        if not came_by_provider and arriving.must_use_provider(user):
            signing_in.turn_away(user, step="other_door")
            return render(request, "socialaccount/refused.html", {"why": "other_door"}, status=403)
        return super().pre_login(request, user, signal_kwargs=signal_kwargs, **kwargs)

    def get_login_stages(self) -> list[str]:
        ours = {"allauth.mfa.stages.AuthenticateStage": "config.accounts.second_factor.SecondStep"}
        return [ours.get(stage, stage) for stage in super().get_login_stages()]

    def login(self, request, user) -> None:
        records = get_authentication_records(request, user)
        ways = [record.get("type", record["method"]) for record in records]
        signing_in.sign_in(by=user, ways=ways)
        super().login(request, user)
        if second_factor.was_elsewhere(request, user):
            request.session[second_factor.PASSED] = user.pk
        elif not second_factor.has_one(user):
            request.session[NEWCOMER_AT] = timezone.now().timestamp()

    def authentication_failed(self, request, **credentials) -> None:
        signing_in.turn_away(step="password")

    def logout(self, request) -> None:
        """Whoever wants out gets out, even when the line about it cannot be written."""
        user = request.user
        super().logout(request)
        signing_in.sign_out(by=user)

    def get_logout_redirect_url(self, request) -> str:
        """Asked before the session ends. Who came by a provider is led there, to sign out too."""
        return leaving_by.door(request) or super().get_logout_redirect_url(request)

    def set_password(self, user, password) -> None:
        if arriving.must_use_provider(user):
            raise ValidationError(_("You sign in without a password here."), code="other_door")
        signing_in.change_password(password, by=user)

    def is_reauthentication_required(self, *, app: str, **kwargs) -> bool:
        """A newcomer who signed in a moment ago need not type the same password again.

        Only who came without a second factor, to set up the first one and see the recovery
        codes: the password is all there would be to ask for.
        """
        came = self.request.session.get(NEWCOMER_AT, 0)
        if timezone.now().timestamp() - came < JUST_NOW:
            return False
        return super().is_reauthentication_required(app=app, **kwargs)


class FactorAdapter(DefaultMFAAdapter):
    """Secrets are locked away, and nobody throws their only key into the sea."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "cannot_delete_authenticator": _(
            "This is your only second step. Add another one before you remove it."
        ),
    }

    def encrypt(self, text: str) -> str:
        return locker.lock(text, purpose=FACTORS)

    def decrypt(self, encrypted_text: str) -> str:
        return locker.unlock(encrypted_text, purpose=FACTORS)

    def can_delete_authenticator(self, authenticator) -> bool:
        if not settings.SECOND_FACTOR_REQUIRED:
            return True
        others = Authenticator.objects.filter(user=authenticator.user, type__in=second_factor.KINDS)
        return others.exclude(pk=authenticator.pk).exists()

    def get_public_key_credential_user_entity(self, user) -> dict:
        return super().get_public_key_credential_user_entity(user) | {"display_name": user.name}


class SessionsAdapter(DefaultUserSessionsAdapter):
    """Signing out elsewhere is traced, too."""

    def end_sessions(self, sessions) -> None:
        if sessions:
            signing_in.end_others(sessions, by=sessions[0].user)
