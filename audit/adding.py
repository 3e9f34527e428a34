"""Rows that are only ever added go in with a statement that is written once for each model.

A line of the log, a letter and a notice are added by nearly every act. Finding the same statement
anew each time would cost several times what the database takes. What Django says of errors
holds here too: an act in which one happened is never committed.
"""

from functools import lru_cache

from django.db import connection, transaction


def add(*rows) -> None:
    """Insert rows of one model. What the database numbers itself is filled in."""
    if not rows:
        return
    model = type(rows[0])
    fields, numbered = _fields(model)
    values = [
        field.get_db_prep_save(field.pre_save(row, True), connection)
        for row in rows for field in fields
    ]  # fmt: skip
    with transaction.mark_for_rollback_on_error(connection.alias), connection.cursor() as cursor:
        cursor.execute(_statement(model, len(rows)), values)
        keys = cursor.fetchall() if numbered else ()
    for row, (key,) in zip(rows, keys, strict=False):
        row.pk = key
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias


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
