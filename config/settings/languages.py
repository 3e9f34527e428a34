"""Which languages residents and staff read and write in, and where the words are."""

from pathlib import Path

from django.utils.translation import gettext_lazy as _

_ROOT = Path(__file__).resolve().parents[2]

LANGUAGE_CODE = "sv"
# What residents may read and write in; "simple" is the registered tag for easy language.
LANGUAGES = [
    ("sv", _("Swedish")),
    ("sv-simple", _("Easy Swedish")),
    ("en", _("English")),
    ("fi", _("Finnish")),
    ("ar", _("Arabic")),
    ("so", _("Somali")),
    ("uk", _("Ukrainian")),
    ("fa", _("Persian")),
]
STAFF_LANGUAGES = [("sv", _("Swedish")), ("en", _("English"))]  # the desk and the portal
# Before the libraries: where they know the same words, ours are heard.
LOCALE_PATHS = [
    _ROOT / room / "locale" for room in ("config", "referrals", "intake", "partners", "audit")
]
FORMAT_MODULE_PATH = ["config.formats"]
USE_TZ = True
TIME_ZONE = "Europe/Stockholm"
