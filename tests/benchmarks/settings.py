"""The demo's settings, with the yardstick beside the product and no limit per address."""

import os

os.environ.setdefault("SUBMISSIONS_PER_HOUR", "100000000")
os.environ.setdefault("QUICKEST_SECONDS", "0")

from config.settings.demo import *

INSTALLED_APPS = [*INSTALLED_APPS, "tests.benchmarks.bare"]
ROOT_URLCONF = "tests.benchmarks.urls"
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
