"""The public register: what has come in or been drawn up, by number and day. Never about whom.

It takes the right and no reach, because anybody may see it: it says nothing but a number, a day
and words that are the same for every row of a kind.
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.core.exceptions import ValidationError
from django.db.models import Case, CharField, DateTimeField, F, QuerySet, Value, When
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit import guard, trail
from config.deviations.models import Deviation
from config.incidents.models import Incident
from config.police.models import ContactRequest
from config.register import rights
from config.register.models import Kind, Marking, RegisterTitle
from config.threats.models import Threat
from intake.models import CloseReason, ConcernReport, HelpRequest
from partners.models import said

AT_MOST = 366  # days at once
ABOUT = "register.entry/list"
TURNED = _("The first day comes after the last one.")
TOO_LONG = _("At most a year at once.")
REQUEST_KIND = Case(
    When(close_reason=CloseReason.NO_REQUEST, then=Value(Kind.NO_REQUEST)),
    default=Value(Kind.REQUEST), output_field=CharField(),
)  # fmt: skip


@dataclass(frozen=True)
class Source:
    """Rows of which kinds, and which of their moments counts. *is_ours*: drawn up here.

    *is_day*: of that moment only the day is kept.
    """

    model: type
    kinds: tuple[str, ...]
    moment: str
    is_ours: bool = False
    is_day: bool = False

    def kind(self) -> Case | Value:
        is_request = self.model is HelpRequest
        return REQUEST_KIND if is_request else Value(self.kinds[0], output_field=CharField())

    def at(self) -> F | Cast:
        """A day as the moment it begins, so that it stands among moments."""
        return Cast(self.moment, DateTimeField()) if self.is_day else F(self.moment)

    def edge(self, day: date) -> date | datetime:
        return day if self.is_day else _start_of(day)


SOURCES = (
    Source(HelpRequest, (Kind.REQUEST, Kind.NO_REQUEST), "received_at"),
    Source(ConcernReport, (Kind.CONCERN,), "received_at"),
    Source(Deviation, (Kind.DEVIATION,), "reported_at", is_ours=True),
    Source(Incident, (Kind.INCIDENT,), "reported_at", is_ours=True),
    Source(Threat, (Kind.THREAT,), "reported_at", is_ours=True),
    Source(ContactRequest, (Kind.CONTACT,), "received_on", is_day=True),
)
OURS = {kind for source in SOURCES if source.is_ours for kind in source.kinds}
LABELS = {kind: source.model._meta.label_lower for source in SOURCES for kind in source.kinds}


@dataclass(frozen=True)
class Entry:
    """One line of the register (OSL 5:2), and how it is marked (OSL 5:5)."""

    number: str
    day: date
    is_ours: bool
    party: str
    title: str
    markings: tuple[Marking, ...] = ()


@dataclass(frozen=True)
class Period:
    """Whole days, and of one kind if somebody asks for it."""

    first: date
    last: date
    kind: str = ""
    number: str = ""

    def require_sound(self) -> None:
        if self.last < self.first:
            raise ValidationError({"last": ValidationError(TURNED, code="turned")})
        if (self.last - self.first).days >= AT_MOST:
            raise ValidationError({"last": ValidationError(TOO_LONG, code="too_long")})


@trail.act
def look(shown: int, *, by) -> None:
    """Somebody looked at the register, or showed it to somebody."""
    guard.require(by, rights.SEE)
    trail.record(by, "register.list", ABOUT, count=shown)


@trail.act
def take_out(period: Period, *, by) -> list[Entry]:
    """The whole register of a period: to print, or as a file."""
    guard.require(by, rights.SEE)
    period.require_sound()
    entries = as_entries(rows(period))
    trail.record(
        by, "register.export", ABOUT, count=len(entries), first=period.first, last=period.last
    )
    return entries


# --- Steps ---------------------------------------------------------------------------------------


def rows(period: Period) -> QuerySet:
    """Kind, number, moment and key of what is registered, the newest first. No words are read."""
    kinds = [kind for kind in _registered() if period.kind in ("", kind)]
    found = [
        _of(source, [kind for kind in kinds if kind in source.kinds], period) for source in SOURCES
    ]  # fmt: skip
    first, *others = found
    return first.union(*others, all=True).order_by("-moment", "number")


def as_entries(found: Iterable[tuple]) -> list[Entry]:
    found = list(found)
    titles = RegisterTitle.in_force(timezone.localdate())
    marked = _markings([_about(kind, key) for kind, _number, _moment, key in found])
    return [
        Entry(
            number=number, day=timezone.localdate(moment), is_ours=kind in OURS,
            party=said(titles[kind].party) if kind in titles else "",
            title=said(titles[kind].title) if kind in titles else str(Kind(kind).label),
            markings=tuple(marked.get(_about(kind, key), ())),
        )
        for kind, number, moment, key in found
    ]  # fmt: skip


def _registered() -> list[str]:
    """A kind of which nothing is said is registered: that is what the law asks for."""
    titles = RegisterTitle.in_force(timezone.localdate())
    return [kind for kind in Kind if kind not in titles or titles[kind].is_registered]


def _of(source: Source, kinds: list[str], period: Period) -> QuerySet:
    since, until = source.edge(period.first), source.edge(period.last + timedelta(days=1))
    span = {f"{source.moment}__gte": since, f"{source.moment}__lt": until}
    wanted = source.model.objects.order_by().filter(**span)
    if period.number:
        wanted = wanted.filter(reference__iexact=period.number)
    told = wanted.annotate(
        register_kind=source.kind(), number=F("reference"), moment=source.at(),
        key=Cast("pk", CharField()),
    ).filter(register_kind__in=kinds)  # fmt: skip
    return told.values_list("register_kind", "number", "moment", "key")


def _start_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _about(kind: str, key: str) -> str:
    """As the trail names the row. SQLite gives a key without its dashes."""
    return f"{LABELS[kind]}/{uuid.UUID(key)}"


def _markings(abouts: list[str]) -> dict[str, list[Marking]]:
    found: dict[str, list[Marking]] = {}
    in_force = Marking.objects.filter(about__in=abouts, lifted_at=None)
    for one in in_force.select_related("provision"):
        found.setdefault(one.about, []).append(one)
    return found
