"""Every address, by who comes. A process opens only its own."""

from django.conf import settings
from django.urls import include, path

from audit import urls as audit
from config.access import urls as access
from config.accounts import addresses as accounts
from config.api import addresses as api
from config.deviations import urls as deviations
from config.incidents import urls as incidents
from config.overview import urls as overview
from config.police import urls as police
from config.register import urls as register
from config.retention import urls as retention
from config.threats import urls as threats
from config.webhooks import urls as webhooks
from intake import urls as intake
from partners import urls as partners
from referrals import urls as referrals

ROOMS = (
    intake, referrals, partners, audit, accounts, access, incidents, deviations, threats, police,
    api, webhooks, retention, register, overview,
)  # fmt: skip


def _all(audience: str) -> list:
    return [address for room in ROOMS for address in getattr(room, f"{audience}_urls")]


PUBLIC = [
    path("", include((_all("public"), "public"))),
    path("mailbox/", include((_all("mailbox"), "mailbox"))),
]
DESK = [
    path("desk/", include((_all("desk"), "desk"))),
    path("portal/", include((_all("portal"), "portal"))),
    path("link/", include((referrals.link_urls, "link"))),
    path("accounts/", include("config.accounts.urls")),
    path("api/v1/", include("config.api.urls")),
    path("api/fhir/", include("referrals.fhir.urls")),
]

urlpatterns = [
    *(PUBLIC if settings.SERVES_PUBLIC else []),
    *(DESK if settings.SERVES_DESK else []),
    path("health/", include("config.overview.health")),
    *([path("demo/", include("config.demo.urls"))] if settings.DEMO else []),
]

handler403 = "config.overview.errors.forbidden"
handler404 = "config.overview.errors.not_found"
handler500 = "config.overview.errors.broken"
