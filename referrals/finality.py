"""The database itself refuses to change a referral that has ended (SQLite and PostgreSQL).

One gap: when every word of a request is erased, an ended referral's *language* and *access needs*
are emptied. They may become empty, and nothing else of the row may change – nor the row go.

Every migration that changes the table installs this anew: SQLite makes a new table, without it.
"""

TABLE, REFUSE = "referrals_referral", "A referral that has ended never changes."
ENDED = "('closed', 'declined', 'returned', 'expired', 'recalled', 'withdrawn')"
ERASED = {"language": "''", "access": "'[]'"}

POSTGRESQL_FUNCTION = f"""
CREATE OR REPLACE FUNCTION referrals_absorb() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF to_jsonb(NEW) - 'language' - 'access' = to_jsonb(OLD) - 'language' - 'access'
       AND NEW.language IN (OLD.language, '') AND NEW.access IN (OLD.access, '[]'::jsonb)
    THEN RETURN NEW; END IF;
  END IF;
  RAISE EXCEPTION '{REFUSE}';
END $$
"""


def install(connection) -> None:
    """Also over what an earlier version has installed."""
    remove(connection)
    with connection.cursor() as cursor:
        for statement in _statements(connection, cursor):
            cursor.execute(statement)


def remove(connection) -> None:
    """For migrations, and for tests that turn the time back; nothing else calls it."""
    on = f" ON {TABLE}" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        for event in ("update", "delete"):
            cursor.execute(f"DROP TRIGGER IF EXISTS {TABLE}_no_{event}{on}")


def _statements(connection, cursor):
    if connection.vendor == "postgresql":
        yield POSTGRESQL_FUNCTION
        for event in ("update", "delete"):
            yield (
                f"CREATE TRIGGER {TABLE}_no_{event} BEFORE {event.upper()} ON {TABLE} "
                f"FOR EACH ROW WHEN (OLD.status IN {ENDED}) EXECUTE FUNCTION referrals_absorb()"
            )
        return
    found = connection.introspection.get_table_description(cursor, TABLE)
    same = " AND ".join(_same(column.name) for column in found)
    for event, refused in (("update", f" AND NOT ({same})"), ("delete", "")):
        yield (
            f"CREATE TRIGGER {TABLE}_no_{event} BEFORE {event.upper()} ON {TABLE} "
            f"WHEN OLD.status IN {ENDED}{refused} BEGIN SELECT RAISE(ABORT, '{REFUSE}'); END"
        )


def _same(column: str) -> str:
    """Unchanged; what an erasure empties may also be empty."""
    same = f'NEW."{column}" IS OLD."{column}"'
    return f'({same} OR NEW."{column}" = {ERASED[column]})' if column in ERASED else same
