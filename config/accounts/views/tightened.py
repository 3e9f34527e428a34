"""allauth's views where a line in the trail is written and its adapter offers no place for it."""

from allauth.account import views as account
from allauth.account.forms import ResetPasswordForm
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.shortcuts import redirect
from django.urls import reverse

from config.accounts import second_factor
from config.accounts.services import signing_in


class _Traced:
    """The change and its line in the trail are one transaction."""

    deed = kind = ""

    def form_valid(self, form):
        return signing_in.change_factors(
            lambda: super(_Traced, self).form_valid(form),
            by=self.request.user, deed=self.deed, kind=self.kind,
        )  # fmt: skip


class ActivateTotp(_Traced, totp.ActivateTOTPView):
    deed, kind = "account.factor_add", "totp"


class DeactivateTotp(_Traced, totp.DeactivateTOTPView):
    deed, kind = "account.factor_remove", "totp"


class AddPasskey(_Traced, webauthn.AddWebAuthnView):
    deed, kind = "account.factor_add", "webauthn"


class RemovePasskey(_Traced, webauthn.RemoveWebAuthnView):
    deed, kind = "account.factor_remove", "webauthn"

    def form_valid(self, form):
        if not get_adapter().can_delete_authenticator(self.object):
            form.add_error(None, get_adapter().validation_error("cannot_delete_authenticator"))
            return self.form_invalid(form)
        return super().form_valid(form)


class RenewCodes(_Traced, codes.GenerateRecoveryCodesView):
    deed, kind = "account.codes_renew", "recovery_codes"


class Factors(mfa.IndexView):
    def get_context_data(self, **kwargs):
        shown = super().get_context_data(**kwargs)
        return shown | {"must_add": second_factor.is_missing(self.request)}


class ViewCodes(codes.ViewRecoveryCodesView):
    def get_context_data(self, **kwargs):
        shown = super().get_context_data(**kwargs)
        signing_in.view_codes(by=self.request.user)
        return shown


class DownloadCodes(codes.DownloadRecoveryCodesView):
    def get_context_data(self, **kwargs):
        shown = super().get_context_data(**kwargs)
        signing_in.view_codes(by=self.request.user)
        return shown


class Authenticate(mfa.AuthenticateView):
    def form_invalid(self, form):
        signing_in.turn_away(self.stage.login.user, step="second_factor")
        return super().form_invalid(form)


class SignInByPasskey(webauthn.LoginWebAuthnView):
    def form_invalid(self, form):
        signing_in.turn_away(step="passkey")
        return super().form_invalid(form)


class ReauthenticateByPasskey(webauthn.ReauthenticateWebAuthnView):
    """allauth sends a failed try to the sign-in page, which sends it on: stay here instead."""

    def form_invalid(self, form):
        signing_in.turn_away(self.request.user, step="passkey")
        return redirect(self.passthrough_next_url(reverse("mfa_reauthenticate_webauthn")))


class AskReset(ResetPasswordForm):
    """The same deed, the same answer and the same effort whether or not there is an account."""

    def save(self, request, **kwargs) -> str:
        signing_in.ask_reset(self.users[0] if self.users else None)
        return self.cleaned_data["email"]


ask_reset = account.PasswordResetView.as_view(form_class=AskReset)
