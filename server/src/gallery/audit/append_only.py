"""Says in the database itself that events are neither changed nor removed, whoever asks for it.

SQLite forgets triggers when a later migration rebuilds the table: such a migration calls `install` again at its end,
and a test sees whether they are there.
"""

from collections.abc import Sequence
from typing import Any

MESSAGE = "audit events are append-only"
TABLE = "audit_auditevent"
NAMES = ("audit_no_update", "audit_no_delete", "audit_no_replace")

_REFUSED = f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
# INSERT OR REPLACE would remove a row without asking the trigger for DELETE.
_THERE = f"EXISTS (SELECT 1 FROM {TABLE} WHERE id = NEW.id)"  # noqa: S608 — all of it is written here
_SQLITE = [
    f"CREATE TRIGGER audit_no_update BEFORE UPDATE ON {TABLE} {_REFUSED}",
    f"CREATE TRIGGER audit_no_delete BEFORE DELETE ON {TABLE} {_REFUSED}",
    f"CREATE TRIGGER audit_no_replace BEFORE INSERT ON {TABLE} WHEN {_THERE} {_REFUSED}",
]
_SQLITE_AWAY = [f"DROP TRIGGER IF EXISTS {name}" for name in NAMES]

_FUNCTION = f"RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '{MESSAGE}'; END $$"
_POSTGRESQL = [
    f"CREATE OR REPLACE FUNCTION audit_refuse() {_FUNCTION}",
    f"CREATE TRIGGER audit_no_update BEFORE UPDATE ON {TABLE} FOR EACH ROW EXECUTE FUNCTION audit_refuse()",
    f"CREATE TRIGGER audit_no_delete BEFORE DELETE ON {TABLE} FOR EACH ROW EXECUTE FUNCTION audit_refuse()",
    f"CREATE TRIGGER audit_no_replace BEFORE TRUNCATE ON {TABLE} FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()",
]
_POSTGRESQL_AWAY = [f"DROP TRIGGER IF EXISTS {name} ON {TABLE}" for name in NAMES]


def install(connection: Any) -> None:
    """Put the triggers in place, anew where they are there already."""
    away, there = _statements(connection.vendor)
    _run(connection, [*away, *there])


def remove(connection: Any) -> None:
    """Take them away: for a migration that goes back, and for tests that empty the database."""
    _run(connection, _statements(connection.vendor)[0])


def _statements(vendor: str) -> tuple[Sequence[str], Sequence[str]]:
    return {"sqlite": (_SQLITE_AWAY, _SQLITE), "postgresql": (_POSTGRESQL_AWAY, _POSTGRESQL)}.get(vendor, ((), ()))


def _run(connection: Any, statements: Sequence[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
