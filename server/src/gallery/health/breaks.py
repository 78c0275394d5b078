"""Cells that worked, and since some moment fail for everybody."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db.models import Max, Q, QuerySet

from gallery.executions.models import UNKNOWN, Cause, Execution
from gallery.health.places import places_of, spots
from gallery.notebooks.models import Notebook

# Such a failure is a person's own, whatever a source does
PERSONAL = (Cause.RIGHT, Cause.INPUT, Cause.MEMORY)
FAILURE = Q(success=False) & ~Q(cause__in=PERSONAL)
LOOKED_BACK = 10  # records of the cell before it broke
FINE = 0.75  # of these were successful, and so was the last one
AT_A_TIME = 500  # notebooks in one question

Place = tuple[int, str]  # a notebook and the hash of a cell


@dataclass(frozen=True)
class Break:
    """A cell of a notebook, since when it fails, and for whom."""

    notebook: int
    hash: str
    since: datetime
    people: frozenset[int]


def breaks(notebooks: Collection[int], since: datetime) -> Iterator[Break]:
    """The cells of these notebooks that have failed ever since some moment after this one, and were fine before."""
    ordered = sorted(notebooks)
    for start in range(0, len(ordered), AT_A_TIME):
        yield from _breaks(ordered[start : start + AT_A_TIME], since)


def _breaks(notebooks: Collection[int], since: datetime) -> Iterator[Break]:
    lately = _since(notebooks, since)
    failing = {row["notebook"] for row in lately.filter(FAILURE).values("notebook").distinct()}
    if not failing:
        return
    lately = lately.filter(notebook__in=failing)
    worked = dict(_last_successes(lately))
    places = _failures_that_count(failing)
    found: dict[Place, list[tuple[datetime, int]]] = defaultdict(list)
    rows = lately.filter(FAILURE).values_list("notebook_id", "source_hash", "started_at", "person_id")
    for notebook, hash_, at, person in rows.order_by("started_at").iterator():
        place = (notebook, hash_)
        if place in places and (place not in worked or at > worked[place]):
            found[place].append((at, person))
    for (notebook, hash_), failures in found.items():
        first = failures[0][0]
        if _fine_before(notebook, hash_, first):
            yield Break(notebook, hash_, first, frozenset(person for _, person in failures))


def _since(notebooks: Collection[int], since: datetime) -> QuerySet[Execution]:
    day = since.astimezone(UTC).date()
    rows = Execution.objects.filter(notebook__in=notebooks, day__gte=day, started_at__gte=since)
    return rows.exclude(source_hash=UNKNOWN).order_by()


def _last_successes(lately: QuerySet[Execution]) -> Iterator[tuple[Place, datetime]]:
    rows = lately.filter(success=True).values_list("notebook_id", "source_hash").annotate(at=Max("started_at"))
    for notebook, hash_, at in rows:
        yield (notebook, hash_), at


def _failures_that_count(notebooks: Collection[int]) -> set[Place]:
    """Cells of the current versions that are not meant to fail."""
    heads = dict(Notebook.objects.filter(pk__in=notebooks).exclude(head=None).values_list("head_id", "pk"))
    return {
        (heads[version], hash_)
        for version, places in places_of(list(heads)).items()
        for hash_, spot in spots(places).items()
        if not spot.forgiven
    }


def _fine_before(notebook: int, hash_: str, moment: datetime) -> bool:
    day = moment.astimezone(UTC).date()
    rows = Execution.objects.filter(notebook=notebook, source_hash=hash_, day__lte=day, started_at__lt=moment)
    counted = rows.filter(excused=False).order_by("-day", "-started_at").values_list("success", flat=True)
    last = list(counted[:LOOKED_BACK])
    return bool(last) and last[0] and sum(last) / len(last) >= FINE
