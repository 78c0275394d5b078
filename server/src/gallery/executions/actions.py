"""Take in records of executed cells: each once, in any order, only of notebooks that the sender may read.

Receiving only inserts; what follows from the records is summed up by the worker (`summing`).
"""

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError
from django.utils import timezone

from gallery.accounts.models import User
from gallery.executions.bounds import note_flood, within_bounds
from gallery.executions.inserting import Record, insert_new
from gallery.executions.known_cells import known_among
from gallery.executions.models import UNKNOWN, Cause
from gallery.executions.reports import Report
from gallery.executions.together import Together
from gallery.notebooks.permissions import visible_to

CLOCKS_DIFFER = timedelta(minutes=10)  # a record from further in the future is dated now
OLDEST = timedelta(days=40)  # a record that waited longer can tell nothing of today
_writers = Together()


@dataclass(frozen=True)
class Receipt:
    """What became of a batch.

    `accepted` are kept, durably, and `duplicates` were before. `unknown` are of notebooks that are not there for this
    person, too old, or not wanted because recording is off; `refused` are beyond what one person makes in a day.
    """

    accepted: int
    duplicates: int
    unknown: int
    refused: int


def receive(*, person: User, reports: Sequence[Report]) -> Receipt:
    """Keep what is new. What was accepted is durable when this returns."""
    if not settings.CONFIG.record_executions:
        return Receipt(0, 0, len(reports), 0)
    try:
        return _receive(person, reports)
    except IntegrityError:  # a notebook was deleted in between; now it is not there
        return _receive(person, reports)


def _receive(person: User, reports: Sequence[Report]) -> Receipt:
    now = timezone.now()
    notebooks = _notebooks(person, reports)
    heard = {report.id: report for report in reversed(reports) if report.notebook in notebooks and _lately(report, now)}
    records = _records(person, list(reversed(heard.values())), notebooks, now)
    accepted, refused = _writers.do(lambda: _keep(person, records, now)) if records else (0, 0)
    known = sum(report.notebook in notebooks and _lately(report, now) for report in reports)
    return Receipt(accepted, known - accepted - refused, len(reports) - known, refused)


def _keep(person: User, records: Sequence[Record], now: datetime) -> tuple[int, int]:
    """How many were new and kept, and how many are beyond the bound."""
    kept, refused = within_bounds(person, records, now)
    accepted = insert_new(kept)
    note_flood(person, refused, now)
    return accepted, len(refused)


def _notebooks(person: User, reports: Sequence[Report]) -> dict[UUID, int]:
    """Primary keys of those that the person may read as themselves: admin mode is for looking, not for taking part."""
    plain = copy(person)
    plain.elevated = False
    asked = {report.notebook for report in reports}
    return dict(visible_to(plain).filter(uuid__in=asked).values_list("uuid", "pk"))


def _lately(report: Report, now: datetime) -> bool:
    return now - report.started_at <= OLDEST


def _records(person: User, reports: Sequence[Report], notebooks: dict[UUID, int], now: datetime) -> list[Record]:
    places = known_among({(report.notebook, report.cell_hash) for report in reports}, notebooks)
    return [_record(person, report, notebooks, places, now) for report in reports]


def _record(
    person: User, report: Report, notebooks: dict[UUID, int], places: set[tuple[UUID, str]], now: datetime
) -> Record:
    at = report.started_at.astimezone(UTC) if report.started_at <= now + CLOCKS_DIFFER else now
    return Record(
        person_id=person.pk,
        key=report.id,
        notebook_id=notebooks[report.notebook],
        revision=report.revision,
        source_hash=report.cell_hash if (report.notebook, report.cell_hash) in places else UNKNOWN,
        success=report.success,
        cause=_cause(report),
        runtime_ms=report.runtime_ms,
        started_at=at,
        day=at.date(),
        received_at=now,
    )


def _cause(report: Report) -> str:
    wanted = settings.CONFIG.record_causes and not report.success
    return report.cause or Cause.NONE if wanted else Cause.NONE
