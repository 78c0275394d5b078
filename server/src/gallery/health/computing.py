"""From sums to the health of notebooks: read for a portion of notebooks at once, counted one notebook at a time."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from operator import itemgetter

from gallery.executions.models import CellDay
from gallery.health.before import Past, past_of
from gallery.health.definitions import Metrics, Status, blended, cell_health, cell_status, notebook_metrics
from gallery.health.places import PlacedCell, places_of
from gallery.health.prehealth import looks_good
from gallery.health.since import unhealthy_since
from gallery.health.tallying import SUM_FIELDS, DayCount, NotebookTally, Sum
from gallery.health.weights import weights_of
from gallery.health.window import first_day
from gallery.notebooks.models import HealthNote, Notebook, Revision

CHUNK = 2_000  # rows read at a time


@dataclass(frozen=True)
class CellHealth:
    """A code cell with its record. `executions` does not hold the excused ones: failures during an outage."""

    position: int  # on the page, from 1
    number: int | None  # from 0 among the cells that count; None for an optional one
    hash: str
    executions: int
    successes: int
    users: int
    users_failed: int
    excused: int
    median_ms: int | None
    health: float | None
    status: Status
    tags: list[str]
    last_failure: datetime | None


@dataclass(frozen=True)
class Shown:
    """What lists show."""

    score: float | None
    note: HealthNote


@dataclass(frozen=True)
class Health:
    """Everything known of a notebook's health at one moment.

    `users` and `last_run` are of everybody who ran it, also of those who edited each cell first; the rest speaks of the
    cells of the current version.
    """

    notebook: int
    revision: int
    revised_at: datetime
    computed_at: datetime
    metrics: Metrics
    shown: Shown
    past: Past | None
    cells: tuple[CellHealth, ...]
    days: tuple[DayCount, ...]
    executions: int
    users: int
    users_with_failures: int
    sessions: int
    last_run: datetime | None
    last_failure: datetime | None
    unhealthy_since: datetime | None


def health_of(notebook: int, now: datetime) -> Health | None:
    """The health of one notebook, by its primary key; None where there is none."""
    return next(measure([notebook], now), None)


def measure(keys: Collection[int], now: datetime) -> Iterator[Health]:
    """The health of those of these notebooks that exist."""
    notebooks = Notebook.objects.filter(pk__in=keys).exclude(head=None).select_related("head").order_by("pk")
    found = {notebook.pk: notebook for notebook in notebooks}
    places = places_of([notebook.head_id for notebook in found.values() if notebook.head_id is not None])
    rest = dict(found)
    for key, sums in sums_by_notebook(found, first_day(now)):
        yield _health(rest.pop(key), places, sums, now)
    for notebook in rest.values():  # nobody ran them
        yield _health(notebook, places, (), now)


def sums_by_notebook(keys: Iterable[int], since: date) -> Iterator[tuple[int, Iterator[Sum]]]:
    """The sums of each of these notebooks that has any, in the order in which they are counted."""
    rows = CellDay.objects.filter(notebook__in=list(keys), day__gte=since)
    ordered = rows.order_by("notebook_id", "day", "person_id", "source_hash").values_list("notebook_id", *SUM_FIELDS)
    for key, group in groupby(ordered.iterator(chunk_size=CHUNK), key=itemgetter(0)):
        yield key, (Sum(*row[1:]) for row in group)


def _health(
    notebook: Notebook, places: Mapping[int, Sequence[PlacedCell]], sums: Iterable[Sum], now: datetime
) -> Health:
    head = notebook.head
    assert head is not None  # noqa: S101 — only such notebooks are read
    cells = places.get(head.pk, ())
    weights = weights_of(notebook, first_day(now))
    tally = NotebookTally(cells, weights).add_all(sums)
    metrics = metrics_of(tally)
    marked = tuple(_cell(tally, place) for place in cells)
    past = past_of(notebook, head, now) if metrics.status == Status.UNDETERMINED else None
    return Health(
        notebook=notebook.pk,
        revision=head.number,
        revised_at=head.created_at,
        computed_at=now,
        metrics=metrics,
        shown=_shown(notebook, head, tally, metrics, past, now),
        past=past,
        cells=marked,
        days=tuple(tally.days),
        executions=round(tally.total().executions),
        users=len(tally.ran),
        users_with_failures=len(tally.failed()),
        sessions=sum(day.sessions for day in tally.days),
        last_run=tally.last_run,
        last_failure=tally.last_failure(),
        unhealthy_since=unhealthy_since(notebook, tally) if metrics.status == Status.UNHEALTHY else None,
    )


def metrics_of(tally: NotebookTally) -> Metrics:
    """The metrics of what was counted."""
    return notebook_metrics(tally.counts(), tally.total(), tally.sessions)


def _cell(tally: NotebookTally, place: PlacedCell) -> CellHealth:
    count, record = tally.count(place), tally.cells[place.hash]
    return CellHealth(
        position=place.position,
        number=place.number,
        hash=place.hash,
        executions=round(count.executions),
        successes=round(count.successes),
        users=len(record.people),
        users_failed=0 if place.meant_to_fail else len(record.failed),
        excused=record.excused,
        median_ms=record.median_ms(),
        health=cell_health(count),
        status=cell_status(count),
        tags=place.tags,
        last_failure=None if place.meant_to_fail else record.last_failure,
    )


def _shown(
    notebook: Notebook, head: Revision, tally: NotebookTally, metrics: Metrics, past: Past | None, now: datetime
) -> Shown:
    if past is not None:
        hours = (now - past.lost_at) // timedelta(hours=1)
        score = blended(metrics.score, past.score, past.status, hours / 24)
        return Shown(score, _NOTES[past.status])
    if not tally.ran and looks_good(notebook, head):
        return Shown(None, HealthNote.PROMISING)
    return Shown(metrics.score, HealthNote.NONE)


_NOTES = {
    Status.HEALTHY: HealthNote.WAS_HEALTHY,
    Status.UNHEALTHY: HealthNote.WAS_UNHEALTHY,
    Status.UNDETERMINED: HealthNote.NONE,
}
