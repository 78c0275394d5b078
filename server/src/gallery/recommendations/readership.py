"""Which notebooks share their readers, and which people share their notebooks: the heavy part, computed every night.

Sparse products over portions of rows: memory stays bounded by what is used and by one portion; and one dense square of
the most used notebooks.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from django.db import transaction
from django.db.models import Model
from scipy import sparse

from gallery.accounts.models import User
from gallery.directory.models import Belonging, Organisation
from gallery.notebooks.models import Notebook
from gallery.recommendations import field_shares
from gallery.recommendations.algorithms.ease import strongest_weights
from gallery.recommendations.algorithms.item_item import also_used
from gallery.recommendations.algorithms.scorer import strongest
from gallery.recommendations.algorithms.served import (
    KEPT_NOTEBOOKS,
    KEPT_PEOPLE,
    KEPT_WEIGHTS,
    LEAST_PEOPLE,
    MOST_WEIGHED,
)
from gallery.recommendations.algorithms.similar_users import similar_users
from gallery.recommendations.interactions import Matrix
from gallery.recommendations.models import AlsoViewed, SimilarPerson, UsedIn, UsedWith
from gallery.recommendations.usage import Keys, Usage, load_usage

KEPT_IN_AN_ORGANISATION = 200
PORTION = 200  # rows that are written at a time

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class _Table:
    """Where the strongest values of each row of a matrix are kept."""

    model: type[Model]
    row: str  # its columns
    column: str
    value: str
    rows: type[Model]  # whose keys they hold
    columns: type[Model]


_ALSO_VIEWED = _Table(AlsoViewed, "notebook_id", "other_id", "score", Notebook, Notebook)
_USED_WITH = _Table(UsedWith, "notebook_id", "other_id", "weight", Notebook, Notebook)
_SIMILAR_PEOPLE = _Table(SimilarPerson, "person_id", "other_id", "score", User, User)
_USED_IN = _Table(UsedIn, "organisation_id", "notebook_id", "people", Organisation, Notebook)


def compute_readership(progress: Progress = lambda *_: None) -> int:
    """Compute all of it anew; answers how many people have used something. Stopped, it keeps what it did."""
    usage = load_usage()
    steps = (_also_viewed, _used_with, _similar_people, _used_in_organisations, field_shares.keep_fields)
    for done, step in enumerate(steps):
        progress(done, len(steps))
        step(usage)
    progress(len(steps), len(steps))
    return len(usage.people)


def _also_viewed(usage: Usage) -> None:
    _keep(_ALSO_VIEWED, usage.notebooks, usage.notebooks, also_used(usage.used, KEPT_NOTEBOOKS, LEAST_PEOPLE))


def _used_with(usage: Usage) -> None:
    """As fields of work are: of few people shared readers say all there is to say."""
    none = sparse.csr_array((len(usage.notebooks),) * 2, dtype=np.float32)
    enough = len(usage.people) >= field_shares.FEWEST_PEOPLE
    weights = strongest_weights(usage.used, KEPT_WEIGHTS, MOST_WEIGHED, LEAST_PEOPLE) if enough else none
    _keep(_USED_WITH, usage.notebooks, usage.notebooks, weights)


def _similar_people(usage: Usage) -> None:
    _keep(_SIMILAR_PEOPLE, usage.people, usage.people, similar_users(usage.weights, KEPT_PEOPLE).neighbours)


def _used_in_organisations(usage: Usage) -> None:
    """How many people of each organisation used a notebook, without those of its parts."""
    pairs = Belonging.objects.filter(person__in=User.objects.all()).values_list("organisation", "person")
    places = np.array(list(pairs.order_by("organisation")), np.int64).reshape(-1, 2)
    places = places[np.isin(places[:, 1], usage.people)]
    organisations = np.unique(places[:, 0])
    where = (np.searchsorted(organisations, places[:, 0]), np.searchsorted(usage.people, places[:, 1]))
    members = sparse.csr_array((np.ones(len(places), np.float32), where), (len(organisations), len(usage.people)))
    counts = sparse.csr_array(members @ (usage.used > 0).astype(np.float32))
    counts.data[counts.data < LEAST_PEOPLE] = 0
    counts.eliminate_zeros()
    _keep(_USED_IN, organisations, usage.notebooks, strongest(counts, KEPT_IN_AN_ORGANISATION))


def _keep(table: _Table, rows: Keys, columns: Keys, matrix: Matrix) -> None:
    """Replace what the table holds, some rows at a time; those that have none any more go with their neighbours."""
    edges = [0, *rows[PORTION::PORTION].tolist(), None]
    for number, (first, end) in enumerate(pairwise(edges)):
        part = slice(number * PORTION, (number + 1) * PORTION)
        _replace(table, first, end, _values(rows[part], columns, matrix[part]))


def _values(rows: Keys, columns: Keys, matrix: Matrix) -> Sequence[tuple[int, int, float]]:
    found = sparse.coo_array(matrix)
    keys = zip(rows[found.row].tolist(), columns[found.col].tolist(), found.data.tolist(), strict=True)
    return [(row, column, value) for row, column, value in keys if value]


@transaction.atomic
def _replace(table: _Table, first: int, end: int | None, values: Sequence[tuple[int, int, float]]) -> None:
    old: Any = table.model._default_manager.filter(**{f"{table.row}__gte": first})
    (old if end is None else old.filter(**{f"{table.row}__lt": end})).delete()
    rows, columns = _living(table.rows, {v[0] for v in values}), _living(table.columns, {v[1] for v in values})
    table.model._default_manager.bulk_create(
        [
            table.model(**{table.row: row, table.column: column, table.value: value})
            for row, column, value in values
            if row in rows and column in columns  # some may have gone meanwhile
        ],
        batch_size=500,
    )


def _living(model: type[Model], keys: set[int]) -> set[int]:
    return set(model._default_manager.filter(pk__in=keys).values_list("pk", flat=True))
