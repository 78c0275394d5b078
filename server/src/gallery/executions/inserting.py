"""Insert records in one statement: the one place where a quick way matters more than Django's own."""

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


_INSERT = "INSERT INTO executions_execution ({columns}) VALUES {rows} ON CONFLICT (person_id, key) DO NOTHING"
_COLUMNS = ", ".join((*Record._fields, "excused", "summed"))
_ROW = f"({', '.join(['%s'] * len(Record._fields))}, false, false)"


def insert_new(records: Sequence[Record]) -> int:
    """Insert those whose key is new for their person; answers how many. Call it in a transaction.

    In the order of keys: two batches that share records wait for each other instead of forever.
    """
    waiting, count = iter(sorted(records)), 0
    with connection.cursor() as cursor:
        while some := list(islice(waiting, AT_ONCE)):
            statement = _INSERT.format(columns=_COLUMNS, rows=", ".join([_ROW] * len(some)))
            cursor.execute(statement, [value for record in some for value in _values(record)])
            count += cursor.rowcount
    return count


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
