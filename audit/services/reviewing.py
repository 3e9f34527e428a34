"""Somebody reviews the log: who did what, when and why. Never the words, never their own lines."""

import csv
import io
import secrets
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.utils import timezone

from audit import deeds, guard, naming, rights, trail
from audit.models import Decision, Event
from audit.services import exporting
from audit.verify import Report

PAGE, SAMPLE, EXPORTED, CHECKED = 50, 20, 20_000, 200_000
OFFICE_HOURS = range(7, 18)
MANY_READS, MANY_REFUSALS, WEIGHED = 20, 3, 5_000


@dataclass(frozen=True)
class Sought:
    """What a reviewer asks for: codes, keys and days."""

    since: date | None = None
    until: date | None = None
    actor: str = ""
    group: str = ""
    organisation: str = ""
    about: str = ""
    decision: str = ""
    subject: str = ""


@dataclass
class Flagged:
    """A read that may need an explanation, and why."""

    event: Event
    reasons: list[str] = field(default_factory=list)


def others(by) -> QuerySet[Event]:
    """Every linked event but the reviewer's own: those a colleague reviews."""
    events = Event.objects.filter(link__isnull=False).exclude(actor=f"user/{by.pk}")
    return events.select_related("link").defer("header", "salt")


@trail.act
def look(sought: Sought, page: int, *, by) -> Page:
    """A page of the log, newest first. That somebody looked is a line of its own."""
    guard.require(by, rights.REVIEW)
    found = Paginator(_found(sought, by), PAGE).get_page(page)
    trail.record(
        by, "log.viewed", "audit.link/list", page=found.number, shown=len(found), **_codes(sought)
    )
    return found


@trail.act
def look_at(number: int, *, by) -> Event:
    """One line, whole. One's own is out of reach."""
    guard.require(by, rights.REVIEW)
    event = others(by).filter(link__number=number).first()
    if event is None:
        raise guard.OutOfReach
    trail.record(by, "log.viewed", f"audit.link/{number}")
    return event


@trail.act
def export(sought: Sought, *, by) -> str:
    """The lines that were asked for, as a table for a spreadsheet; the newest ones first."""
    guard.require(by, rights.REVIEW)
    events = list(_found(sought, by)[:EXPORTED])
    trail.record(by, "log.export", "audit.link/list", lines=len(events), **_codes(sought))
    return _table(events)


@trail.act
def sample(*, by) -> tuple[list[Event], list[Flagged]]:
    """Twenty reads of the last week by chance, and those that stand out. Asked for, and traced."""
    guard.require(by, rights.REVIEW)
    week = others(by).filter(at__gte=timezone.now() - timedelta(days=7))
    pks = list(week.filter(deeds.READS).values_list("pk", flat=True))
    drawn = secrets.SystemRandom().sample(pks, min(SAMPLE, len(pks)))
    by_chance = list(week.filter(pk__in=drawn).order_by("-at"))
    flagged = _flagged(list(week.filter(deeds.READS | deeds.REFUSED).order_by("-at")[:WEIGHED]))
    trail.record(
        by, "log.sample", "audit.link/list",
        drawn=[event.link.number for event in by_chance], flagged=len(flagged),
    )  # fmt: skip
    return by_chance, flagged[:SAMPLE]


def check_whole(*, by) -> Report:
    """Follow the chain: all of it, or its newest part where it is very long. Raises Broken."""
    note_check(by=by)
    return exporting.check(newest=CHECKED)


@trail.act
def note_check(*, by) -> None:
    guard.require(by, rights.REVIEW)
    trail.record(by, "log.verify", "audit.link/list", newest=CHECKED)


def _found(sought: Sought, by) -> QuerySet[Event]:
    events = others(by).order_by("-at", "-pk")
    for name in ("actor", "organisation", "decision", "subject"):
        if value := getattr(sought, name):
            events = events.filter(**{name: value})
    if sought.about:
        keys = naming.keys_of(sought.about.upper()) or [sought.about]
        events = events.filter(about__in=keys)
    if sought.group:
        events = events.filter(deeds.GROUPS[sought.group][1])
    if sought.since:
        events = events.filter(at__date__gte=sought.since)
    if sought.until:
        events = events.filter(at__date__lte=sought.until)
    return events


def _codes(sought: Sought) -> dict:
    """What was asked for, as the trail may hold it. A row that was typed in only if it is a key."""
    asked = {name: value for name, value in vars(sought).items() if value}
    if "about" in asked and "/" not in asked["about"]:
        asked["about"] = ",".join(naming.keys_of(asked["about"].upper()))[:200]
    return asked


def _flagged(events: list[Event]) -> list[Flagged]:
    """Out of hours, many on one day, refused again and again. The most reasons first."""
    days = Counter((event.actor, timezone.localdate(event.at), event.decision) for event in events)
    flagged = [Flagged(event, list(_reasons(event, days))) for event in events]
    return sorted((one for one in flagged if one.reasons), key=lambda one: -len(one.reasons))


def _reasons(event: Event, days: Counter):
    at = timezone.localtime(event.at)
    many = days[event.actor, at.date(), event.decision]
    if not event.actor.startswith("user/"):
        return
    if event.decision != Decision.ALLOWED:
        if many >= MANY_REFUSALS:
            yield "refused_often"
        return
    if at.weekday() > 4 or at.hour not in OFFICE_HOURS:
        yield "out_of_hours"
    if many >= MANY_READS:
        yield "many_reads"


def _table(events: list[Event]) -> str:
    names, file = naming.people({event.actor for event in events}), io.StringIO()
    table = csv.writer(file, lineterminator="\r\n")
    table.writerow(
        ["number", "at", "actor", "name", "role", "organisation", "deed", "about", "purpose",
         "decision", "channel"]
    )  # fmt: skip
    for event in events:
        row = [
            event.link.number, timezone.localtime(event.at).isoformat(), event.actor,
            names.get(event.actor, ""), event.role, event.organisation, event.deed, event.about,
            event.purpose, event.decision, event.channel,
        ]  # fmt: skip
        table.writerow([_harmless(cell) for cell in row])
    return file.getvalue()


def _harmless(cell) -> str:
    """A spreadsheet runs what begins like a formula; an apostrophe makes it text."""
    text = str(cell)
    return f"'{text}" if text.lstrip().startswith(("=", "+", "-", "@", "|", "%")) else text
