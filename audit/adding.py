"""Rows that are only ever added go in with a statement that is written once for each model.

A line of the log, a letter and a notice are added by nearly every act. Finding the same statement
anew each time would cost several times what the database takes. What Django says of errors
holds here too: an act in which one happened is never committed.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache

from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction

MOST_BESIDE = 65_535  # values that PostgreSQL takes beside one statement

_kept: ContextVar[list | None] = ContextVar("kept", default=None)


def add(*rows) -> None:
    """Insert rows of one model. What the database numbers itself is filled in."""
    if not rows:
        return
    kept = _kept.get()
    if kept is None:
        _insert([rows])
    else:
        kept.append(rows)


@contextmanager
def keeping() -> Iterator[list]:
    """What is added in this block is only kept, in its order: for *add_kept* to insert."""
    kept = []
    token = _kept.set(kept)
    try:
        yield kept
    finally:
        _kept.reset(token)


@contextmanager
def together() -> Iterator[None]:
    """What is added in this block is inserted at its end, in that order and in one go."""
    with keeping() as kept:
        yield
    add_kept(kept)


def add_kept(kept: list) -> None:
    waiting = _kept.get()
    if waiting is None:
        _insert(kept)
    else:
        waiting += kept


def run(*statements: tuple[str, list]) -> list[list[tuple]]:
    """The rows that each statement answers with. Where one is refused, the whole act is.

    PostgreSQL takes them all in one trip. A later one still sees what others had committed when
    it began, not when the trip did.
    """
    database = connections[DEFAULT_DB_ALIAS]  # looked up once: each look takes as long as a value
    with transaction.mark_for_rollback_on_error(database.alias):
        if database.vendor == "postgresql":
            return _in_one_trip(database, statements)
        with database.cursor() as cursor:
            return [_answer(_asked(cursor, *one)) for one in statements]


def inserting(*rows) -> tuple[str, list]:
    """The statement that adds rows of one model, and its values."""
    model, database = type(rows[0]), connections[DEFAULT_DB_ALIAS]
    fields = _fields(model)[0]
    values = [_value(row, field, database) for row in rows for field in fields]
    return _statement(model, len(rows)), values


def _value(row, field, database):
    """As the database takes it. Half of a new row's columns are empty, in any kind of field."""
    value = field.pre_save(row, True)
    return None if value is None else field.get_db_prep_save(value, database)


def _insert(batches: list) -> None:
    if not batches:
        return
    answers = run(*(inserting(*rows) for rows in batches))
    for rows, keys in zip(batches, answers, strict=True):
        are_in(rows, keys)


def are_in(rows, keys: list[tuple]) -> None:
    """What *inserting* was answered: the keys, where the database has numbered the rows itself."""
    for row, (key,) in zip(rows, keys, strict=False):
        row.pk = key
    for row in rows:
        row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS


def _in_one_trip(database, statements: tuple) -> list[list[tuple]]:
    database.ensure_connection()
    if len(statements) == 1:
        return [_answer(_sent(database, *statements[0]))]
    with database.wrap_database_errors, database.connection.pipeline():
        on_the_way = [_sent(database, *one) for one in statements]
    return [_answer(cursor) for cursor in on_the_way]


def _sent(database, sql: str, values: list):
    """Values travel beside the statement, so that PostgreSQL reads and plans it once for each
    connection. Django's own cursor writes them into it: then each is new, but can be logged.
    """
    if database.queries_logged or len(values) > MOST_BESIDE:
        return _asked(database.cursor(), sql, values)
    cursor = database.Database.Cursor(database.connection)
    return _asked(database.make_cursor(cursor), sql, values)


def _asked(cursor, sql: str, values: list):
    cursor.execute(sql, values)
    return cursor


def _answer(cursor) -> list[tuple]:
    return cursor.fetchall() if cursor.description else []


@lru_cache
def _fields(model) -> tuple[list, bool]:
    numbered = model._meta.auto_field is not None
    return [one for one in model._meta.concrete_fields if not (numbered and one.primary_key)], (
        numbered
    )


@lru_cache
def _statement(model, count: int) -> str:
    quote, (fields, numbered) = connection.ops.quote_name, _fields(model)
    columns = ", ".join(quote(field.column) for field in fields)
    places = ", ".join([f"({', '.join(['%s'] * len(fields))})"] * count)
    back = f" RETURNING {quote(model._meta.pk.column)}" if numbered else ""
    table = quote(model._meta.db_table)
    return f"INSERT INTO {table} ({columns}) VALUES {places}{back}"  # noqa: S608 – names of our own
