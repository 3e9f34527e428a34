"""The database itself sees to it how much is written down about an open service (SoL 14:3–5).

A start takes its mode from the catalogue; from then on the mode only goes up. A talk is written
down as its start is, at that moment. Shell, import and page are refused alike.

Every migration that changes one of the tables installs this anew: SQLite makes a new table.
"""

REFUSE = "Documentation may only become more, from what the board has decided."
RANK = "CASE {} WHEN 'advice' THEN 0 WHEN 'identity_exempt' THEN 1 ELSE 2 END"
DECIDED = "(SELECT mode FROM partners_openservice WHERE id = NEW.open_service_id)"
NOW = "(SELECT mode FROM intake_servicestart WHERE id = NEW.start_id)"

# What is refused, by table and event.
WRONG = {
    ("intake_servicestart", "insert"): f"NEW.mode <> {DECIDED} OR NEW.started_mode <> NEW.mode",
    ("intake_servicestart", "update"): (
        f"({RANK.format('NEW.mode')}) < ({RANK.format('OLD.mode')}) "
        "OR NEW.started_mode <> OLD.started_mode OR NEW.open_service_id <> OLD.open_service_id"
    ),
    ("intake_servicetalk", "insert"): f"NEW.mode <> {NOW}",
    ("intake_servicetalk", "update"): "NEW.mode <> OLD.mode OR NEW.start_id <> OLD.start_id",
}


def install(connection) -> None:
    """Also over what an earlier version has installed."""
    remove(connection)
    with connection.cursor() as cursor:
        for (table, event), wrong in WRONG.items():
            for statement in _statements(connection.vendor, table, event, wrong):
                cursor.execute(statement)


def remove(connection) -> None:
    with connection.cursor() as cursor:
        for table, event in WRONG:
            on = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {named(table, event)}{on}")


def named(table: str, event: str) -> str:
    return f"{table}_only_up_{event}"


def _statements(vendor: str, table: str, event: str, wrong: str):
    name = named(table, event)
    begins = f"CREATE TRIGGER {name} BEFORE {event.upper()} ON {table}"
    if vendor == "sqlite":
        yield f"{begins} WHEN {wrong} BEGIN SELECT RAISE(ABORT, '{REFUSE}'); END"
        return
    yield (
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ "
        f"BEGIN IF {wrong} THEN RAISE EXCEPTION '{REFUSE}' USING ERRCODE = 'check_violation'; "
        f"END IF; RETURN NEW; END $$"
    )
    yield f"{begins} FOR EACH ROW EXECUTE FUNCTION {name}()"
