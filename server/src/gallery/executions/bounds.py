"""How many records of one notebook a person can make in a day: more are refused, and weigh little from then on."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from django.db import connection
from django.db.models import F

from gallery.accounts.models import User
from gallery.executions import hooks
from gallery.executions.inserting import Record
from gallery.executions.models import Execution, Flood
from gallery.notebooks.models import RevisionCell

USUAL = 1_000  # records a day of receipt, whatever the notebook
TIMES_ITS_CELLS = 20  # or so many runs of the whole notebook, where that is more
_TAKEN = (
    "SELECT notebook_id, count(*) FROM executions_execution "
    "WHERE person_id = %s AND received_at >= %s AND notebook_id IN ({places}) GROUP BY notebook_id"
)


def within_bounds(person: User, records: Sequence[Record], now: datetime) -> tuple[Sequence[Record], Sequence[Record]]:
    """What is kept and what is refused of these, in their order. Call it in the transaction that keeps them."""
    coming = Counter(record.notebook_id for record in records)
    taken = _taken(person, sorted(coming), now)
    if all(taken[notebook] + count <= USUAL for notebook, count in coming.items()):
        return records, []
    return _sorted_out(person, records, taken)


def _sorted_out(
    person: User, records: Sequence[Record], taken: Counter[int]
) -> tuple[Sequence[Record], Sequence[Record]]:
    """What is here already does not count again, so it is not refused either."""
    keys = [record.key for record in records]
    here = set(Execution.objects.filter(person=person, key__in=keys).values_list("key", flat=True))
    most = {notebook: bound_of(notebook) for notebook in {record.notebook_id for record in records}}
    kept: list[Record] = []
    refused: list[Record] = []
    for record in records:
        if record.key not in here:
            taken[record.notebook_id] += 1
        over = record.key not in here and taken[record.notebook_id] > most[record.notebook_id]
        (refused if over else kept).append(record)
    return kept, refused


def bound_of(notebook: int) -> int:
    """The most records of this notebook that are kept of one person on one day."""
    cells = RevisionCell.objects.filter(revision__notebook=notebook, cell__kind="code")
    most = cells.order_by().filter(revision=F("revision__notebook__head")).count()
    return max(USUAL, TIMES_ITS_CELLS * most)


def _taken(person: User, notebooks: Sequence[int], now: datetime) -> Counter[int]:
    """How many records of each came in today; asked with every batch, so without the cost of composing a query."""
    midnight = connection.ops.adapt_datetimefield_value(now.replace(hour=0, minute=0, second=0, microsecond=0))
    with connection.cursor() as cursor:
        cursor.execute(_TAKEN.format(places=", ".join(["%s"] * len(notebooks))), [person.pk, midnight, *notebooks])
        return Counter(dict(cursor.fetchall()))


def note_flood(person: User, refused: Sequence[Record], now: datetime) -> None:
    """Keep that there was more than is kept. The health of a notebook changes when it is flooded first."""
    for notebook, count in sorted(Counter(record.notebook_id for record in refused).items()):
        flood, fresh = Flood.objects.get_or_create(person=person, notebook_id=notebook, day=now.date())
        Flood.objects.filter(pk=flood.pk).update(records=F("records") + count)
        if fresh:
            hooks.tell({notebook})
