"""RECORD: the only way to write the log. One use case is one transaction with its trace."""

import re
import secrets
from contextvars import ContextVar
from functools import wraps

from django.db import DatabaseError, transaction
from django.utils import timezone

from audit import chain, visits
from audit.actors import actor_of
from audit.models import Decision, Event, Head, Link

_unlinked: ContextVar[list[Event] | None] = ContextVar("unlinked", default=None)

A_CODE = re.compile(r"[^\s@]{0,200}")
SCHEMA = 1


class TrailUnwritable(Exception):
    """The log could not be written, so the act did not happen."""


class NoAct(RuntimeError):
    """Somebody recorded, or opened, outside a use case."""


def name_of(row) -> str:
    """How the trail, the vault and the outbox name a row."""
    return row if isinstance(row, str) else f"{row._meta.label_lower}/{row.pk}"


def act(use_case):
    """One use case, one transaction: it commits with its trace, or it never happened.

    The head of the chain is locked by the last statements, so that acts wait for each
    other only for the blink it takes to link.
    """

    @wraps(use_case)
    def whole(*args, **kwargs):
        with transaction.atomic(durable=True):
            token = _unlinked.set([])
            try:
                answer = use_case(*args, **kwargs)
                _link(_unlinked.get())
            finally:
                _unlinked.reset(token)
        return answer

    return whole


def record(by, deed: str, about, /, *, purpose="", decision=Decision.ALLOWED, **facts) -> Event:
    """Write one event. Facts are codes and numbers, never a person's words.

    Raises NoAct outside a use case and TrailUnwritable if the log refuses the line.
    """
    unlinked = _unlinked.get()
    if unlinked is None:
        raise NoAct(deed)
    event = _event(by, deed, about, purpose, str(decision), _codes(facts))
    try:
        # No savepoint: a line that fails dooms the whole act, whoever swallows the error.
        with transaction.atomic(savepoint=False):
            event.save(force_insert=True)
    except DatabaseError as refusal:
        raise TrailUnwritable(deed) from refusal
    unlinked.append(event)
    return event


def _event(by, deed, about, purpose, decision, facts) -> Event:
    actor, visit, now = actor_of(by), visits.current.get(), timezone.now()
    subject = getattr(about, "subject", None)
    salt = secrets.token_bytes(32)
    event = Event(
        at=now, actor=actor.name, role=actor.role, organisation=actor.organisation, deed=deed,
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


def _link(events: list[Event]) -> None:
    if not events:
        return
    try:
        head, _created = Head.objects.select_for_update().get_or_create(pk=1)
        links = []
        for event in events:
            head.number += 1
            head.digest = chain.link_digest(head.digest, head.number, event.header)
            links.append(Link(number=head.number, event=event, digest=head.digest))
        Link.objects.bulk_create(links)
        head.save()
    except DatabaseError as refusal:
        raise TrailUnwritable("link") from refusal
