"""What somebody has done themselves: everybody who works here may see their own lines."""

from django.core.paginator import Page, Paginator

from audit import deeds, trail
from audit.actors import actor_of
from audit.models import Event

PAGE = 50


@trail.act
def look_back(page, *, is_all: bool = False, by) -> Page:
    """What one has opened, when and why, newest first; or everything one has done."""
    own = Event.objects.filter(actor=actor_of(by).name, link__isnull=False)
    rows = own if is_all else own.filter(deeds.READS)
    rows = rows.select_related("link").defer("header", "salt").order_by("-at", "-pk")
    found = Paginator(rows, PAGE).get_page(page)
    trail.record(by, "log.own", "audit.link/list", page=found.number, shown=len(found))
    return found
