"""Steps: what the directory says of a service, or of when somebody is at work, as plain values.

A proposal keeps such values, a page shows them side by side, and approving writes them.
"""

import json
from datetime import date, time
from hashlib import sha256

from django.utils import timezone

from partners.languages import in_order
from partners.models import (
    TEXTS,
    Area,
    ClosedDays,
    OpeningHours,
    Organisation,
    Proposal,
    Service,
    Topic,
)

LINKED = {"areas": Area, "topics": Topic}
CODES = ("phone", "languages", "from_age", "to_age")
OF_A_SERVICE = (*TEXTS, *CODES, "areas")
OF_A_NEW_SERVICE = (*OF_A_SERVICE, "topics")
OF_THE_HOURS = ("weekly", "closed")
NOTHING = dict.fromkeys(TEXTS, {}) | {
    "phone": "", "languages": [], "from_age": 0, "to_age": 120, "areas": [], "topics": [],
}  # fmt: skip


def of_service(service: Service) -> dict:
    areas = sorted(service.areas.values_list("pk", flat=True))
    told = {name: getattr(service, name) for name in (*TEXTS, *CODES)}
    return told | {"areas": areas, "languages": in_order(service.languages)}


def of_hours(organisation: Organisation) -> dict:
    """The week, and the days on which it is closed from today on. Days that are over stay."""
    weekly = organisation.opening_hours.order_by("weekday", "opens")
    closed = organisation.closed_days.filter(last__gte=timezone.localdate()).order_by("first")
    return {
        "weekly": [[one.weekday, f"{one.opens:%H:%M}", f"{one.closes:%H:%M}"] for one in weekly],
        "closed": [[one.first.isoformat(), one.last.isoformat()] for one in closed],
    }


def now(proposal: Proposal) -> dict:
    """What it says at this moment of all that the proposal would change."""
    if proposal.is_new:
        told = NOTHING
    elif proposal.service:
        told = of_service(proposal.service)
    else:
        told = of_hours(proposal.organisation)
    return {name: told[name] for name in proposal.values}


def digest(proposal: Proposal) -> str:
    """Of what would be changed and into what: whoever says yes has seen exactly this."""
    both = [now(proposal), proposal.values]
    return sha256(json.dumps(both, sort_keys=True).encode()).hexdigest()


def differing(told: dict, standing: dict, names) -> dict:
    return {
        name: told[name] for name in names if _compared(told[name]) != _compared(standing[name])
    }


def _compared(value):
    """A browser ends lines in its own way, and drops what is blank around a text: no difference."""
    if not isinstance(value, dict):
        return value
    texts = {code: "\n".join(text.splitlines()).strip() for code, text in value.items()}
    return {code: text for code, text in texts.items() if text}


def names_what_is_gone(values: dict) -> bool:
    """An area or a topic that was taken away after it was proposed."""
    return any(
        LINKED[name].objects.filter(pk__in=values[name]).count() < len(values[name])
        for name in LINKED.keys() & values.keys()
    )


def write_service(service: Service, values: dict) -> None:
    for name, value in values.items():
        if name not in LINKED:
            setattr(service, name, value)
    service.save()
    for name in LINKED.keys() & values.keys():
        getattr(service, name).set(values[name])


def write_hours(organisation: Organisation, values: dict) -> list:
    """Only the rows that differ go and come. Returns those that did."""
    standing, touched = of_hours(organisation), []
    for name, find in (("weekly", _span), ("closed", _closed)):
        told = values.get(name, standing[name])
        for one in [one for one in standing[name] if one not in told]:
            touched += _removed(find(organisation, one))
        for one in [one for one in told if one not in standing[name]]:
            row = find(organisation, one)
            row.save()
            touched.append(row)
    return touched


def _span(organisation: Organisation, told: list) -> OpeningHours:
    weekday, opens, closes = told
    return OpeningHours(
        organisation=organisation, weekday=weekday, opens=time.fromisoformat(opens),
        closes=time.fromisoformat(closes),
    )  # fmt: skip


def _closed(organisation: Organisation, told: list) -> ClosedDays:
    first, last = (date.fromisoformat(day) for day in told)
    return ClosedDays(organisation=organisation, first=first, last=last)


def _removed(like) -> list:
    """The rows that say the same as *like*; they are gone afterwards."""
    same = {
        field.attname: getattr(like, field.attname)
        for field in like._meta.concrete_fields if not field.primary_key
    }  # fmt: skip
    found = list(type(like).objects.filter(**same))
    keys = [row.pk for row in found]
    for row, pk in zip(found, keys, strict=True):
        row.delete()
        row.pk = pk  # the log names what is gone
    return found
