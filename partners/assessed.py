"""The database itself refuses an open service of a kind that always takes an assessment (SoL 11:5).

Every migration that changes the table installs this anew: SQLite makes a new table, without it.
"""

TABLE, NAME = "partners_openservice", "partners_openservice_is_open"
REFUSE = "This kind of help always takes an assessment."
KINDS = "SELECT 1 FROM partners_servicekind WHERE code = NEW.kind"
WRONG = f"NOT EXISTS ({KINDS}) OR EXISTS ({KINDS} AND always_assessed)"

FUNCTION = f"""
CREATE OR REPLACE FUNCTION {NAME}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF {WRONG} THEN RAISE EXCEPTION '{REFUSE}' USING ERRCODE = 'check_violation'; END IF;
  RETURN NEW;
END $$
"""


def install(connection) -> None:
    """Also over what an earlier version has installed."""
    remove(connection)
    with connection.cursor() as cursor:
        for statement in _statements(connection.vendor):
            cursor.execute(statement)


def remove(connection) -> None:
    on = f" ON {TABLE}" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        for event in ("insert", "update"):
            cursor.execute(f"DROP TRIGGER IF EXISTS {NAME}_{event}{on}")


def _statements(vendor: str):
    if vendor == "postgresql":
        yield FUNCTION
    for event in ("insert", "update"):
        begins = f"CREATE TRIGGER {NAME}_{event} BEFORE {event.upper()} ON {TABLE}"
        if vendor == "postgresql":
            yield f"{begins} FOR EACH ROW EXECUTE FUNCTION {NAME}()"
        else:
            yield f"{begins} WHEN {WRONG} BEGIN SELECT RAISE(ABORT, '{REFUSE}'); END"
