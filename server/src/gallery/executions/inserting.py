"""Insert records in one statement: the one place where a quick way matters more than Django's own."""

import json
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import islice
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

AT_ONCE = 50  # rows in a statement


class Record(NamedTuple):
    """A row of `Execution` that is to be; what is not here is false."""

    person_id: int
    key: UUID
    notebook_id: int
    revision: int | None
    source_hash: str
    success: bool
    cause: str
    runtime_ms: int
    started_at: datetime
    day: date
    received_at: datetime


_COLUMNS = ", ".join((*Record._fields, "excused", "summed"))
_INSERT = f"INSERT INTO executions_execution ({_COLUMNS}) {{rows}} ON CONFLICT (person_id, key) DO NOTHING"
_ROW = f"({', '.join(['%s'] * len(Record._fields))}, false, false)"
# PostgreSQL reads one long text in two thirds of the time that it needs for as many values.
_AS_JSON = (
    "SELECT *, false, false FROM json_to_recordset(%s::json) AS told (person_id bigint, key uuid, notebook_id bigint, "
    "revision integer, source_hash text, success boolean, cause text, runtime_ms integer, started_at timestamptz, "
    "day date, received_at timestamptz)"
)


def insert_new(records: Sequence[Record]) -> int:
    """Insert those whose key is new for their person; answers how many. Call it in a transaction.

    In the order of keys: two batches that share records wait for each other instead of forever.
    """
    statement = _statement_in_json if connection.vendor == "postgresql" else _statement
    waiting, count = iter(sorted(records)), 0
    with connection.cursor() as cursor:
        while some := list(islice(waiting, AT_ONCE)):
            cursor.execute(*statement(some))
            count += cursor.rowcount
    return count


def _statement(records: Sequence[Record]) -> tuple[str, list[Any]]:
    rows = f"VALUES {', '.join([_ROW] * len(records))}"
    return _INSERT.format(rows=rows), [value for record in records for value in _values(record)]


def _statement_in_json(records: Sequence[Record]) -> tuple[str, list[str]]:
    return _INSERT.format(rows=_AS_JSON), [json.dumps([record._asdict() for record in records], default=str)]


def _values(record: Record) -> Iterator[Any]:
    """As this database wants them."""
    for value in record:
        if isinstance(value, datetime):
            yield connection.ops.adapt_datetimefield_value(value)
        elif isinstance(value, date):
            yield connection.ops.adapt_datefield_value(value)
        elif isinstance(value, UUID) and not connection.features.has_native_uuid_field:
            yield value.hex
        else:
            yield value
