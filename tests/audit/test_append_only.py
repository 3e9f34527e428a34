"""The database itself refuses to change the trail, whoever asks – on both vendors."""

import pytest
from django.db import DatabaseError, connection, transaction

from audit import trail
from audit.actors import CLOCK
from audit.models import Event, Link


@trail.act
def note():
    return trail.record(CLOCK, "test.note", "test/1", count=3)


@pytest.mark.parametrize("table", ["audit_event", "audit_link"])
@pytest.mark.parametrize(
    "statement",
    ["UPDATE {} SET {} = {}", "DELETE FROM {}", "INSERT_OR_REPLACE"],
)
def test_a_line_can_be_neither_changed_nor_removed(db, table, statement):
    note()
    column = "deed" if table == "audit_event" else "digest"
    if statement == "INSERT_OR_REPLACE":
        statement = replacing(table)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(table, column, column))
    assert Event.objects.count() == Link.objects.count() == 1


def replacing(table):
    """The way around an update: put a row in the place of another."""
    key = "id" if table == "audit_event" else "number"
    if connection.vendor == "sqlite":
        return f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}"
    return f"INSERT INTO {table} SELECT * FROM {table} ON CONFLICT ({key}) DO UPDATE SET {key}=0"


@pytest.mark.parametrize("table", ["audit_event", "audit_link"])
def test_a_table_cannot_be_emptied_at_once(db, table):
    note()
    word = "TRUNCATE {} CASCADE" if connection.vendor == "postgresql" else "DELETE FROM {}"
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(word.format(table))
    assert Link.objects.count() == 1


@pytest.mark.parametrize("rows", [Event.objects, Link.objects.all()])
def test_our_own_code_cannot_even_ask(db, rows):
    with pytest.raises(TypeError):
        rows.all().update(pk=1)
    with pytest.raises(TypeError):
        rows.all().delete()


def test_a_saved_event_cannot_be_saved_again(db):
    event = note()
    event.deed = "test.other"
    with pytest.raises(DatabaseError), transaction.atomic():
        event.save()
