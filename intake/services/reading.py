"""Open a request, or a concern report, and read what was written. Every opening says why."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone

from audit import guard, trail, vault
from intake import circumstances, drafts, rights
from intake.models import ConcernReport, HelpRequest, Judgement, Message
from intake.services import (
    attaching,
    conversing,
    saving_drafts,
    searching,
    taking_back_answers,
)
from intake.services.attaching import Shown

DETAILS = ("name", "email", "wishes")  # the number opens for whoever calls, in calling.py
CONCERN = ("child", "concern", "reached_at")


class Unread(Exception):
    """The person has written something that nobody has said why they read."""


@dataclass(frozen=True)
class Said:
    """A message or a note, opened. No author: the person wrote it."""

    when: datetime
    author: object
    text: str = field(repr=False)
    attached: list[Shown] = field(default_factory=list)
    note: str = ""


@dataclass(frozen=True)
class Judged:
    """What was judged about a concern report, with its reasons opened."""

    row: Judgement
    reasons: str = field(repr=False)


@dataclass(frozen=True)
class Opened:
    """A request with its words. They are nowhere but on the page this is shown on."""

    help_request: HelpRequest
    story: str = field(repr=False)
    contact: dict = field(repr=False)
    messages: list[Said] = field(repr=False)
    notes: list[Said] = field(repr=False)
    may_take_back: bool = False


@trail.act
def read(pk, *, by, purpose: str) -> Opened:
    """Read what the person wrote, how they may be reached, the conversation and our notes.

    One line in the trail names it all. The first time, the promise to the person is kept.
    """
    opened, messages = _open(pk, by=by, purpose=purpose)
    _mark(opened.help_request, messages)
    return opened


@trail.act
def begin(pk, *, by, purpose: str) -> HelpRequest:
    """Say why, and from now on it counts as read. What then opens leaves its own line each time."""
    rows = HelpRequest.objects.without_words()
    help_request = guard.reach(rows, pk, by=by, right=rights.READ)
    trail.record(by, "helprequest.begin", help_request, purpose=purpose)
    searching.let_find(help_request, by=by)
    _mark(help_request, help_request.messages.defer("text"))
    return help_request


@trail.act
def read_again(pk, *, by, purpose: str) -> Opened:
    """Once begun, the page may be shown again. It changes nothing; the line is as full.

    Raises Unread when the person has written since: nothing is opened then.
    """
    return _open(pk, by=by, purpose=purpose, refuses_unread=True)[0]


def _open(pk, *, by, purpose: str, refuses_unread: bool = False) -> tuple[Opened, list[Message]]:
    rows = HelpRequest.objects.select_related("safe_contact", "receipt", "assigned_to")
    rows = saving_drafts.with_own(circumstances.with_them(rows, by), drafts.ANSWER, pk, by)
    help_request = guard.reach(rows, pk, by=by, right=rights.READ)
    contact = help_request.safe_contact
    messages = list(help_request.messages.select_related("author"))
    if refuses_unread and any(message.is_unread for message in messages):
        raise Unread
    notes = list(help_request.notes.select_related("author"))
    places = [(help_request, "story"), *((contact, name) for name in DETAILS)]
    attached = attaching.beside(help_request, [*messages, *notes])
    places += _places((*messages, *notes), attached)
    facts = circumstances.of_request(help_request, by)
    story, *texts = vault.unseal_all(help_request, places, by=by, purpose=purpose, **facts)
    details, texts = texts[: len(DETAILS)], texts[len(DETAILS) :]
    said = _all_said((*messages, *notes), attached, texts)
    _mark_namesake(help_request, by, name=details[0])
    opened = Opened(
        help_request=help_request,
        story=story,
        contact=dict(zip(DETAILS, details, strict=True)),
        messages=said[: len(messages)],
        notes=said[len(messages) :],
        may_take_back=taking_back_answers.may_take_back(help_request, messages, by),
    )
    return opened, messages


@trail.act
def read_notes(pk, *, by, purpose: str) -> tuple[HelpRequest, list[Said]]:
    """Only what colleagues have noted."""
    rows = circumstances.with_them(HelpRequest.objects.without_words(), by)
    help_request = guard.reach(rows, pk, by=by, right=rights.READ)
    notes = list(help_request.notes.select_related("author"))
    attached = attaching.beside(help_request, notes)
    places, facts = _places(notes, attached), circumstances.of_request(help_request, by)
    texts = vault.unseal_all(help_request, places, by=by, purpose=purpose, **facts)
    return help_request, _all_said(notes, attached, texts)


@trail.act
def read_concern(pk, *, by, purpose: str) -> tuple[ConcernReport, dict[str, str], list[Judged]]:
    """Read a concern report, and what was judged about it. Only the reception reaches it."""
    return open_concern(pk, by=by, purpose=purpose)


def open_concern(pk, *, by, purpose: str) -> tuple[ConcernReport, dict[str, str], list[Judged]]:
    """Step: a report with its words, and the reasons of what was judged. One line names it all."""
    rows = ConcernReport.objects.select_related("organisation", "handed_by")
    rows = circumstances.with_them(rows, by)
    report = guard.reach(rows, pk, by=by, right=rights.READ_CONCERN)
    judgements = list(report.judgements.select_related("made_by"))
    places, facts = [(report, name) for name in CONCERN], circumstances.of_concern(report, by)
    places += [(row, "reasons") for row in judgements]
    texts = vault.unseal_all(report, places, by=by, purpose=purpose, **facts)
    _mark_namesake(report, by, name=texts[0])
    if report.reporter_id is None:  # it was told where nobody can compute by what it is found
        searching.let_find_child(report, texts[0])
    words, reasons = dict(zip(CONCERN, texts, strict=False)), texts[len(CONCERN) :]
    return report, words, [Judged(*pair) for pair in zip(judgements, reasons, strict=True)]


@trail.act
def look(rows, pk, *, by, right: str):
    """See one row's facts. No words, but still a line."""
    row = guard.reach(rows, pk, by=by, right=right)
    facts = {"protected": True} if row.is_protected else {}
    trail.record(by, f"{row._meta.model_name}.seen", row, **facts)
    return row


