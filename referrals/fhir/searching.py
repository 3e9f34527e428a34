"""Search: by status, by when it was changed, by id or reference number; page after page.

What we do not know we do not ignore: a filter that were left out would answer with too much.
"""

import base64
import binascii
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError

from referrals.fhir import codes, rows
from referrals.fhir.codes import base

KNOWN = ("_id", "identifier", "status", "_lastUpdated", "_count", "_sort", "_format", "_cursor")
FORMATS = ("json", "application/json", "application/fhir+json")
MOST, USUAL = 100, 50
STATUS_SYSTEMS = ("http://hl7.org/fhir/task-status", "http://hl7.org/fhir/request-status", "")
A_MOMENT = re.compile(
    r"(eq|gt|lt|ge|le|sa|eb)?"
    r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,6}))?)?"
    r"(Z|[+ -]\d\d:\d\d))?)?)?"
)


@dataclass(frozen=True)
class Statuses:
    """One kind of resource: which rows, and which tombstones, stand in a status."""

    under_way: dict
    over: dict
    never: tuple

    def known(self) -> set[str]:
        return {*self.under_way, *self.over, *self.never}


@dataclass
class Search:
    """What was asked for: conditions on referrals and on tombstones, and how much of it."""

    under_way: Q = field(default_factory=Q)
    over: Q = field(default_factory=Q)
    count: int = USUAL
    newest_first: bool = False
    used: list[tuple[str, str]] = field(default_factory=list)

    def narrow(self, under_way: Q, over: Q) -> None:
        self.under_way, self.over = self.under_way & under_way, self.over & over


def read(params, statuses: Statuses) -> Search:
    """*params* as the query string says them. Raises ValidationError, which names the one."""
    search = Search()
    for name in sorted(params, key=lambda name: name == "_cursor"):  # it asks which way
        if name not in KNOWN:
            raise ValidationError({name: [_("This cannot be searched for.")]})
        for value in params.getlist(name):
            try:
                READERS[name](search, value, statuses)
            except (ValueError, OverflowError):
                raise ValidationError({name: [_("This value is not understood.")]}) from None
            if name != "_cursor":
                search.used.append((name, value))
    return search


def found(search: Search, user) -> tuple[list, str]:
    """One page of rows, and where the next begins; "" if this was the last."""
    way = "-" if search.newest_first else ""
    under_way = rows.under_way(user).filter(search.under_way)
    over = rows.over(user).filter(search.over)
    most = search.count + 1
    both = [
        *under_way.order_by(f"{way}holder_since", f"{way}pk")[:most],
        *over.order_by(f"{way}ended_at", f"{way}task")[:most],
    ]
    both.sort(key=_place, reverse=search.newest_first)
    page = both[: search.count]
    return page, _cursor(page[-1]) if len(both) > search.count else ""


def bundle(kind: str, search: Search, resources: list[dict], after: str) -> dict:
    links = [("self", search.used)]
    if after:
        links.append(("next", [*search.used, ("_cursor", after)]))
    told = {
        "resourceType": "Bundle", "type": "searchset",
        "link": [{"relation": name, "url": _url(kind, asked)} for name, asked in links],
    }  # fmt: skip
    entries = [
        {"fullUrl": _url(f"{kind}/{one['id']}"), "resource": one, "search": {"mode": "match"}}
        for one in resources
    ]
    return told | ({"entry": entries} if entries else {})


def _url(path: str, asked=()) -> str:
    return f"{base()}/{path}" + (f"?{urlencode(asked)}" if asked else "")


# --- Where a page ends ----------------------------------------------------------------------------


def _place(row) -> tuple[datetime, str]:
    is_over = hasattr(row, "task")
    return (row.ended_at, row.task.hex) if is_over else (row.holder_since, row.pk.hex)


def _cursor(row) -> str:
    moment, key = _place(row)
    written = f"{moment.astimezone(UTC).isoformat()}/{key}"
    return base64.urlsafe_b64encode(written.encode()).decode()


def _after(search: Search, value: str, statuses) -> None:
    try:
        moment, _slash, key = base64.urlsafe_b64decode(value.encode()).decode().partition("/")
    except (binascii.Error, UnicodeDecodeError):
        raise ValueError(value) from None
    at, pk = datetime.fromisoformat(moment), UUID(key)
    if timezone.is_naive(at):
        raise ValueError(value)
    at = at.astimezone(UTC)
    beyond = "lt" if search.newest_first else "gt"
    search.narrow(
        Q(**{f"holder_since__{beyond}": at}) | Q(**{"holder_since": at, f"pk__{beyond}": pk}),
        Q(**{f"ended_at__{beyond}": at}) | Q(**{"ended_at": at, f"task__{beyond}": pk}),
    )


