"""What is proposed, in words: what it says now and what it would say, line by line."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from partners.languages import joined, names_of
from partners.models import Area, OpeningHours, Proposal, Service, Topic
from partners.services import as_told


@dataclass(frozen=True)
class Line:
    """One field – of a text, in one language. “” is nothing said."""

    label: str
    before: str
    after: str
    language: str = ""


def lines(proposal: Proposal) -> list[Line]:
    """Before is what it says now; of what is decided, what it said then."""
    before = as_told.now(proposal) if proposal.waits else proposal.before
    found = []
    for name in (*as_told.OF_A_NEW_SERVICE, *as_told.OF_THE_HOURS):
        if name in proposal.values:
            found += _lines(name, before[name], proposal.values[name])
    return found


def has_moved_on(proposal: Proposal) -> bool:
    """Somebody has changed it since it was proposed."""
    return proposal.waits and as_told.now(proposal) != proposal.before


def _lines(name: str, before, after) -> list[Line]:
    if name in as_told.TEXTS:
        return [
            Line(_("%(field)s (%(language)s)") % {"field": _label(name), "language": language},
                 before.get(code, ""), after.get(code, ""), code)
            for code, language in settings.LANGUAGES if before.get(code, "") != after.get(code, "")
        ]  # fmt: skip
    said = SAID.get(name, str)
    return [Line(_label(name), said(before), said(after))]


def _label(name: str) -> str:
    own = {"weekly": _("The week"), "closed": _("Closed days"), "areas": _("Areas")}
    return own.get(name) or capfirst(str(Service._meta.get_field(name).verbose_name))


def _areas(keys: list) -> str:
    names = Area.objects.filter(pk__in=keys).values_list("name", flat=True)
    return joined(names) if keys else _("The whole municipality")


def _topics(keys: list) -> str:
    return joined(str(topic) for topic in Topic.objects.filter(pk__in=keys))


def _weekly(spans: list) -> str:
    said = [
        f"{OpeningHours.Weekday(day).label} {opens.replace(':', '.')}–{closes.replace(':', '.')}"
        for day, opens, closes in spans
    ]
    return joined(said) or _("Office hours")


def _closed(periods: list) -> str:
    days = [[date_format(date.fromisoformat(day), "SHORT_DATE_FORMAT") for day in one]
            for one in periods]  # fmt: skip
    return joined(f"{first} – {last}" if first != last else first for first, last in days)


SAID = {
    "languages": lambda codes: joined(names_of(codes)), "areas": _areas, "topics": _topics,
    "weekly": _weekly, "closed": _closed,
}  # fmt: skip
