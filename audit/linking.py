"""LINK: the last statements of an act, under the one lock that every other act waits for.

So they are written out, and nothing is asked that need not be.
"""

from collections.abc import Iterable

from django.db import DatabaseError, connection, transaction

from audit import adding, chain
from audit.models import Event, Head, Link, PersonHead

HEAD = "SELECT number, digest FROM audit_head WHERE id = 1"
MOVE_HEAD = "UPDATE audit_head SET number = %s, digest = %s WHERE id = 1"
PEOPLE = "SELECT subject, number, digest FROM audit_personhead WHERE subject IN ({})"
A_PERSON = "(%s, %s, %s, 0, %s)"
MOVE_PEOPLE = (
    "INSERT INTO audit_personhead (subject, number, digest, archived, archived_digest) VALUES {} "
    "ON CONFLICT (subject) DO UPDATE SET number = excluded.number, digest = excluded.digest"
)


def link(events: list[Event]) -> None:
    """Give each event its place in the chain; the head and the people's own heads move on.

    All of these are ours alone until the act ends: whoever links holds the lock on the one Head.
    """
    with transaction.mark_for_rollback_on_error(connection.alias), connection.cursor() as cursor:
        head = _head(cursor)
        people = _people(cursor, {event.subject for event in events} - {None})
        adding.add(*[_next(event, head, people) for event in events])
        if people:
            _move_people(cursor, people.values())
        cursor.execute(MOVE_HEAD, [head.number, head.digest])
        if cursor.rowcount != 1:
            raise DatabaseError("The head of the log is gone.")


def _head(cursor) -> Head:
    """Where the chain ends, locked. A house without any line has no such row yet."""
    cursor.execute(HEAD + (" FOR UPDATE" if connection.features.has_select_for_update else ""))
    found = cursor.fetchone()
    if found is None:
        return Head.objects.select_for_update().get_or_create(pk=1)[0]
    return Head(pk=1, number=found[0], digest=bytes(found[1]))


def _people(cursor, subjects: set) -> dict:
    """The person's own head of each. Asked after the lock: nobody moves them meanwhile."""
    if not subjects:
        return {}
    subject = PersonHead._meta.pk
    keys = [subject.get_db_prep_value(one, connection) for one in subjects]
    cursor.execute(PEOPLE.format(", ".join(["%s"] * len(keys))), keys)
    known = [(subject.to_python(one), *rest) for one, *rest in cursor.fetchall()]
    people = {one: PersonHead(subject=one, number=0, digest=chain.START) for one in subjects}
    return people | {
        one: PersonHead(subject=one, number=number, digest=bytes(digest))
        for one, number, digest in known
    }


def _move_people(cursor, people: Iterable[PersonHead]) -> None:
    subject, values = PersonHead._meta.pk, []
    for one in people:
        key = subject.get_db_prep_value(one.subject, connection)
        values += [key, one.number, one.digest, chain.START]
    cursor.execute(MOVE_PEOPLE.format(", ".join([A_PERSON] * (len(values) // 4))), values)


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
