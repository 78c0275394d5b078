"""What the sums should be: a plain function of the set of records, slow and easy to believe."""

from collections import defaultdict
from datetime import date, datetime
from typing import NamedTuple

from gallery.executions.models import CellDay, Execution


class Sum(NamedTuple):
    """One cell, person and day."""

    executions: int
    successes: int
    excused: int
    runtimes: tuple[int, ...]
    last_at: datetime
    last_failure_at: datetime | None


Sums = dict[tuple[int, date, int, str], Sum]


def sums_of(records: list[Execution]) -> Sums:
    """From the records."""
    groups: dict[tuple[int, date, int, str], list[Execution]] = defaultdict(list)
    for one in records:
        groups[one.notebook_id, one.day, one.person_id, one.source_hash].append(one)
    return {key: _sum(group) for key, group in groups.items()}


def _sum(group: list[Execution]) -> Sum:
    failures = [one.started_at for one in group if not one.success and not one.excused]
    return Sum(
        executions=len(group),
        successes=len([one for one in group if one.success]),
        excused=len([one for one in group if one.excused]),
        runtimes=tuple(sorted(one.runtime_ms for one in group)),
        last_at=max(one.started_at for one in group),
        last_failure_at=max(failures, default=None),
    )


def sums_that_are_kept() -> Sums:
    """From the table of sums."""
    return {
        (one.notebook_id, one.day, one.person_id, one.source_hash): Sum(
            one.executions, one.successes, one.excused, tuple(sorted(one.runtimes)), one.last_at, one.last_failure_at
        )
        for one in CellDay.objects.all()
    }
