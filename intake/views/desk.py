"""The queue. Codes only: nothing is opened here."""

import re

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.db.models import Count, Window
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from audit import guard
from audit.guard import guarded
from intake import rights, statistics
from intake.forms.queue import QueueFilter
from intake.models import IN_LINE, HelpRequest
from intake.services import guarding, reading
from intake.views.facts import QUEUE_COOKIE

PAGE = 25


@guarded(rights.SEE_QUEUE)
def queue(request):
    """Everybody who waits within reach: the most urgent first, then the one who waited longest."""
    place = guard.place_of(request.user)
    pulse = statistics.pulse(place)
    chosen = QueueFilter(request.GET, areas=pulse.areas)
    rows = chosen.narrow(HelpRequest.objects.waiting(), request.user)
    line = rows.first_visible(place, *IN_LINE, most=statistics.LONGEST)
    page = page_of(line, request.GET.get("page"))
    reading.note_list(HelpRequest, len(page.object_list), by=request.user, **chosen.chosen())
    context = {
        "page": page,
        "filter": chosen,
        "cards": _cards(pulse),
        "set_aside": pulse.set_aside,
        "is_more": pulse.is_more,
        "longest": statistics.LONGEST,
        "now": timezone.now(),
    }
    response = render(request, "intake/desk/queue.html", context)
    _remember(response, chosen.address())
    return response


def _cards(pulse: statistics.Pulse) -> list[tuple]:
    """(number, what it counts, where to, colour). “+”: the line is longer than we counted."""
    more = "+" if pulse.is_more else ""
    return [
        (f"{pulse.new}{more}", _("new, not taken"), "?status=new", ""),
        (f"{pulse.late}{more}", _("not read in time"), "", "danger" if pulse.late else ""),
        (f"{pulse.mine}{more}", _("mine"), "?taken=me", ""),
        (_duration(pulse.to_first_reading), _("median to first reading, 7 days"), "", ""),
    ]


def _duration(took) -> str:
    if took is None:
        return "–"
    minutes = int(took.total_seconds()) // 60
    if minutes < 60:
        return _("%d min") % minutes
    if minutes < 48 * 60:
        return _("%(hours)d h %(minutes)d min") % {"hours": minutes // 60, "minutes": minutes % 60}
    return _("%d days") % (minutes // (24 * 60))


def page_of(rows, asked: str | None) -> Page:
    """One page and how many there are, in one query. Past the end is the first page."""
    number = int(asked) if asked and re.fullmatch("[1-9][0-9]{0,2}", asked) else 1
    start = (number - 1) * PAGE
    counted = rows.without_words().select_related("topic", "area", "assigned_to")
    counted = counted.annotate(in_all=Window(Count("pk")), is_unread=guarding.is_unread())
    found = [row.masked() for row in counted[start : start + PAGE]]
    if not found and number > 1:
        return page_of(rows, None)
    paginator = Paginator(found, PAGE)
    paginator.count = found[0].in_all if found else 0
    return Page(found, number, paginator)


def _remember(response, address: str) -> None:
    """So that “back to the queue” is back to what was looked at. Codes, for this session."""
    response.set_cookie(
        QUEUE_COOKIE, address, path="/desk/", httponly=True, samesite="Strict",
        secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip
