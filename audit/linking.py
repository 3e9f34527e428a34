"""LINK: the last statements of an act, under the one lock that every other act waits for.

So they are written out, and nothing is asked that need not be.
"""

from collections.abc import Iterable

from django.db import DatabaseError, connection

from audit import adding, chain
from audit.models import Event, Head, Link, PersonHead

HEAD = "SELECT number, digest FROM audit_head WHERE id = 1"
MOVE_HEAD = "UPDATE audit_head SET number = %s, digest = %s WHERE id = 1 RETURNING id"
PEOPLE = "SELECT subject, number, digest FROM audit_personhead WHERE subject IN ({})"
A_PERSON = "(%s, %s, %s, 0, %s)"
MOVE_PEOPLE = (
    "INSERT INTO audit_personhead (subject, number, digest, archived, archived_digest) VALUES {} "
    "ON CONFLICT (subject) DO UPDATE SET number = excluded.number, digest = excluded.digest"
)


def link(written: list[Event], waiting: list[Event]) -> None:
    """Give each event its place in the chain; the head and the people's own heads move on.

    All of these are ours alone until the act ends: whoever links holds the lock on the one Head.
    The events that are *waiting* are written first, in the same trip that asks for the lock.
    """
    events = [*written, *waiting]
    subjects = {event.subject for event in events} - {None}
    head, people = _heads(subjects, waiting)
    links = adding.inserting(*[_next(event, head, people) for event in events])
    moves = [_move_people(people.values())] if people else []
    *_others, moved = adding.run(links, *moves, (MOVE_HEAD, [head.number, head.digest]))
    if not moved:
        raise DatabaseError("The head of the log is gone.")


def _heads(subjects: set, waiting: list[Event]) -> tuple[Head, dict]:
    """Where the chain ends, locked; and each person's own head, that nobody moves meanwhile.

    The people are asked for by a statement of its own, after the one that waits for the lock.
    """
    lock = " FOR UPDATE" if connection.features.has_select_for_update else ""
    first = [adding.inserting(*waiting)] if waiting else []
    people = [_ask_people(subjects)] if subjects else []
    answers = adding.run(*first, (HEAD + lock, []), *people)
    if waiting:
        adding.are_in(waiting, answers.pop(0))
    found, *known = answers
    if not found:  # a house without any line has no such row yet
        Head.objects.select_for_update().get_or_create(pk=1)
        return _heads(subjects, [])
    [(number, digest)] = found
    return Head(pk=1, number=number, digest=bytes(digest)), _people(subjects, *known)


def _ask_people(subjects: set) -> tuple[str, list]:
    subject = PersonHead._meta.pk
    keys = [subject.get_db_prep_value(one, connection) for one in subjects]
    return PEOPLE.format(", ".join(["%s"] * len(keys))), keys


def _people(subjects: set, known: Iterable[tuple] = ()) -> dict:
    subject = PersonHead._meta.pk
    people = {one: PersonHead(subject=one, number=0, digest=chain.START) for one in subjects}
    for key, number, digest in known:
        one = people[subject.to_python(key)]
        one.number, one.digest = number, bytes(digest)
    return people


def _move_people(people: Iterable[PersonHead]) -> tuple[str, list]:
    subject, values = PersonHead._meta.pk, []
    for one in people:
        key = subject.get_db_prep_value(one.subject, connection)
        values += [key, one.number, one.digest, chain.START]
    return MOVE_PEOPLE.format(", ".join([A_PERSON] * (len(values) // 4))), values


def _next(event: Event, head: Head, people: dict) -> Link:
    """The event's link, and both heads one further."""
    link = Link(number=head.number + 1, event_id=event.pk, person=0, before=chain.START)
    person = people.get(event.subject)
    if person is not None:
        link.person, link.before = person.number + 1, person.digest
    leaf = chain.leaf(event.header, link.person, link.before)
    link.digest = head.digest = chain.grow(head.digest, link.number, leaf)
    head.number = link.number
    if person is not None:
        person.number, person.digest = link.person, link.digest
    return link
