"""The poster of an arena: one page a language, with nobody else's help."""

import re
from html import escape

import segno
from django.conf import settings
from django.urls import reverse

from partners.models import Arena
from partners.views.arenas import _square
from tests.partners.test_configuring import desk, send  # noqa: F401 – the administrator's browser

ASKED = {"name_sv": "Skolan", "slug": "skolan", "kind": "school", "opens_on": "2026-01-07"}


def test_an_arena_is_made_closed_and_never_renamed(desk):  # noqa: F811
    assert send(desk, "arenas", ASKED).status_code == 302
    arena = Arena.objects.get()
    changed = ASKED | {"slug": "annat", "closes_on": "2026-01-08"}
    assert send(desk, "arenas", changed, arena.pk).status_code == 302
    arena.refresh_from_db()
    assert (arena.slug, arena.is_open) == ("skolan", False)


def test_what_cannot_be_typed_or_ends_before_it_begins_is_said(desk):  # noqa: F811
    page = send(desk, "arenas", ASKED | {"slug": "Skolan_1", "closes_on": "2025-01-01"})
    assert set(page.context["form"].errors) == {"slug", "closes_on"}
    assert not Arena.objects.exists()


def test_the_poster_has_a_page_for_each_language_and_asks_nobody_else(desk, house):  # noqa: F811
    send(desk, "arenas", ASKED)
    arena = Arena.objects.get()
    page = desk.get(reverse("desk:arena_poster", args=[arena.pk])).content.decode()
    assert page.count('data-test="sheet"') == len(settings.LANGUAGES)
    assert page.count('dir="rtl" data-test="sheet"') == 2
    link = f"{settings.SITE_URL}/a/skolan/?lang=ar"
    assert escape(_square(link)) in page
    assert segno.make(link, error="m", micro=False).svg_data_uri(border=4, omitsize=True) == (
        _square(link)
    )
    assert set(re.findall(r'<img src="(\w+:)', page)) == {"data:"}
    assert "Ring 112" in page
