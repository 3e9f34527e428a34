"""The database itself refuses to change or remove a line of the trail (SQLite and PostgreSQL).

There are two gaps, and the database looks after both. The facts and the salt of an event may be
emptied, nothing else of it, once a line of the log names its number as erased. And what is older
than five years may be removed, once a line of the log says that it is in the archive.
"""

KEYS = {"audit_event": ("id",), "audit_link": ("number", "event_id")}
TABLES = tuple(KEYS)
HEADER = (
    "id", "at", "actor", "role", "organisation", "deed", "about", "subject", "decision",
    "purpose", "channel", "header",
)  # fmt: skip
YEARS = 5

REFUSE = "The trail is only ever added to."

POSTGRESQL_FUNCTION = f"""
CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '{REFUSE}'; END $$
"""
NUMBERS = {
    "sqlite": "SELECT value FROM json_each(act.facts, '$.numbers')",
    "postgresql": "SELECT value::text::bigint FROM jsonb_array_elements(act.facts->'numbers')",
}
UNTIL = {
    "sqlite": "json_extract(act.facts, '$.until')",
    "postgresql": "(act.facts->>'until')::bigint",
}
OLD_ENOUGH = {
    "sqlite": f"datetime('now', '-{YEARS} years')",
    "postgresql": f"now() - interval '{YEARS} years'",
}
EMPTY = {
    "sqlite": "NEW.facts = '{}' AND length(NEW.salt) = 0",
    "postgresql": "NEW.facts = '{}'::jsonb AND length(NEW.salt) = 0",
}

STILL_NEEDED = "EXISTS (SELECT 1 FROM audit_event WHERE id = OLD.event_id)"


def install(connection) -> None:
    """Also over what an earlier version has installed."""
    remove(connection)
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


def erase_facts(connection, events: list[int]) -> None:
    """Empty the facts and salts of events (their keys). The act that names them comes first."""
    if not events:
        return
    places = ", ".join(["%s"] * len(events))
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE audit_event SET facts = '{{}}', salt = %s WHERE id IN ({places})",  # noqa: S608
            [b"", *events],
        )


def drop_archived(connection, until: int) -> None:
    """Remove old lines; the act that says they are in the archive comes first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM audit_event WHERE id IN "
            "(SELECT event_id FROM audit_link WHERE number <= %s)",
            [until],
        )
        cursor.execute("DELETE FROM audit_link WHERE number <= %s", [until])


def _statements(vendor: str):
    refusals = {
        ("audit_event", "update"): f"NOT ({_is_erased(vendor)})",
        ("audit_event", "delete"): f"NOT ({_is_archived(vendor)})",
        ("audit_link", "update"): "",
        ("audit_link", "delete"): STILL_NEEDED,
    }
    if vendor == "sqlite":
        for (table, name), condition in refusals.items():
            when = f"WHEN {condition} " if condition else ""
            yield (
                f"CREATE TRIGGER {table}_no_{name} BEFORE {name.upper()} ON {table} "
                f"{when}BEGIN SELECT RAISE(ABORT, '{REFUSE}'); END"
            )
        for table in TABLES:
            yield _no_replace(table)
        return
    yield POSTGRESQL_FUNCTION
    for (table, name), condition in refusals.items():
        yield from _guarded(table, name, condition)
    for table in TABLES:
        yield (
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()"
        )


def _guarded(table: str, name: str, condition: str):
    """A trigger's own condition may not look into other tables there; a function's may."""
    row = "NEW" if name == "update" else "OLD"
    yield (
        f"CREATE OR REPLACE FUNCTION {table}_no_{name}() RETURNS trigger LANGUAGE plpgsql AS $$ "
        f"BEGIN IF {condition or 'TRUE'} THEN RAISE EXCEPTION '{REFUSE}'; END IF; "
        f"RETURN {row}; END $$"
    )
    yield (
        f"CREATE TRIGGER {table}_no_{name} BEFORE {name.upper()} ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {table}_no_{name}()"
    )


def _is_erased(vendor: str) -> str:
    """Nothing but the facts and the salt becomes empty, and an act names the line's number."""
    same = " AND ".join(f"NEW.{name} IS NOT DISTINCT FROM OLD.{name}" for name in HEADER)
    if vendor == "sqlite":
        same = same.replace("IS NOT DISTINCT FROM", "IS")
    return (
        f"{EMPTY[vendor]} AND {same} AND EXISTS (SELECT 1 FROM audit_event act, audit_link link "  # noqa: S608
        f"WHERE act.deed = 'trail.erase' AND link.event_id = OLD.id "
        f"AND link.number IN ({NUMBERS[vendor]}))"
    )


def _is_archived(vendor: str) -> str:
    """Older than five years, and an act says that lines up to a later one are in the archive."""
    return (
        f"OLD.at < {OLD_ENOUGH[vendor]} AND EXISTS (SELECT 1 FROM audit_event act, audit_link link "  # noqa: S608
        f"WHERE act.deed = 'trail.archive' AND link.event_id = OLD.id "
        f"AND link.number <= {UNTIL[vendor]})"
    )


def _no_replace(table: str) -> str:
    """SQLite's INSERT OR REPLACE removes a row without asking the delete trigger."""
    taken = " OR ".join(f"{key} = NEW.{key}" for key in KEYS[table])
    condition = f"EXISTS (SELECT 1 FROM {table} WHERE {taken})"  # noqa: S608 – names of our own
    return (
        f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} "
        f"WHEN {condition} BEGIN SELECT RAISE(ABORT, '{REFUSE}'); END"
    )
