"""Sum up records by notebook, day, person and cell. A sum is a function of its records, so it may be made at any time.

The work is done by the database, a portion in each transaction, one portion at a time.
"""

from collections.abc import Callable, Sequence
from typing import Any

from django.db import connection, transaction

from gallery.executions import hooks
from gallery.executions.models import CellDay, Execution
from gallery.executions.ranges import Range, ranges

PORTION = 1_000  # records in one transaction, so that whoever wants to write waits little
_LOCK = 0x5E_C0_DE  # among all sessions of a PostgreSQL database: the one who sums

# Marking comes first: what arrives from now on stays unmarked, and is summed up the next time.
_MARK = """
UPDATE executions_execution SET summed = %s
WHERE id IN (SELECT id FROM executions_execution WHERE NOT summed ORDER BY id LIMIT %s)
RETURNING notebook_id, day, person_id
"""
_SUM = """
INSERT INTO executions_cellday (notebook_id, day, person_id, source_hash, executions, successes, excused,
                                runtimes, last_at, last_failure_at)
SELECT notebook_id, day, person_id, source_hash, count(*), count(*) FILTER (WHERE success),
       count(*) FILTER (WHERE excused), {list}(runtime_ms), max(started_at),
       max(started_at) FILTER (WHERE NOT success AND NOT excused)
FROM {which}
GROUP BY notebook_id, day, person_id, source_hash
ON CONFLICT (notebook_id, day, person_id, source_hash) DO UPDATE SET
    executions = excluded.executions, successes = excluded.successes, excused = excluded.excused,
    runtimes = excluded.runtimes, last_at = excluded.last_at, last_failure_at = excluded.last_failure_at
"""
# A join, not IN: SQLite looks a list of rows up by reading the whole table
_OF_KEYS = """(VALUES {keys}) AS wanted CROSS JOIN executions_execution
WHERE notebook_id = wanted.column1 AND day = wanted.column2 AND person_id = wanted.column3"""
_OF_RANGE = "executions_execution WHERE notebook_id BETWEEN %s AND %s AND day BETWEEN %s AND %s"


def sum_up() -> int:
    """Sum up everything that is not yet; answers how many records that were. May be stopped at any time."""
    total = 0
    while count := sum_up_portion():
        total += count
    return total


def sum_up_portion(most: int = PORTION) -> int:
    """Sum up some records in one transaction, and tell the rooms above whose figures are new."""
    if not Execution.objects.filter(summed=False).exists():  # so that the write lock is not taken for nothing
        return 0
    with transaction.atomic():
        _one_at_a_time()
        with connection.cursor() as cursor:
            cursor.execute(_MARK, [True, most])
            marked = cursor.fetchall()
        keys = sorted(set(marked))
        if keys:
            _sum(_OF_KEYS.format(keys=", ".join(["(%s, %s, %s)"] * len(keys))), [part for key in keys for part in key])
            hooks.tell({key[0] for key in keys})
    return len(marked)


def rebuild(progress: Callable[[int, int], None] | None = None) -> None:
    """Make every sum anew from the records, range by range, telling how many records are done and of how many.

    Records may come in meanwhile. The rooms above are not told: whoever rebuilds sums goes on with what follows.
    """
    found = ranges()
    total, done = sum(one.records for one in found), 0
    for one in found:
        _rebuild_range(one)
        done += one.records
        if progress is not None:
            progress(done, total)


@transaction.atomic
def _rebuild_range(one: Range) -> None:
    _one_at_a_time()
    place = [one.first, one.last, one.first_day, one.last_day]
    CellDay.objects.filter(
        notebook__gte=one.first, notebook__lte=one.last, day__gte=one.first_day, day__lte=one.last_day
    ).delete()
    _sum(_OF_RANGE, place)


def _one_at_a_time() -> None:
    """Two at once could overwrite a sum with an older one. SQLite's writers take turns anyhow."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def _sum(which: str, parameters: Sequence[Any]) -> None:
    list_ = "jsonb_agg" if connection.vendor == "postgresql" else "json_group_array"
    with connection.cursor() as cursor:
        cursor.execute(_SUM.format(list=list_, which=which), parameters)
