"""The health that a notebook had before its latest versions: shown for seven days where nothing is known yet.

It is a function of the records that were started before the version was saved, so it can be made anew at any time.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import chain, groupby

from gallery.executions.models import CellDay, Execution
from gallery.health.definitions import BLENDING_DAYS, Metrics, Status, notebook_metrics
from gallery.health.places import places_of
from gallery.health.tallying import SUM_FIELDS, NotebookTally, Sum
from gallery.health.weights import weights_of
from gallery.health.window import first_day
from gallery.notebooks.models import Notebook, Revision

MOST_VERSIONS = 20  # that are looked at; who saves more often has forgotten what was before
CHUNK = 2_000


@dataclass(frozen=True)
class Past:
    """What was known last, and since when it is known no longer."""

    score: float
    status: Status
    lost_at: datetime


def past_of(notebook: Notebook, head: Revision, now: datetime) -> Past | None:
    """The last status that was not undetermined, if a version of the last seven days lost it.

    Saving several times in a row does not forget it, and does not start the seven days anew. Where the versions before
    were undetermined as well, the score just before the newest one.
    """
    fallback: Past | None = None
    version = head
    for _ in range(MOST_VERSIONS):
        if version.number <= 1 or now - version.created_at >= timedelta(days=BLENDING_DAYS):
            break
        earlier = Revision.objects.get(notebook=notebook, number=version.number - 1)
        metrics, ran = _just_before(notebook, earlier, version.created_at)
        if metrics.score is not None:
            past = Past(metrics.score, metrics.status, version.created_at)
            if metrics.status != Status.UNDETERMINED:
                return past
            fallback = fallback or (past if version is head else None)
        if not ran:
            break
        version = earlier
    return fallback


def _just_before(notebook: Notebook, version: Revision, moment: datetime) -> tuple[Metrics, bool]:
    """The metrics of this version at that moment, and whether anybody had run the notebook."""
    places = places_of([version.pk]).get(version.pk, [])
    tally = NotebookTally(places, weights_of(notebook, first_day(moment), moment))
    tally.add_all(_sums_before(notebook, moment))
    return notebook_metrics(tally.counts(), tally.total(), tally.sessions), bool(tally.ran)


def _sums_before(notebook: Notebook, moment: datetime) -> Iterator[Sum]:
    """Of whole days from the sums, of the day itself from the records."""
    today = moment.astimezone(UTC).date()
    rows = CellDay.objects.filter(notebook=notebook, day__gte=first_day(moment), day__lt=today)
    ordered = rows.order_by("day", "person_id", "source_hash").values_list(*SUM_FIELDS)
    records = Execution.objects.filter(notebook=notebook, day=today, started_at__lt=moment)
    one_by_one = records.order_by("person_id", "source_hash").iterator(chunk_size=CHUNK)
    summed = (_sum(list(same)) for _, same in groupby(one_by_one, key=lambda one: (one.person_id, one.source_hash)))
    return chain((Sum(*row) for row in ordered.iterator(chunk_size=CHUNK)), summed)


def _sum(records: list[Execution]) -> Sum:
    first = records[0]
    counted = [one.started_at for one in records if not one.success and not one.excused]
    return Sum(
        day=first.day,
        person=first.person_id,
        hash=first.source_hash,
        executions=len(records),
        successes=sum(one.success for one in records),
        excused=sum(one.excused for one in records),
        runtimes=[one.runtime_ms for one in records],
        last_at=max(one.started_at for one in records),
        last_failure_at=max(counted, default=None),
    )
