"""The database itself refuses a letter to a key that is retired (SQLite and PostgreSQL)."""

REFUSE = "This key is retired: nobody could open the letter."
TRIGGER = "audit_letter_no_retired"

# ruff: noqa: S608 – names and sentences of our own
POSTGRESQL_FUNCTION = f"""
CREATE OR REPLACE FUNCTION audit_refuse_retired() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM audit_retiredkey WHERE key_id = NEW.key_id) THEN
        RAISE EXCEPTION '{REFUSE}';
    END IF;
    RETURN NEW;
END $$
"""
POSTGRESQL_TRIGGER = (
    f"CREATE OR REPLACE TRIGGER {TRIGGER} BEFORE INSERT OR UPDATE OF key_id "
    "ON audit_letter FOR EACH ROW EXECUTE FUNCTION audit_refuse_retired()"
)


def install(connection) -> None:
    _say(connection, _statements(connection.vendor))


def remove(connection) -> None:
    if connection.vendor == "postgresql":
        _say(connection, [f"DROP TRIGGER IF EXISTS {TRIGGER} ON audit_letter"])
        return
    _say(connection, [f"DROP TRIGGER IF EXISTS {TRIGGER}_{at}" for at in ("insert", "update")])


def _say(connection, statements) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _statements(vendor: str) -> list[str]:
    if vendor == "postgresql":
        return [POSTGRESQL_FUNCTION, POSTGRESQL_TRIGGER]
    return [_sqlite("insert", "INSERT"), _sqlite("update", "UPDATE OF key_id")]


def _sqlite(name: str, when: str) -> str:
    return (
        f"CREATE TRIGGER IF NOT EXISTS {TRIGGER}_{name} BEFORE {when} ON audit_letter "
        "WHEN EXISTS (SELECT 1 FROM audit_retiredkey WHERE key_id = NEW.key_id) "
        f"BEGIN SELECT RAISE(ABORT, '{REFUSE}'); END"
    )
