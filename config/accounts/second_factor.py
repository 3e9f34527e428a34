"""Whoever must have two factors gets nowhere with one."""

from allauth.mfa.models import Authenticator
from allauth.mfa.stages import AuthenticateStage
from django.conf import settings
from django.shortcuts import redirect

from audit.guard import PUBLIC, right_of

KINDS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
PASSED = "second_factor"  # recovery codes alone are a spare key, not a second factor

# What it takes to add the first one, and to leave.
OPEN = {
    "mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "mfa_view_recovery_codes",
    "account_reauthenticate", "account_sign_out_everywhere",
}  # fmt: skip
ELSEWHERE = "second_factor_elsewhere"  # on the request that brings somebody in, and no longer


class SecondFactorMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if right_of(view) in (None, PUBLIC) or hasattr(view, "cls"):
            return None
        if request.resolver_match.view_name in OPEN or not is_missing(request):
            return None
        return redirect("mfa_index")


def is_missing(request) -> bool:
    """Somebody is signed in who must have a second factor and has none."""
    if not settings.SECOND_FACTOR_REQUIRED or not request.user.is_authenticated:
        return False
    return not is_passed(request)


def is_passed(request) -> bool:
    """Asked of the database until it is true, then remembered by the session.

    It stays true for as long as the session lasts: the last factor cannot be removed, and
    when an administrator removes it every session of that person ends.
    """
    if request.session.get(PASSED) == request.user.pk:
        return True
    if not has_one(request.user):
        return False
    request.session[PASSED] = request.user.pk
    return True


def has_one(user) -> bool:
    return Authenticator.objects.filter(user_id=user.pk, type__in=KINDS).exists()


def note_elsewhere(request, user) -> None:
    """An identity provider says that it saw two factors from *user*, at a level we accept."""
    setattr(request, ELSEWHERE, user.pk)


def was_elsewhere(request, user) -> bool:
    return getattr(request, ELSEWHERE, None) == user.pk


class SecondStep(AuthenticateStage):
    """allauth's question for a code, left out for whom the provider has asked two factors of."""

    def _should_handle(self, request) -> bool:
        if self.login.user is not None and was_elsewhere(request, self.login.user):
            return False
        return super()._should_handle(request)
