"""How SQLite would look for what a page asks: by an index, or through all the rows there are.

It plans by the shape of a question alone, however few the rows. PostgreSQL goes by how many there
are: there a small table says nothing, and `make bench` looks at a large one.
"""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

by_shape = pytest.mark.skipif(
    connection.vendor != "sqlite", reason="PostgreSQL plans by how many rows there are: make bench"
)


def looked_through(visit, tables: set[str]) -> list[str]:
    """Which of *tables* are gone through from end to end by what *visit* asks, and in what."""
    with CaptureQueriesContext(connection) as asked:
        visit()
    said = [one["sql"] for one in asked if one["sql"].startswith("SELECT")]
    return [f"{table}: {sql}" for sql in said for table in _scanned(sql) & tables]


def _scanned(sql: str) -> set[str]:
    """A plan calls a table by the short name that it has in the question."""
    named = {short: table for table, short in re.findall(r'"(\w+)" ([A-Z]+\d*)\b', sql)}
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
        steps = [detail for *_place, detail in cursor.fetchall()]
    scanned = [match[1] for step in steps if (match := re.match(r"SCAN (\w+)", step))]
    return {named.get(one, one) for one in scanned}
