"""What nobody has read yet, and since when; of that, what has waited longer than its guard time.

Each kind is asked for with a moment: whoever wrote before it has waited too long. So the database
finds the few that are due, however many wait.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from audit.models import Event
from audit.trail import name_of
from intake.lifecycle import ConcernStatus
from intake.models import (
    ConcernReport,
    ConcernReportConflict,
    Escalation,
    GuardTime,
    HelpRequest,
    HelpRequestConflict,
    Message,
    Remark,
    RemarkConflict,
    Watched,
)
from intake.models.guarding import waits_though_ended
from partners.working_time import Calendar, NeverOpen

Kind = Escalation.Kind


@dataclass(frozen=True)
class Limits:
    """Whoever wrote at this moment or before it has waited too long: for the lead, the manager."""

    lead: datetime
    manager: datetime
    is_always: bool


@dataclass(frozen=True)
class Waits:
    """One thing that nobody has read in its time. Keys and codes, no words."""

    kind: str
    about: str
    unit: int | None
    since: datetime
    is_late: bool
    is_always: bool
    help_request: object = None
    message: object = None
    related: frozenset = frozenset()


def too_long(now: datetime, calendar: Calendar) -> list[Waits]:
    """All of it, except what everybody has been told of already."""
    limits = limits_at(now, calendar)
    found = [*_requests(limits), *_messages(limits), *_taken_back(limits)]
    found += [*_concerns(limits), *_remarks(limits)]
    done = Escalation.objects.filter(about__in=[one.about for one in found])
    told = dict.fromkeys(done.filter(manager_told_at__isnull=False).values_list("about", "since"))
    return [one for one in found if (one.about, one.since) not in told]


def limits_at(now: datetime, calendar: Calendar) -> dict[str, Limits]:
    return {
        code: Limits(
            lead=_back(now, rule.to_lead, rule.is_always, calendar),
            manager=_back(now, rule.to_lead + rule.to_manager, rule.is_always, calendar),
            is_always=rule.is_always,
        )
        for code, rule in GuardTime.in_force(timezone.localdate(now)).items()
    }


def _back(now: datetime, minutes: int, is_always: bool, calendar: Calendar) -> datetime:
    """A house that is never open is no reason not to read: then every hour counts."""
    amount = timedelta(minutes=minutes)
    if is_always:
        return now - amount
    try:
        return calendar.before(now, amount)
    except NeverOpen:
        return now - amount


def _requests(limits: dict[str, Limits]) -> Iterable[Waits]:
    """Those that nobody has opened: in the queue, with somebody, or set aside."""
    columns = ("pk", "unit", "urgency", "received_at", "set_aside_at")
    rows = HelpRequest.objects.filter(closed_at__isnull=True, first_read_at__isnull=True)
    latest = max(one.lead for one in limits.values())
    rows = list(rows.filter(~_all_told(), received_at__lte=latest).values_list(*columns))
    named = {row[0]: f"{HelpRequest._meta.label_lower}/{row[0]}" for row in rows}
    again = _taken_up_again(named.values())
    related = _related(HelpRequestConflict, named)
    for pk, unit, urgency, received_at, set_aside_at in rows:
        codes = [urgency, Watched.SET_ASIDE] if set_aside_at else [urgency]
        since = max(received_at, again.get(named[pk], received_at))
        yield from _due(
            Kind.REQUEST, named[pk], unit, since, [limits[code] for code in codes],
            help_request=pk, related=related.get(pk, frozenset()),
        )  # fmt: skip


def _all_told() -> Exists:
    done = Escalation.objects.filter(
        help_request=OuterRef("pk"), kind=Kind.REQUEST, manager_told_at__isnull=False,
        ended_at__isnull=True,
    )  # fmt: skip
    return Exists(done)


def _taken_up_again(names) -> dict[str, datetime]:
    """When somebody wrote again in what was closed: it has waited since then, not before."""
    events = Event.objects.filter(about__in=list(names), deed="helprequest.reopen")
    return dict(events.order_by("at").values_list("about", "at"))


def _messages(limits: dict[str, Limits]) -> Iterable[Waits]:
    """The first of each conversation that nobody has read, where the request itself was."""
    latest = max(one.lead for one in limits.values())
    rows = Message.objects.filter(
        Q(help_request__closed_at__isnull=True) | waits_though_ended("help_request__"),
        writer=Message.Writer.PERSON, read_at__isnull=True, written_at__lte=latest,
        help_request__first_read_at__isnull=False,
    )  # fmt: skip
    columns = ("pk", "help_request", "help_request__unit", "help_request__urgency", "written_at")
    first = {}
    for row in rows.order_by("written_at", "pk").values_list(*columns):
        first.setdefault(row[1], row)
    related = _related(HelpRequestConflict, first)
    for pk, request_pk, unit, urgency, written_at in first.values():
        yield from _due(
            Kind.MESSAGE, f"{Message._meta.label_lower}/{pk}", unit, written_at, [limits[urgency]],
            help_request=request_pk, message=pk, related=related.get(request_pk, frozenset()),
        )  # fmt: skip


def _taken_back(limits: dict[str, Limits]) -> Iterable[Waits]:
    """What the person took back: nobody has stated yet that they suspect no harm to a child."""
    limit = limits[Watched.CHILD]
    rows = HelpRequest.objects.filter(no_suspicion_asked_at__lte=limit.lead)
    rows = list(rows.values_list("pk", "unit", "no_suspicion_asked_at"))
    related = _related(HelpRequestConflict, [row[0] for row in rows])
    for pk, unit, since in rows:
        yield from _due(
            Kind.CHILD, f"{HelpRequest._meta.label_lower}/{pk}", unit, since, [limit],
            help_request=pk, related=related.get(pk, frozenset()),
        )  # fmt: skip


def _concerns(limits: dict[str, Limits]) -> Iterable[Waits]:
    rows = ConcernReport.objects.filter(status=ConcernStatus.RECEIVED)
    return _unopened(
        Kind.CONCERN, rows, ConcernReportConflict, limits[Watched.CONCERN], "concernreport.opened"
    )


def _remarks(limits: dict[str, Limits]) -> Iterable[Waits]:
    rows = Remark.objects.filter(dealt_with_at__isnull=True)
    return _unopened(Kind.REMARK, rows, RemarkConflict, limits[Watched.REMARK], "remark.opened")


def _unopened(kind: str, rows, conflicts, limit: Limits, deed: str) -> Iterable[Waits]:
    """What has no mark of its own was read if the log says that somebody opened it."""
    due = rows.filter(received_at__lte=limit.lead).order_by("received_at").only(
        "pk", "unit", "received_at"
    )  # fmt: skip
    named = {row.pk: name_of(row) for row in due}
    opened = Event.objects.filter(about__in=list(named.values()), deed=deed, decision="allowed")
    read = set(opened.values_list("about", flat=True))
    related = _related(conflicts, named)
    for row in due:
        if named[row.pk] not in read:
            yield from _due(
                kind, named[row.pk], row.unit_id, row.received_at, [limit],
                related=related.get(row.pk, frozenset()),
            )  # fmt: skip


def _related(conflicts, pks) -> dict:
    """Who has said that they are related, by the row's key."""
    found: dict = {}
    for pk, user in conflicts.objects.filter(content_object__in=list(pks)).values_list(
        "content_object", "user"
    ):
        found[pk] = found.get(pk, frozenset()) | {user}
    return found


def _due(kind, about, unit, since, limits: list[Limits], **more) -> Iterable[Waits]:
    """It, if one of its guard times is over."""
    over = [one for one in limits if since <= one.lead]
    if over:
        yield Waits(
            kind, about, unit, since, is_late=any(since <= one.manager for one in over),
            is_always=any(one.is_always for one in over), **more,
        )  # fmt: skip
