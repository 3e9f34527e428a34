"""Production as it is, for a process of a test's own; only what needs a built folder is plain."""

# ruff: noqa: F403, F405 – settings: the strict ones, and two lines relaxed

from config.settings.production import *

STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
DATABASE["OPTIONS"].pop("pool", None)
if DATABASE["ENGINE"].endswith("sqlite3"):  # it lives for one test: it need not survive a power cut
    DATABASE["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"
