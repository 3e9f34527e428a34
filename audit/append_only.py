"""The database itself refuses to change or remove a line of the trail (SQLite and PostgreSQL)."""

KEYS = {"audit_event": ("id",), "audit_link": ("number", "event_id")}
TABLES = tuple(KEYS)

REFUSE = "The trail is only ever added to."

POSTGRESQL_FUNCTION = f"""
CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '{REFUSE}'; END $$
"""


def install(connection) -> None:
    for statement in _statements(connection.vendor):
        with connection.cursor() as cursor:
            cursor.execute(statement)


def remove(connection) -> None:
    """For the test suite, which empties its own database between tests; nothing else calls it."""
    for table in TABLES:
        for name in ("update", "delete", "truncate", "replace"):
            on = f" ON {table}" if connection.vendor == "postgresql" else ""
            with connection.cursor() as cursor:
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{name}{on}")


def _statements(vendor: str):
    if vendor == "sqlite":
        for table in TABLES:
            for name in ("update", "delete"):
                yield (
                    f"CREATE TRIGGER IF NOT EXISTS {table}_no_{name} BEFORE {name.upper()} "
                    f"ON {table} BEGIN SELECT RAISE(ABORT, '{REFUSE}'); END"
                )
            yield _no_replace(table)
        return
    yield POSTGRESQL_FUNCTION
    for table in TABLES:
        for name, each in (("update", "ROW"), ("delete", "ROW"), ("truncate", "STATEMENT")):
            yield (
                f"CREATE OR REPLACE TRIGGER {table}_no_{name} BEFORE {name.upper()} "
                f"ON {table} FOR EACH {each} EXECUTE FUNCTION audit_refuse()"
            )


def _no_replace(table: str) -> str:
    """SQLite's INSERT OR REPLACE removes a row without asking the delete trigger."""
    taken = " OR ".join(f"{key} = NEW.{key}" for key in KEYS[table])
    condition = f"EXISTS (SELECT 1 FROM {table} WHERE {taken})"  # noqa: S608 – names of our own
    return (
        f"CREATE TRIGGER IF NOT EXISTS {table}_no_replace BEFORE INSERT ON {table} "
        f"WHEN {condition} BEGIN SELECT RAISE(ABORT, '{REFUSE}'); END"
    )
