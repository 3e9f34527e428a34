"""Everything, strict. A value that is missing stops the start; others only relax, line by line.

Every NAME may be given as NAME_FILE, the path of a file that holds it. What is the same in every
house and belongs together stands beside this: door.py, languages.py, logs.py, machines.py,
rooms.py, signing_in.py.
"""

from pathlib import Path

from csp.constants import NONCE, NONE, SELF
from environ import FileAwareEnv

from config.accounts import oidc_providers
from config.settings.door import *
from config.settings.languages import *
from config.settings.logs import *
from config.settings.machines import *
from config.settings.rooms import *
from config.settings.signing_in import *

env = FileAwareEnv()
ROOT = Path(__file__).resolve().parents[2]

# --- What this process is -------------------------------------------------------------------
# public: the form and the mailbox, without any private key. desk: staff, partners, machines.
# embedded: both in one process.
LOTSEN_ROLE = env("LOTSEN_ROLE", default="embedded")
if LOTSEN_ROLE not in ("public", "desk", "embedded"):
    raise ValueError("LOTSEN_ROLE is public, desk or embedded.")
SERVES_PUBLIC = LOTSEN_ROLE in ("public", "embedded")
SERVES_DESK = LOTSEN_ROLE in ("desk", "embedded")

DEBUG = False
DEMO = False
SECRET_KEY = env("SECRET_KEY").strip()
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
SITE_URL = env("SITE_URL")
VAULT_KEYS = env("VAULT_KEYS")
# Who keeps the private halves: audit/vault/providers/. files: VAULT_KEYS itself. environment:
# VAULT_PRIVATE_<id>, or a folder of mounted secrets. token: PKCS#11; only where staff work.
VAULT_PROVIDER = env("VAULT_PROVIDER", default="files")
if not (ROOT / "audit" / "vault" / "providers" / f"{VAULT_PROVIDER}.py").is_file():
    raise ValueError("VAULT_PROVIDER is the name of a module in audit/vault/providers.")
VAULT_SECRETS = env("VAULT_SECRETS", default="")
HAS_TOKEN = SERVES_DESK and VAULT_PROVIDER == "token"
VAULT_TOKEN_LIBRARY = env("VAULT_TOKEN_LIBRARY") if HAS_TOKEN else ""
VAULT_TOKEN = env("VAULT_TOKEN") if HAS_TOKEN else ""
VAULT_TOKEN_PIN = env("VAULT_TOKEN_PIN").strip() if HAS_TOKEN else ""
CLAMD = env("CLAMD", default="")  # unix:/run/clamav/clamd.ctl or tcp:host:3310; none: not scanned
SEALER_KEYS = env("SEALER_KEYS")  # a folder of its own: the house's signature, and the sealer's
WITNESSES = env.list("WITNESSES")  # folder:PATH, mail:ADDRESS, lotsen:URL (audit/sealing)
SEAL_STALE_MINUTES = env.int("SEAL_STALE_MINUTES", default=15)  # then staff open nothing more
TIMER_SILENT_MINUTES = env.int("TIMER_SILENT_MINUTES", default=5)  # then our pages say so
TRUSTED_PROXIES = env.list("TRUSTED_PROXIES", default=[])

# --- Applications ----------------------------------------------------------------------------
INSTALLED_APPS = [
    "config",  # before allauth: our templates come first
    "config.accounts",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "guardian",
    "auditlog",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "rest_framework",
    "drf_spectacular",
    "csp",
    "audit",
    "partners",
    "intake",
    "referrals",
    *(f"config.{name}" for name in ("api", "access", "incidents", "deviations", "threats")),
    *(f"config.{name}" for name in ("webhooks", "police", "retention", "register", "clock")),
    "django.forms",  # after config: our widgets come first
]

