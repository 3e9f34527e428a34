"""RECORD: the only way to write the log. One use case is one transaction with its trace."""

import re
import secrets
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import wraps

from django.db import DatabaseError, transaction

from audit import adding, chain, coarse, linking, visits
from audit.actors import actor_of
from audit.models import Decision, Event

A_CODE = re.compile(r"[^\s@]{0,200}")
SCHEMA = 2


class TrailUnwritable(Exception):
    """The log could not be written, so the act did not happen."""


class NoAct(RuntimeError):
    """Somebody recorded, or opened, outside a use case."""


@dataclass
class Lines:
    """What one act has recorded: in the log already, or waiting for *write*."""

    written: list[Event] = field(default_factory=list)
    waiting: list[Event] = field(default_factory=list)


_act: ContextVar[Lines | None] = ContextVar("act", default=None)


def name_of(row) -> str:
    """How the trail, the vault and the outbox name a row."""
    return row if isinstance(row, str) else f"{row._meta.label_lower}/{row.pk}"


def act(use_case):
    """One use case, one transaction: it commits with its trace, or it never happened.

    Its lines are written together when it ends, but for those that something is opened
    under. The head of the chain is locked by the last statements, so that acts wait for
    each other only for the blink it takes to link.
    """

    @wraps(use_case)
    def whole(*args, **kwargs):
        with transaction.atomic(durable=True):
            token = _act.set(Lines())
            try:
                answer = use_case(*args, **kwargs)
                _link(_act.get())
            finally:
                _act.reset(token)
        return answer

    return whole


def record(by, deed: str, about, /, *, purpose="", decision=Decision.ALLOWED, **facts) -> Event:
    """Add one event to the act. Facts are codes and numbers, never a person's words.

    It is written when the act ends, or by *write*. Raises NoAct outside a use case.
    """
    lines = _act.get()
    if lines is None:
        raise NoAct(deed)
    event = _event(by, deed, about, purpose, str(Decision(decision)), _codes(facts))
    lines.waiting.append(event)
    return event


def write() -> None:
    """Write what is recorded so far: before anything is opened. Raises TrailUnwritable if the
    log refuses a line.
    """
    lines = _act.get()
    if not lines.waiting:
        return
    try:
        # No savepoint: a line that fails dooms the whole act, whoever swallows the error.
        with transaction.atomic(savepoint=False):
            adding.add(*lines.waiting)
    except DatabaseError as refusal:
        raise TrailUnwritable(lines.waiting[0].deed) from refusal
    lines.written += lines.waiting
    lines.waiting = []


def _event(by, deed, about, purpose, decision, facts) -> Event:
    actor, visit = actor_of(by), visits.current.get()
    subject = getattr(about, "subject", None)
    salt = secrets.token_bytes(32)
    event = Event(
        at=coarse.of_line(actor, deed, visit.channel), actor=actor.name, role=actor.role,
        organisation=actor.organisation, deed=deed,
        about=name_of(about), subject=subject, decision=decision, purpose=purpose,
        channel=visit.channel, facts=facts, salt=salt,
    )  # fmt: skip
    event.header = chain.canonical(header_of(event, visit.request_id))
    return event


def header_of(event: Event, request_id: str) -> dict:
    """What the chain covers of *event*: everything but the salted facts themselves."""
    return {
        "schema": SCHEMA,
        "at": chain.microseconds(event.at),
        "actor": event.actor,
        "role": event.role,
        "organisation": event.organisation,
        "deed": event.deed,
        "about": event.about,
        "subject": str(event.subject) if event.subject else None,
        "decision": event.decision,
        "purpose": event.purpose,
        "channel": event.channel,
        "request": request_id,
        "facts": chain.facts_digest(event.facts, event.salt),
    }


def _codes(facts: dict) -> dict:
    """Facts as they are stored. A text with a space or an @ in it is no code: refused."""
    return {key: _code(value) for key, value in facts.items() if value is not None}


def _code(value):
    if isinstance(value, list | tuple | set | frozenset):
        return [_code(one) for one in value]
    if isinstance(value, bool | int):
        return int(value)
    text = str(value)
    if not A_CODE.fullmatch(text):
        raise TypeError("A fact in the trail is a code or a number, never words.")
    return text


def _link(lines: Lines) -> None:
    """Write what still waits, and link all of the act's lines."""
    if not lines.written and not lines.waiting:
        return
    try:
        linking.link(lines.written, lines.waiting)
    except DatabaseError as refusal:
        raise TrailUnwritable("link") from refusal
