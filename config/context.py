from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.functional import SimpleLazyObject

from config.access import alarms
from config.accounts import oidc_providers
from config.clock import alarms as clock
from config.incidents import alarms as incidents
from config.languages import NAMES, UNREVIEWED, offered
from config.navigation import PUBLIC_SHELL, entries, in_the_bar, own_pages, parted, shell_for
from intake.services import greeting


def house(request):
    """What every page may show: the municipality, the languages and the way around."""
    user = getattr(request, "user", None)
    is_inside = user is not None and user.is_authenticated
    nav, more = parted(entries(request, user), in_the_bar(user)) if is_inside else ([], [])
    return {
        "municipality": SimpleLazyObject(lambda: greeting.front().municipality),
        "phone_numbers": SimpleLazyObject(lambda: _phones(greeting.front())),
        "known_numbers": SimpleLazyObject(lambda: _phones(greeting.known_last())),
        "theme_url": settings.THEME_URL,
        "languages": _languages(),
        "is_unreviewed": translation.get_language() in UNREVIEWED,
        "show_staff_door": settings.SERVES_DESK,
        "is_demo": settings.DEMO,
        "identity_providers": oidc_providers.choices(),
        "home_url": reverse("account_home") if is_inside else "/",
        "shell": shell_for(user) if is_inside else PUBLIC_SHELL,
        "nav": nav,
        "nav_more": more,
        "user_menu": own_pages(user) if is_inside else [],
        "alarms": SimpleLazyObject(lambda: _alarms(user)) if is_inside else [],
    }


def _phones(front: greeting.Front) -> list:
    return front.phones_at(timezone.now())


def _alarms(user) -> list:
    return clock.ringing(user) + alarms.ringing(user) + incidents.ringing(user)


def _languages() -> list[dict]:
    current = translation.get_language() or settings.LANGUAGE_CODE
    return [
        {"code": code, "name": NAMES[code], "is_current": code == current} for code in offered()
    ]
