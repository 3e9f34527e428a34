"""Production, relaxed for an invented town on one machine. Every line is a relaxation."""

import os
from pathlib import Path

HERE = Path(__file__).resolve().parents[2]
PORT = os.environ.get("PORT", "8000")
VAR = Path(os.environ.get("LOTSEN_VAR", HERE / "var"))

os.environ.setdefault("SECRET_KEY", "for an invented town only, which has no secrets to keep")
os.environ.setdefault("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
os.environ.setdefault("SITE_URL", f"http://localhost:{PORT}")
os.environ.setdefault("DATABASE_URL", f"sqlite:///{VAR / 'lotsen.sqlite3'}")
os.environ.setdefault("VAULT_KEYS", str(VAR / "keys"))
os.environ.setdefault("SEALER_KEYS", str(VAR / "sealer"))
os.environ.setdefault("WITNESSES", f"folder:{VAR / 'witness'}")
os.environ.setdefault("EMAIL_URL", "consolemail://")
os.environ.setdefault("FROM_EMAIL", "Meddelande <meddelande@tallsunda.example>")
os.environ.setdefault("WEBHOOKS_INSIDE", "127.0.0.2/32")  # config/demo/their_system.py
os.environ.setdefault("WEBHOOKS_CA", str(VAR / "their_system.pem"))

from config.settings.production import *

DEMO = True
SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = False
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = False
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "lotsen", "csrf"  # the __Host- prefix needs https
LANGUAGE_COOKIE_NAME, MAILBOX_COOKIE_NAME, LINK_COOKIE_NAME = "language", "mailbox", "link"
BESIDE = ("config.demo.their_system.listen",)
SECOND_FACTOR_REQUIRED = False