@trail.act
def note_list(model, shown: int, *, by, **chosen) -> None:
    """Somebody looked at a list: how many rows, chosen by which codes."""
    about = f"{model._meta.label_lower}/list"
    trail.record(by, f"{model._meta.model_name}.list", about, count=shown, **chosen)


def _mark(help_request: HelpRequest, seen: Iterable[Message]) -> None:
    """A human has read it: the first time, and what was *seen* of what has come since. What comes
    in meanwhile is on nobody's page yet.
    """
    now = timezone.now()
    if help_request.first_read_at is None:
        first = HelpRequest.objects.filter(pk=help_request.pk, first_read_at__isnull=True)
        first.update(first_read_at=now)
        help_request.first_read_at = now
    unread = [message.pk for message in seen if message.is_unread]
    if unread:
        Message.objects.filter(pk__in=unread).update(read_at=now)


def _mark_namesake(row, by, *, name: str) -> None:
    """A line of its own, for the log's reviewers: before the trace the name was not open."""
    if circumstances.is_namesake(by.name, name):
        trail.record(by, "helprequest.same_name", row)


def _places(rows, attached: dict) -> list[tuple]:
    """The texts first, then what is attached beside them is called."""
    files = [one for row in rows for one in attached[row.pk]]
    return [*((row, "text") for row in rows), *((one, "name") for one in files)]


def _all_said(rows, attached: dict, opened: list[str]) -> list[Said]:
    """As *_places* asked for it."""
    names = iter(opened[len(rows) :])
    return [
        Said(
            row.written_at, row.author, text,
            [Shown(one, next(names)) for one in attached[row.pk]], _note_on(row),
        )
        for row, text in zip(rows, opened, strict=False)
    ]  # fmt: skip


def _note_on(row) -> str:
    return conversing.note_on(row) if isinstance(row, Message) else ""
