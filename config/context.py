from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.functional import SimpleLazyObject

from config.languages import CODES
from config.navigation import entries, own_pages
from partners.models import Municipality


def house(request):
    """What every page may show: the municipality, the languages and the way around."""
    user = getattr(request, "user", None)
    is_inside = user is not None and user.is_authenticated
    return {
        "municipality": SimpleLazyObject(lambda: Municipality.objects.first()),
        "languages": _languages(),
        "show_staff_door": settings.SERVES_DESK,
        "is_demo": settings.DEMO,
        "home_url": reverse("account_home") if is_inside else "/",
        "nav": entries(request, user) if is_inside else [],
        "user_menu": own_pages() if is_inside else [],
    }


def _languages() -> list[dict]:
    current = (translation.get_language() or settings.LANGUAGE_CODE).split("-")[0]
    return [
        {
            "code": code,
            "name": translation.get_language_info(code)["name_local"].capitalize(),
            "is_current": code == current,
        }
        for code in CODES
    ]
