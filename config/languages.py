import json
from pathlib import Path

from django.conf import settings
from django.utils import translation

from audit import visits

# Each in its own words, so that whoever needs it can find it.
NAMES = {
    "sv": "Svenska",
    "sv-simple": "Lätt svenska",
    "en": "English",
    "fi": "Suomi",
    "ar": "العربية",
    "so": "Soomaali",
    "uk": "Українська",
    "fa": "فارسی",
}
EVERYBODYS = [code for code, _name in settings.LANGUAGES]
STAFFS = [code for code, _name in settings.STAFF_LANGUAGES]
COUNTS = Path(__file__).parent / "locale" / "reviewed.json"  # made by `make messages`
UNREVIEWED = frozenset(
    code
    for code, counted in json.loads(COUNTS.read_text()).items()
    if counted["reviewed"] < counted["texts"]
)
FOR_EVERYBODY = ("public", "mailbox")


def offered() -> list[str]:
    """The languages at this door: all for residents, fewer where people work."""
    return EVERYBODYS if visits.current.get().channel in FOR_EVERYBODY else STAFFS


class LanguageMiddleware:
    """Speak the language that was chosen: in the address, by cookie, else the browser's.

    The public pages set no cookie at all; the choice travels in their addresses.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        chosen = request.POST.get("language") if _is_form(request) else None
        chosen = chosen or request.GET.get("lang")
        chosen = chosen if chosen in offered() else None
        language = chosen or _remembered(request) or _of_the_browser(request)
        request.LANGUAGE_CODE = language
        with translation.override(language):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        if chosen and visits.current.get().channel not in ("public", "api"):
            _remember(response, chosen)
        return response


def _is_form(request) -> bool:
    return request.method == "POST" and not request.path.startswith("/api/")


def _remembered(request) -> str | None:
    code = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
    return code if code in offered() else None


def _of_the_browser(request) -> str:
    for code, _quality in translation.trans_real.parse_accept_lang_header(
        request.META.get("HTTP_ACCEPT_LANGUAGE", "")
    ):
        short = code.split("-")[0]
        if short in offered():
            return short
    return settings.LANGUAGE_CODE


def _remember(response, code: str) -> None:
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        code,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite=settings.LANGUAGE_COOKIE_SAMESITE,
    )
