"""Who signs in, and how: Django, allauth and its second steps. No value from outside."""

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["config.accounts.backends.AccountBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/accounts/home/"
LOGOUT_REDIRECT_URL = "account_login"

# Before the guard: whoever is not signed in is asked to, and whoever lacks a second step.
AT_THE_DOOR = [
    "config.accounts.signing_in.SignInMiddleware",
    "config.accounts.second_factor.SecondFactorMiddleware",
]
ACCOUNT_ADAPTER = "config.accounts.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # an invitation went to the address: that proved it
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # a mail to whoever was named is not ours to send
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900  # seconds; also how fresh a sign-in is that says yes
ACCOUNT_RATE_LIMITS = {
    "login": "10/m/ip", "login_failed": "5/5m/key", "provider_failed": "30/m/ip",
}  # fmt: skip
PASSWORD_RESET_TIMEOUT = 4 * 3600
MFA_ADAPTER = "config.accounts.adapters.FactorAdapter"
MFA_TOTP_ISSUER = "Lotsen"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_PASSKEY_SIGNUP_ENABLED = False
MFA_FORMS = {
    "add_webauthn": "config.accounts.key_forms.AddKeyForm",
    "edit_webauthn": "config.accounts.key_forms.RenameKeyForm",
}
SECOND_FACTOR_REQUIRED = True
SOCIALACCOUNT_ADAPTER = "config.accounts.oidc_flow.ProviderAdapter"
SOCIALACCOUNT_STORE_TOKENS = SOCIALACCOUNT_AUTO_SIGNUP = SOCIALACCOUNT_LOGIN_ON_GET = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False  # arriving.py decides who an address belongs to
USERSESSIONS_ADAPTER = "config.accounts.adapters.SessionsAdapter"
USERSESSIONS_TRACK_ACTIVITY = False
