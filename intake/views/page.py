"""What every page for residents shows: the town, whom to call, the language that was chosen."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from intake.services import greeting, opening
from intake.views.filling import filled
from partners.models import Municipality


def show(request, template: str, values: dict | None = None, *, front=None, status: int = 200):
    """Draw a page. *front* is given where the database has perhaps just failed."""
    front = front or greeting.front()
    now = timezone.now()
    common = _common(request, front, opening.clock(front, now), front.phones_at(now))
    response = render(request, template, {**common, **(values or {})}, status=status)
    return _with_a_way_out(response, front)


def show_filled(
    request, template: str, own: dict[str, str], values_of: Callable[[dict], dict], *,
    front: greeting.Front, alike: tuple,
) -> HttpResponse:  # fmt: skip
    """The same page for whoever brings no cookie, which is nearly everybody: see filling.py."""
    if request.COOKIES:
        return show(request, template, values_of(own), front=front)
    now = timezone.now()
    clock = opening.hours(front, now)
    page = filled(
        request, template, own,
        lambda own: _common(request, front, clock, front.phones_at(now)) | values_of(own),
        kept=front.drawn, alike=(lang(request), clock, *alike),
    )  # fmt: skip
    return _with_a_way_out(HttpResponse(page), front)


def _common(request, front: greeting.Front, clock: opening.Clock, phones: list) -> dict:
    """Of the request only the language that was chosen."""
    return {
        "municipality": front.municipality,
        "phone_numbers": phones,
        "texts": front.texts(),
        "takes_concerns": front.takes_concerns,
        "clock": clock,
        "lang": lang(request),
        "leave_url": reverse("public:leave"),
        "footer_links": _footer(lang(request)),
    }


def _with_a_way_out(response: HttpResponse, front: greeting.Front) -> HttpResponse:
    """Leaving quickly is a form of ours that ends there; the browser asks before it follows."""
    response._csp_update = {
        "form-action": ["{0.scheme}://{0.netloc}".format(urlsplit(exit_of(front)))]
    }
    return response


def exit_of(front: greeting.Front) -> str:
    """Where leaving quickly leads, even when the database cannot be asked."""
    usual = Municipality._meta.get_field("exit_url").default
    return (front.municipality or {}).get("exit_url") or usual


def _footer(lang: str) -> list[dict]:
    """The same links as the footer has by itself, in the language that was chosen."""
    links = [
        ("accessibility", _("Accessibility")), ("privacy", _("Your data")),
        ("figures", _("How it goes, in numbers")),
    ]  # fmt: skip
    return [{"label": label, "url": reverse(f"public:{name}") + lang} for name, label in links]


def lang(request) -> str:
    """What links must carry, as no cookie remembers the language; nothing if none was chosen."""
    chosen = request.POST.get("language") or request.GET.get("lang")
    return f"?lang={request.LANGUAGE_CODE}" if chosen else ""


def is_from_here(request) -> bool:
    """Browsers say where a form comes from. What says nothing is no browser."""
    site = request.headers.get("Sec-Fetch-Site")
    if site:
        return site in ("same-origin", "none")
    origin = request.headers.get("Origin")
    return origin is None or urlsplit(origin).netloc == request.get_host()
