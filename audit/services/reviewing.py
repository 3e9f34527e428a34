"""Somebody reviews the log: who did what, when and why. Never the words, never their own lines."""

import csv
import io
from dataclasses import dataclass
from datetime import date

from django.core.paginator import Page
from django.db.models import QuerySet
from django.utils import timezone

from audit import days, deeds, guard, naming, rights, trail
from audit.models import Event
from audit.newest import Newest
from audit.services import exporting
from audit.verify import Report

PAGE, EXPORTED, CHECKED = 50, 20_000, 200_000


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


def others(by) -> QuerySet[Event]:
    """Every linked event but the reviewer's own: those a colleague reviews."""
    events = Event.objects.filter(link__isnull=False).exclude(actor=f"user/{by.pk}")
    return events.select_related("link").defer("header", "salt")


@trail.act
def look(sought: Sought, page: int, *, by) -> Page:
    """A page of the log, newest first. That somebody looked is a line of its own."""
    guard.require(by, rights.REVIEW)
    found = Newest(_found(sought, by), PAGE).get_page(page)
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
        events = events.filter(at__gte=days.begins(sought.since))
    if sought.until:
        events = events.filter(at__lt=days.ends(sought.until))
    return events


def _codes(sought: Sought) -> dict:
    """What was asked for, as the trail may hold it. A row that was typed in only if it is a key."""
    asked = {name: value for name, value in vars(sought).items() if value}
    if "about" in asked and "/" not in asked["about"]:
        asked["about"] = ",".join(naming.keys_of(asked["about"].upper()))[:200]
    return asked


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