BEFORE_SIGN_IN = [
    "config.proxies.CallerAddressMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "config.security.HeadersMiddleware",
    "audit.visits.VisitMiddleware",
]
SIGN_IN = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
]
MIDDLEWARE = [
    *BEFORE_SIGN_IN,
    # Without sessions allauth's own does nothing, but it does not start without it either.
    *(SIGN_IN if SERVES_DESK else ["allauth.account.middleware.AccountMiddleware"]),
    "config.languages.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "config.errors.RefusalMiddleware",
    *(AT_THE_DOOR if SERVES_DESK else []),
    "audit.guard.GuardMiddleware",
    *(["config.accounts.fresh_sign_in.FreshSignInMiddleware"] if SERVES_DESK else []),
    *(["config.api.idempotency.IdempotencyMiddleware"] if SERVES_DESK else []),
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                *(["django.contrib.auth.context_processors.auth"] if SERVES_DESK else []),
                *(["django.contrib.messages.context_processors.messages"] if SERVES_DESK else []),
                "csp.context_processors.nonce",
                "config.context.house",
            ],
            "builtins": [f"config.templatetags.{name}" for name in ("ui", "direction", "writing")],
        },
    }
]
FORM_RENDERER = "config.forms.Renderer"

# --- Database --------------------------------------------------------------------------------
DATABASES = {"default": env.db("DATABASE_URL")}
DATABASE = DATABASES["default"]
if DATABASE["ENGINE"].endswith("sqlite3"):
    # Deferred transactions lose under load; FULL, so that a trace survives a power cut.
    DATABASE["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
    }
else:
    # What the address itself says, such as ?sslmode=require, is kept.
    DATABASE.setdefault("OPTIONS", {})["pool"] = {"min_size": 1, "max_size": 6, "timeout": 10}
    DATABASE["OPTIONS"].setdefault("prepare_threshold", 5)  # for what audit/adding.py sends alone
    DATABASE["CONN_MAX_AGE"] = 0

# Counts of guesses must be shared between processes; no word is ever put in the cache.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},  # a flood of guesses must not push the counts out
    },
    # What each process may know by itself: the public front, who wrote how often this hour.
    "nearby": {
        "BACKEND": "config.nearby.NearbyCache",
        "LOCATION": "nearby",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    },
}

# --- Who signs in ----------------------------------------------------------------------------
# The rest of it stands in signing_in.py.
# The municipality's own sign-in, and a partner's. None is the default: config/accounts/README.md.
OIDC_PROVIDERS = oidc_providers.read(env)

# --- What leaves the house -------------------------------------------------------------------
EMAIL_CONFIG = env.email("EMAIL_URL")
vars().update(EMAIL_CONFIG)
DEFAULT_FROM_EMAIL = env("FROM_EMAIL")
EMAIL_TIMEOUT = 10
WEBHOOKS_INSIDE = env.list("WEBHOOKS_INSIDE", default=[])  # networks of ours to call into
WEBHOOKS_CA = env("WEBHOOKS_CA", default="")  # a file: who else signs certificates there
# --- What may be sent in ---------------------------------------------------------------------
SUBMISSIONS_PER_HOUR = env.int("SUBMISSIONS_PER_HOUR", default=20)  # more prove themselves first
QUICKEST_SECONDS = env.int("QUICKEST_SECONDS", default=3)  # sent sooner: by a machine; 0: off
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000  # each word left out of a register extract is one
FILE_UPLOAD_HANDLERS = ["intake.uploads.InMemoryHandler"]  # nothing touches a disk unsealed
ATTACHMENT_MEGABYTES = env.int("ATTACHMENT_MEGABYTES", default=10)  # each; said before upload
ATTACHMENTS_AT_ONCE, ATTACHMENTS_PER_REQUEST = 3, 30

# --- The door --------------------------------------------------------------------------------
# The rest of it stands in door.py.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "style-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF, *(oidc_providers.origins(OIDC_PROVIDERS) if SERVES_DESK else [])],
        "img-src": [SELF, "data:"],  # the design system's icons are data: masks
        "script-src": [SELF, NONCE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    }
}

# --- Static files ----------------------------------------------------------------------------
STATIC_URL = "static/"
THEME_URL = env("THEME_URL", default="")  # a style sheet of the municipality's own, after ours
if THEME_URL and (THEME_URL[0] != "/" or THEME_URL.startswith("//")):
    raise ValueError("THEME_URL is a path on this very address: nothing comes from elsewhere.")
STATIC_ROOT = env("STATIC_ROOT", default=str(ROOT / "build" / "static"))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