# --- One parameter each ---------------------------------------------------------------------------


def _ids(search: Search, value: str, statuses) -> None:
    pks = []
    for one in value.split(","):
        try:
            pks.append(UUID(one))
        except ValueError:
            continue  # an id that none of ours can have finds nothing
    search.narrow(Q(pk__in=pks), Q(task__in=pks))


def _identifier(search: Search, value: str, statuses) -> None:
    references = _tokens(value, codes.system("reference"))
    if any("\0" in one for one in references):
        raise ValueError(value)
    search.narrow(Q(reference__in=references), Q(reference__in=references))


def _tokens(value: str, *systems: str) -> list[str]:
    """The codes among these tokens. One that is named as somebody else's finds nothing of ours."""
    parts = [one.rpartition("|") for one in value.split(",")]
    return [code for system, bar, code in parts if not bar or system in systems]


def _status(search: Search, value: str, statuses: Statuses) -> None:
    wanted = _tokens(value, *STATUS_SYSTEMS)
    if not set(wanted) <= statuses.known():
        raise ValueError(value)
    search.narrow(_any(wanted, statuses.under_way), _any(wanted, statuses.over))


def _any(wanted: list[str], conditions: dict) -> Q:
    nothing, whole = Q(pk__in=[]), Q()
    for one in wanted:
        if one in conditions:
            if not conditions[one]:
                return Q()
            whole |= conditions[one]
    return whole or nothing


def _last_updated(search: Search, value: str, statuses) -> None:
    parts = A_MOMENT.fullmatch(value)
    if parts is None:
        raise ValueError(value)
    begins, ends = (one.astimezone(UTC) for one in _span(*parts.groups()[1:]))
    low, high = WITHIN[parts[1] or "eq"]
    wanted = {}
    if low:
        wanted["gte"] = begins if low == "begins" else ends
    if high:
        wanted["lt"] = begins if high == "begins" else ends
    search.narrow(
        Q(**{f"holder_since__{how}": at for how, at in wanted.items()}),
        Q(**{f"ended_at__{how}": at for how, at in wanted.items()}),
    )


# From where, until where: "gt" of a day begins when the day has ended.
WITHIN = {
    "eq": ("begins", "ends"), "ge": ("begins", ""), "gt": ("ends", ""), "sa": ("ends", ""),
    "le": ("", "ends"), "lt": ("", "begins"), "eb": ("", "begins"),
}  # fmt: skip


def _span(year, month, day, hour, minute, second, fraction, zone) -> tuple[datetime, datetime]:
    """A value is as long as it is exact: a year, a day, a second."""
    zone = (zone or "").replace(" ", "+")  # a plus that was not escaped
    here = datetime.fromisoformat(f"2000-01-01T00:00{zone}").tzinfo if zone else None
    begins = datetime(
        int(year), int(month or 1), int(day or 1), int(hour or 0), int(minute or 0),
        int(second or 0), int((fraction or "").ljust(6, "0")),
        tzinfo=here or timezone.get_current_timezone(),
    )  # fmt: skip
    if fraction:
        return begins, begins + timedelta(microseconds=10 ** (6 - len(fraction)))
    if second:
        return begins, begins + timedelta(seconds=1)
    if minute:
        return begins, begins + timedelta(minutes=1)
    if day:
        return begins, begins + timedelta(days=1)
    if month:
        return begins, (begins + timedelta(days=31)).replace(day=1)
    return begins, begins.replace(year=begins.year + 1)


def _count(search: Search, value: str, statuses) -> None:
    if not int(value) >= 1:
        raise ValueError(value)
    search.count = min(int(value), MOST)


def _sort(search: Search, value: str, statuses) -> None:
    if value not in ("_lastUpdated", "-_lastUpdated"):
        raise ValueError(value)
    search.newest_first = value.startswith("-")


def _format(search: Search, value: str, statuses) -> None:
    if value.replace(" ", "+") not in FORMATS:
        raise ValueError(value)


READERS = {
    "_id": _ids, "identifier": _identifier, "status": _status, "_lastUpdated": _last_updated,
    "_count": _count, "_sort": _sort, "_format": _format, "_cursor": _after,
}  # fmt: skip
