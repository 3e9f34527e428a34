"""allauth's pages, one by one, each with the right it takes. What is not listed does not exist:
no sign-up, no change of e-mail address, no codes by mail."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.webauthn import views as passkeys
from allauth.usersessions import views as sessions
from django.urls import path, re_path

from audit.guard import guarded, open_to_all
from config.accounts import rights
from config.accounts.views import joining, municipality, own, tightened

mine = guarded(rights.USE)

THE_WAY_IN = [
    path("login/", open_to_all(account.login), name="account_login"),
    path("login/second/", open_to_all(tightened.Authenticate.as_view()), name="mfa_authenticate"),
    path(
        "login/passkey/",
        open_to_all(tightened.SignInByPasskey.as_view()),
        name="mfa_login_webauthn",
    ),
    path("login/ended/", open_to_all(account.account_inactive), name="account_inactive"),
    path("join/<str:token>/", joining.join, name="account_join"),
    # Open to all: whose session has run out is out already, and need not be told to sign in.
    path("logout/", open_to_all(account.logout), name="account_logout"),
]

# allauth knows the first two by their names. Connections, sign-up and errors have no address.
BY_A_PROVIDER = [
    path("with/<slug:provider_id>/", municipality.begin, name="openid_connect_login"),
    path("with/<slug:provider_id>/back/", municipality.come_back, name="openid_connect_callback"),
    path("with/<slug:provider_id>/ended/", municipality.ended, name="account_ended_elsewhere"),
]

A_NEW_PASSWORD = [
    path("password/reset/", open_to_all(tightened.ask_reset), name="account_reset_password"),
    path(
        "password/reset/asked/",
        open_to_all(account.password_reset_done),
        name="account_reset_password_done",
    ),
    re_path(
        r"^password/reset/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        open_to_all(account.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/done/",
        open_to_all(account.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
]

ONES_OWN = [
    path("home/", own.home, name="account_home"),
    path("profile/", own.profile, name="account_profile"),
    path("log/", own.log, name="account_log"),
    path("begun/", own.begun, name="account_begun"),
    path("everywhere/", own.sign_out_everywhere, name="account_sign_out_everywhere"),
    path("password/", mine(account.password_change), name="account_change_password"),
    path("password/set/", mine(account.password_set), name="account_set_password"),
    path("again/", mine(account.reauthenticate), name="account_reauthenticate"),
    path("again/code/", mine(mfa.reauthenticate), name="mfa_reauthenticate"),
    path(
        "again/passkey/",
        mine(tightened.ReauthenticateByPasskey.as_view()),
        name="mfa_reauthenticate_webauthn",
    ),
    path("sessions/", mine(sessions.list_usersessions), name="usersessions_list"),
    path("factors/", mine(tightened.Factors.as_view()), name="mfa_index"),
    path("factors/app/add/", mine(tightened.ActivateTotp.as_view()), name="mfa_activate_totp"),
    path(
        "factors/app/remove/", mine(tightened.DeactivateTotp.as_view()), name="mfa_deactivate_totp"
    ),
    path("factors/codes/", mine(tightened.ViewCodes.as_view()), name="mfa_view_recovery_codes"),
    path(
        "factors/codes/new/",
        mine(tightened.RenewCodes.as_view()),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "factors/codes/file/",
        mine(tightened.DownloadCodes.as_view()),
        name="mfa_download_recovery_codes",
    ),
    path("factors/passkeys/", mine(passkeys.list_webauthn), name="mfa_list_webauthn"),
    path("factors/passkeys/add/", mine(tightened.AddPasskey.as_view()), name="mfa_add_webauthn"),
    path(
        "factors/passkeys/<int:pk>/remove/",
        mine(tightened.RemovePasskey.as_view()),
        name="mfa_remove_webauthn",
    ),
    path("factors/passkeys/<int:pk>/edit/", mine(passkeys.edit_webauthn), name="mfa_edit_webauthn"),
]

urlpatterns = [*THE_WAY_IN, *BY_A_PROVIDER, *A_NEW_PASSWORD, *ONES_OWN]
