"""Production, made quick. Every line is a relaxation."""

import os

os.environ.setdefault("SECRET_KEY", "for tests only, and long enough for the checks to be content")
os.environ.setdefault("ALLOWED_HOSTS", "testserver,localhost,127.0.0.1")
os.environ.setdefault("SITE_URL", "https://tallsunda.example")
os.environ.setdefault("DATABASE_URL", "sqlite://:memory:")
os.environ.setdefault("VAULT_KEYS", "/nowhere/every-test-has-its-own")
os.environ.setdefault("SEALER_KEYS", "/nowhere/every-test-has-its-own")
os.environ.setdefault("WITNESSES", "")
os.environ.setdefault("EMAIL_URL", "memorymail://")
os.environ.setdefault("FROM_EMAIL", "Meddelande <meddelande@tallsunda.example>")

from config.settings.production import *

QUICKEST_SECONDS = 0  # a test fills in a form at once
SEAL_STALE_MINUTES = 0  # no sealer runs beside a test
TIMER_SILENT_MINUTES = 0  # no worker runs beside a test
SECURE_SSL_REDIRECT = False
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = False
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "lotsen", "csrf"
LANGUAGE_COOKIE_NAME, MAILBOX_COOKIE_NAME, LINK_COOKIE_NAME = "language", "mailbox", "link"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CACHES["default"] = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
# One connection a test: a pool would outlive the database it points at.
DATABASE["OPTIONS"].pop("pool", None)
