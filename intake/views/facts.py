"""A request as pairs of words, buttons and tabs: what a page says without opening anything."""

from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby

from django.conf import settings
from django.contrib.auth import get_user_model
from django.http import QueryDict
from django.urls import NoReverseMatch, reverse
from django.utils.formats import date_format
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from audit import deeds, trail, wording
from audit.actors import CLOCK, CONSOLE
from audit.models import Event
from intake.forms.desk import CHILDREN, INTERPRETER_CHOICES
from intake.forms.labels import ABOUT, AGES, ASKERS, PURPOSES
from intake.forms.queue import QueueFilter
from intake.lifecycle import Status, moves_open_to
from intake.models import Danger

LANGUAGES = dict(settings.LANGUAGES)
QUEUE_COOKIE = "queue"
LATEST = 100
NOBODY = (CLOCK.name, CONSOLE.name)
QUIET = (
    "helprequest.seen", "helprequest.begin", "concernreport.seen",
    "helprequest.ask_glass", "helprequest.cosign_glass",
    "helprequest.same_name",  # it would tell the person's surname to who has opened nothing
    "draft.begin", "draft.throw_away",  # nobody else’s business
    "helprequest.link", "helprequest.unlink",  # the other may be out of the reader's reach
    "judgement.write",  # beside what was judged
    "guard.stand_aside", "guard.let_back",  # who is related to the person is their lead's to know
)  # fmt: skip

# Where a button leads, and how it looks. A move without an entry has no button of its own.
# By which letter a button is found: desk.js.
KEYS = {"take": "t", "answer": "a", "close": "x"}
DOORS = {
    "take": ("desk:take", "primary", "post"),
    "answer": ("desk:answer", "primary", ""),
    "close": ("desk:close", "secondary", ""),
    "release": ("desk:release", "secondary", "post"),
    "reassign": ("desk:reassign", "secondary", ""),
    "hand_over": ("desk:hand_over", "danger", ""),
}

TABS = (
    (gettext_lazy("Facts"), "desk:request"),
    (gettext_lazy("Conversation"), "desk:words"),
    (gettext_lazy("Notes"), "desk:notes"),
    (gettext_lazy("Consents"), "desk:consents"),
    (gettext_lazy("Services without assessment"), "desk:services"),
    (gettext_lazy("Children"), "desk:children"),
    (gettext_lazy("Referrals"), "desk:request_referrals"),
)


def of(help_request) -> list[tuple]:
    """How it stands."""
    return [
        (_("Who asks"), dict(ASKERS)[help_request.asker]),
        (_("About"), dict(ABOUT)[help_request.about]),
        (_("Age"), dict(AGES)[help_request.age_band]),
        (_("Topic"), help_request.topic or _("Not clear yet")),
        (_("Area"), help_request.area or _("Not known")),
        (_("Arena"), help_request.arena or ""),
        *_language(help_request),
        *sounds_like(help_request),
        (_("Came by"), help_request.get_channel_display()),
        (_("Received"), moment(help_request.received_at)),
        (_("To be read by"), moment(help_request.promised_at)),
        (_("First read"), moment(help_request.first_read_at)),
        (_("Taken by"), help_request.assigned_to.name if help_request.assigned_to else ""),
        *_ending(help_request),
    ]


def _language(help_request) -> list[tuple]:
    if help_request.erased_at:
        return []
    return [
        (_("Language"), LANGUAGES.get(help_request.language, help_request.language)),
        (_("Interpreter"), dict(INTERPRETER_CHOICES).get(help_request.interpreter, "")),
    ]


def sounds_like(row) -> list[tuple]:
    """Which classes the tripwire heard, as codes. Which words, nobody but the reader knows."""
    heard = ", ".join(str(Danger(code).label) for code in row.signs if code in Danger)
    return [(_("Heard by the program"), heard)] if heard else []


def _ending(help_request) -> list[tuple]:
    if not help_request.closed_at:
        return []
    if help_request.status == Status.JOINED:
        return [(_("Joined"), moment(help_request.closed_at))]
    return [
        (_("Ended"), moment(help_request.closed_at)),
        (_("Why"), help_request.get_close_reason_display()),
        *_children(help_request),
        *_no_suspicion(help_request),
    ]


def _children(help_request) -> list[tuple]:
    """What was said when it was closed; asked only about an adult."""
    said = help_request.children
    return [(_("Children there"), dict(CHILDREN)[said])] if said else []


def _no_suspicion(help_request) -> list[tuple]:
    """Who has said it, by name."""
    said_by = help_request.no_suspicion_by
    return [(_("No suspicion that a child is harmed"), said_by.name)] if said_by else []


def moves(user, help_request) -> list[dict]:
    """The buttons: what this user may do with this request now."""
    found = [move for move in moves_open_to(user, help_request) if move.verb in DOORS]
    if not hasattr(help_request, "receipt"):
        found = [move for move in found if move.verb != "answer"]
    return [_button(move, *DOORS[move.verb], pk=help_request.pk) for move in found]


def _button(move, name: str, kind: str, method: str, *, pk) -> dict:
    return {
        "label": move.label, "url": reverse(name, args=[pk]), "kind": kind, "method": method,
        "keys": KEYS.get(move.verb, ""),
    }  # fmt: skip


def tabs(help_request, current: str) -> list[dict]:
    """Tabs are pages, known by name: some belong to the room above."""
    found = [(label, name, address(name, help_request.pk)) for label, name in TABS]
    return [
        {"label": label, "url": url, "is_current": name == current}
        for label, name, url in found
        if url
    ]


def address(name: str, *args) -> str:
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def way_back(request) -> str:
    """The queue as it was last looked at. What the cookie says is read as codes, or not at all."""
    chosen = QueueFilter(QueryDict(request.COOKIES.get(QUEUE_COOKIE, "")[:200]))
    address = chosen.address()
    return f"{reverse('desk:queue')}?{address}" if address else reverse("desk:queue")


@dataclass(frozen=True)
class Happening:
    title: str
    when: datetime
    who: str
    text: str = ""
    is_current: bool = False
    times: int = 1


def timeline(row) -> list[Happening]:
    """What has happened with this row, from the trail: deeds, people and purposes.

    The same act again and again on one day is one. That the person came is told, and not how
    often they read their own words.
    """
    events = Event.objects.filter(about=trail.name_of(row), deed__in=wording.WORDS)
    shown = events.exclude(deed__in=QUIET).exclude(deed__startswith="outbox.")
    shown = shown.exclude(deeds.READS, role="resident")
    latest = list(shown.order_by("-pk")[:LATEST])[::-1]
    people = [event.actor.removeprefix("user/") for event in latest if "/" in event.actor]
    keys = {key for key in people if key.isdecimal()}
    names = dict(get_user_model().objects.filter(pk__in=keys).values_list("pk", "name"))
    found = [
        Happening(wording.WORDS[event.deed], event.at, _who(event, names), _why(event))
        for event in latest
    ]
    runs = (list(run) for _same, run in groupby(found, key=_same_act))
    return [replace(run[-1], times=len(run)) for run in runs]


def _same_act(one: Happening) -> tuple:
    return one.title, one.who, one.text, localdate(one.when)


def _who(event, names: dict) -> str:
    kind, _slash, key = event.actor.partition("/")
    if kind == "user" and key.isdecimal():
        return names.get(int(key), "")
    return "" if event.actor in NOBODY else _("The person")


def _why(event) -> str:
    return str(dict(PURPOSES).get(event.purpose, "")) if deeds.is_read(event.deed) else ""


def moment(when) -> str:
    return date_format(localtime(when), "SHORT_DATETIME_FORMAT") if when else ""
