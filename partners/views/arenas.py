"""What hangs on the wall of an arena: its short link, one page a language."""

from dataclasses import dataclass

import segno
from django.conf import settings
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from audit.guard import guarded
from partners import rights
from partners.models import Arena, Municipality


@dataclass(frozen=True)
class Sheet:
    """One page. *square* is the QR code: it leads to the form in the page's own language."""

    language: str
    square: str


@guarded(rights.CONFIGURE)
@require_safe
def poster(request, pk):
    arena = get_object_or_404(Arena, pk=pk)
    link = settings.SITE_URL.rstrip("/") + arena.path
    languages = [code for code, _name in settings.LANGUAGES]
    shown = {
        "arena": arena,
        "sheets": [Sheet(code, _square(f"{link}?lang={code}")) for code in languages],
        "address": link.split("://")[-1].rstrip("/"),
        "municipality": Municipality.objects.first(),
    }
    return render(request, "partners/public/poster.html", shown)


def _square(link: str) -> str:
    """Drawn here: nobody else learns which poster is printed."""
    return segno.make(link, error="m", micro=False).svg_data_uri(border=4, omitsize=True)
